package kpipe.endpoint.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the body of a request as it arrives, within limits of size, of what all bodies together may take, and of time. What is too much is read to its end and thrown away, up to a bound, so that the client reads its
 * error instead of a broken connection.
 */
final class Body implements Runnable {

    /** What became of it. */
    enum Outcome {
        WHOLE,
        TOO_LARGE,
        NO_ROOM,
        SLOW,
        BROKEN
    }

    /** Takes the outcome, on the thread that read the last of it. */
    @FunctionalInterface
    interface Receiver {
        void receive(Outcome outcome, Body body);
    }

    private static final int FIRST = 8 * 1024;
    private static final int TRUSTED = 64 * 1024;
    private static final long MOST_THROWN_AWAY = 64L * 1024 * 1024;

    private final Request request;
    private final int most;
    private final Budget budget;
    private final Receiver receiver;
    private final long announced;
    private final long timeoutMillis;

    private byte[] bytes = new byte[0];
    private int length;
    private long thrownAway;
    private Outcome outcome = Outcome.WHOLE;
    private Scheduler.@Nullable Task timer;

    Body(Request request, int most, Budget budget, long timeoutMillis, Receiver receiver) {
        this.request = request;
        this.most = most;
        this.budget = budget;
        this.timeoutMillis = timeoutMillis;
        this.receiver = receiver;
        announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (announced > most) {
            outcome = Outcome.TOO_LARGE;
        }
    }

    /** What arrived; longer than {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Gives back what it took of the budget. */
    void release() {
        budget.giveBack(bytes.length);
        bytes = new byte[0];
    }

    /** Reads what is there, and asks for more until all is there. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                startTimer();
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                finish(chunk.getFailure() instanceof TimeoutException ? Outcome.SLOW : Outcome.BROKEN);
                return;
            }
            boolean last = chunk.isLast();
            take(chunk.getByteBuffer());
            chunk.release();
            if (last || thrownAway > MOST_THROWN_AWAY) {
                finish(outcome);
                return;
            }
        }
    }

    private void startTimer() {
        if (timer == null) {
            timer = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.fail(new TimeoutException("The body took too long.")),
                            timeoutMillis,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void finish(Outcome last) {
        if (timer != null) {
            timer.cancel();
        }
        if (last != Outcome.WHOLE) {
            release();
        }
        receiver.receive(last, this);
    }

    private void take(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (outcome == Outcome.WHOLE && more > most - length) {
            outcome = Outcome.TOO_LARGE;
        }
        if (outcome == Outcome.WHOLE && more > bytes.length - length && !grow(length + more)) {
            outcome = Outcome.NO_ROOM;
        }
        if (outcome == Outcome.WHOLE) {
            chunk.get(bytes, length, more);
            length += more;
        } else {
            thrownAway += more;
        }
    }

    /** Makes room for so much: what was announced once part of it has come, so that announcing alone costs nothing. */
    private boolean grow(int needed) {
        long wanted = Math.max(needed, Math.max(FIRST, 2L * bytes.length));
        if (announced >= needed && (needed >= TRUSTED || announced < wanted)) {
            wanted = announced;
        }
        int size = (int) Math.max(needed, Math.min(wanted, most));
        if (!budget.take(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
