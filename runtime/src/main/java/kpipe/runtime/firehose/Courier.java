package kpipe.runtime.firehose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import kpipe.data.RowBatch;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Clock;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Hands whole objects to a sink, in order, and tries again what failed for the moment. While one waits for its next attempt, those behind it wait too; their bytes are
 * bounded by {@link #hasRoom}. Not thread-safe.
 */
final class Courier {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long MIN_WAITING_BYTES = 1 << 20;
    private static final int KEPT_BUFFERS = 2;

    private static final class Parcel {
        private final Buffer buffer;
        private final Delivery delivery;
        private int attempts;
        private long firstFailure;
        private long nextAttempt;

        Parcel(Buffer buffer, Delivery delivery) {
            this.buffer = buffer;
            this.delivery = delivery;
        }
    }

    private final Terms terms;
    private final Sink sink;
    private final ObjectNames names;
    private final @Nullable ErrorRecords errorRecords;
    private final ErrorReport errors;
    private final Tally tally;
    private final Clock clock;
    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private final ArrayDeque<Buffer> spare = new ArrayDeque<>();
    private long waitingBytes;
    private boolean retrying;

    Courier(
            Terms terms,
            Sink sink,
            ObjectNames names,
            @Nullable ErrorRecords errorRecords,
            ErrorReport errors,
            Tally tally,
            Clock clock) {
        this.terms = terms;
        this.sink = sink;
        this.names = names;
        this.errorRecords = errorRecords;
        this.errors = errors;
        this.tally = tally;
        this.clock = clock;
    }

    /** An empty buffer. */
    Buffer buffer() {
        Buffer buffer = spare.poll();
        return buffer == null ? new Buffer() : buffer;
    }

    /** Takes a full buffer to be delivered. */
    void send(Buffer buffer) throws IOException {
        byte[] bytes = buffer.bytes.bytes();
        int length = buffer.bytes.length();
        int[] ends = buffer.recordEnds();
        if (terms.gzip()) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 4 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed, 8192)) {
                gzip.write(bytes, 0, length);
            }
            bytes = compressed.toByteArray();
            length = bytes.length;
            ends = new int[0];
        }
        String name = names.next(buffer.records() == 0 ? clock.millis() : buffer.oldest, terms.suffix());
        waiting.add(new Parcel(buffer, new Delivery(buffer.address, name, bytes, length, ends, buffer.records())));
        waitingBytes += buffer.bytes.length();
    }

    boolean hasRoom() {
        return waitingBytes < Math.max(MIN_WAITING_BYTES, 2 * terms.bufferBytes());
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Delivers what is due and returns how many objects have left, delivered or given up. */
    int work() throws IOException {
        int done = 0;
        for (Parcel parcel = waiting.peek(); parcel != null; parcel = waiting.peek()) {
            if (parcel.nextAttempt > clock.millis() || !attempt(parcel)) {
                break;
            }
            waiting.remove();
            waitingBytes -= parcel.buffer.bytes.length();
            done++;
            if (spare.size() < KEPT_BUFFERS
                    && parcel.buffer.bytes.bytes().length <= 2 * Math.max(terms.bufferBytes(), 1 << 16)) {
                spare.add(parcel.buffer);
            }
        }
        return done;
    }

    /** Returns whether the parcel is out of the way. */
    private boolean attempt(Parcel parcel) throws IOException {
        parcel.attempts++;
        try {
            sink.deliver(parcel.delivery);
        } catch (IOException failure) {
            boolean retryable = failure instanceof DeliveryException delivery && delivery.retryable();
            long now = clock.millis();
            if (parcel.attempts == 1) {
                parcel.firstFailure = now;
            }
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(parcel.attempts - 1, 20));
            if (retryable && now + pause <= parcel.firstFailure + terms.retryMillis()) {
                tally.retries++;
                if (!retrying) {
                    retrying = true;
                    errors.say("warning", "cannot deliver: " + reason(failure) + "; it tries again");
                }
                parcel.nextAttempt = now + pause;
                return false;
            }
            giveUp(parcel, failure);
            return true;
        }
        if (retrying) {
            retrying = false;
            errors.say("note", "delivers again");
        }
        tally.delivered += parcel.delivery.records();
        tally.bytesDelivered += parcel.delivery.length();
        tally.objects++;
        return true;
    }

    private static String reason(IOException failure) {
        String said = failure.getMessage();
        return said == null ? "the delivery failed" : said;
    }

    private void giveUp(Parcel parcel, IOException failure) throws IOException {
        String message = reason(failure);
        if (errorRecords == null) {
            boolean gone = failure instanceof DeliveryException delivery && delivery.gone();
            String advice = gone ? "" : "; without ERRORS TO there is no other place for its records";
            throw new IOException("destination `" + terms.name() + "`: " + message + advice, failure);
        }
        int start = 0;
        byte[] bytes = parcel.buffer.bytes.bytes();
        String type = terms.connector().toLowerCase(Locale.ROOT) + "-failed";
        for (int end : parcel.buffer.recordEnds()) {
            errorRecords.write(
                    type,
                    "Delivery.Failed",
                    message,
                    "",
                    parcel.attempts,
                    parcel.buffer.opened,
                    bytes,
                    start,
                    end - start);
            start = end;
        }
        tally.errors += parcel.delivery.records();
        errors.record(
                "DELIVERY_FAILED",
                message + " (" + parcel.delivery.records() + " records)",
                RowBatch.NO_WATERMARK,
                null,
                0,
                0);
    }
}
