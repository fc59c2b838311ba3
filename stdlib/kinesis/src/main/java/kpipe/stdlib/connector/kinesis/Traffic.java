package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import kpipe.spi.Clock;
import kpipe.spi.Notices;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one source share: the service, what has come of their calls, how many bytes may wait, and whether something does not work.
 *
 * <p>Answers arrive on the client's threads, and are put down here; the source's thread picks them up. All else is that one thread's.
 */
final class Traffic {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long FIRST_THROTTLED_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    /** What fails for so long is told; less than that is nobody's business. */
    private static final long PATIENCE_MILLIS = 1000;
    /** Being throttled, or waiting for another reader to leave, is usual. */
    private static final long LONG_PATIENCE_MILLIS = 15_000;

    final Service service;
    private final Clock clock;
    private final Notices notices;
    private final long mostBytes;
    private final Random random = new Random();
    private final ConcurrentLinkedQueue<Runnable> arrived = new ConcurrentLinkedQueue<>();
    private final Map<Object, Long> troubled = new HashMap<>();
    private boolean told;
    private boolean left;
    private long bytes;
    private @Nullable IOException end;

    Traffic(Service service, Clock clock, Notices notices, long mostBytes) {
        this.service = service;
        this.clock = clock;
        this.notices = notices;
        this.mostBytes = mostBytes;
    }

    long now() {
        return clock.millis();
    }

    /** Hands what comes of a call to the source's thread. What is dear is done by {@code prepare}, on the client's. */
    @SuppressWarnings("FutureReturnValueIgnored") // both ways it ends lead to the source's thread
    <A, B> void call(
            CompletableFuture<A> call,
            java.util.function.Function<A, B> prepare,
            Consumer<B> answered,
            Consumer<Failure> failed) {
        call.thenApply(prepare).whenComplete((answer, thrown) -> {
            if (thrown == null) {
                post(() -> answered.accept(answer));
            } else {
                Failure failure = Failure.of(thrown);
                post(() -> failed.accept(failure));
            }
        });
    }

    /** From any thread: something to be done by the source's. */
    void post(Runnable outcome) {
        arrived.add(outcome);
    }

    /** Picks up what has arrived. */
    void settle() throws IOException {
        for (Runnable outcome = arrived.poll(); outcome != null; outcome = arrived.poll()) {
            if (!left) {
                outcome.run();
            }
        }
        IOException ended = end;
        if (ended != null) {
            throw ended;
        }
    }

    /** What still arrives is of no use. */
    void leave() {
        left = true;
    }

    /** The source cannot go on. */
    void end(IOException reason) {
        if (end == null) {
            end = reason;
        }
    }

    /** Whether so many more bytes may be on their way. */
    boolean admits(long more) {
        return bytes == 0 || bytes + more <= mostBytes;
    }

    /** Bytes are on their way, or wait; a negative number: no longer. */
    void hold(long more) {
        bytes += more;
    }

    /** A call of this part has succeeded. */
    void works(Object part) {
        if (troubled.remove(part) != null && troubled.isEmpty() && told) {
            told = false;
            notices.note("reads " + service.place + " again");
        }
    }

    /**
     * A call of this part has failed for the moment.
     *
     * @param attempts how many have failed in a row
     * @return when to try again
     */
    long fails(Object part, Failure failure, int attempts) {
        long now = now();
        long since = troubled.computeIfAbsent(part, absent -> now);
        boolean usual = failure.kind() == Failure.Kind.THROTTLED || failure.kind() == Failure.Kind.IN_USE;
        if (!told && now - since >= (usual ? LONG_PATIENCE_MILLIS : PATIENCE_MILLIS)) {
            told = true;
            notices.warning("cannot read " + service.place + ": " + failure.reason() + "; it tries again");
        }
        long first = usual ? FIRST_THROTTLED_PAUSE_MILLIS : FIRST_PAUSE_MILLIS;
        long pause = Math.min(LONGEST_PAUSE_MILLIS, first << Math.min(attempts, 16));
        return now + pause / 2 + random.nextInt((int) pause / 2 + 1);
    }

    /** A part that has gone is in no trouble. */
    void forget(Object part) {
        works(part);
    }

    /** Says something that is lost, or odd, and that nothing will repair. */
    void warn(String sentence) {
        notices.warning(sentence);
    }
}
