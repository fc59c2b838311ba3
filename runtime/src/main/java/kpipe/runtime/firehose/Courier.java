package kpipe.runtime.firehose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Clock;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.PreparingSink;
import kpipe.spi.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Hands whole objects to a sink, in order, and tries again what failed for the moment. While one waits for its next attempt, those behind it wait too; their bytes are
 * bounded by {@link #hasRoom}. Where checkpoints are made, and the sink can prepare objects, they are shown once a checkpoint holds them. Not thread-safe.
 */
final class Courier {

    private static final long MIN_WAITING_BYTES = 1 << 20;
    private static final int KEPT_BUFFERS = 2;

    /** So many objects wait for a checkpoint; then nothing more is taken. */
    private static final int MOST_PREPARED = 1_024;

    /** What becomes of an object that cannot be delivered. */
    interface Surrender {
        /** Returns if its records are in other hands now; else throws. */
        void giveUp(Buffer buffer, Delivery delivery, int attempts, IOException failure) throws IOException;
    }

    /** An object that is on its way to the sink. */
    private static final class Parcel {
        private final Buffer buffer;
        private final Delivery delivery;
        /** Whether it is written down that it is being prepared, and for which checkpoint. */
        private long epoch = -1;

        Parcel(Buffer buffer, Delivery delivery) {
            this.buffer = buffer;
            this.delivery = delivery;
        }
    }

    /** An object that the sink has prepared, and the number of the checkpoint that it waits for. */
    private record Prepared(long epoch, byte[] token, String address, String name, int records, int length) {}

    private final Outlet outlet;
    private final Terms terms;
    private final Sink sink;
    private final @Nullable PreparingSink preparing;
    private final ObjectNames names;
    private final Surrender surrender;
    private final Safekeeping safekeeping;
    private final Tally tally;
    private final Clock clock;
    private final Attempts attempts;
    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private final ArrayDeque<Prepared> prepared = new ArrayDeque<>();
    private final ArrayDeque<Buffer> spare = new ArrayDeque<>();
    private long waitingBytes;

    Courier(
            Outlet outlet,
            Terms terms,
            Sink sink,
            ObjectNames names,
            Surrender surrender,
            Safekeeping safekeeping,
            ErrorReport errors,
            Tally tally,
            Clock clock) {
        this.outlet = outlet;
        this.terms = terms;
        this.sink = sink;
        this.names = names;
        this.surrender = surrender;
        this.safekeeping = safekeeping;
        this.tally = tally;
        this.clock = clock;
        preparing = safekeeping.isOn() && sink instanceof PreparingSink able ? able : null;
        attempts = new Attempts(terms.retryMillis(), errors, tally, clock);
    }

    /** An empty buffer. */
    Buffer buffer() {
        Buffer buffer = spare.poll();
        return buffer == null ? new Buffer() : buffer;
    }

    /**
     * Takes a full buffer to be delivered.
     *
     * @param millis the time that its name begins with
     * @param suffix what its name ends with
     */
    void send(Buffer buffer, long millis, String suffix) throws IOException {
        send(buffer, names.next(millis, suffix));
    }

    private void send(Buffer buffer, String name) throws IOException {
        byte[] bytes = buffer.bytes.bytes();
        int length = buffer.bytes.length();
        int[] ends = buffer.recordEnds();
        if (outlet == Outlet.DELIVERY && terms.gzip()) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 4 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed, 8192)) {
                gzip.write(bytes, 0, length);
            }
            bytes = compressed.toByteArray();
            length = bytes.length;
            ends = new int[0];
        }
        waiting.add(new Parcel(buffer, delivery(buffer, name, bytes, length, ends)));
        waitingBytes += buffer.bytes.length();
    }

    private Delivery delivery(Buffer buffer, String name, byte[] bytes, int length, int[] ends) {
        List<Integer> keys = outlet == Outlet.DELIVERY ? terms.keys() : null;
        return new Delivery(
                buffer.address, name, bytes, length, ends, buffer.records(), keys == null ? 0 : keys.size());
    }

    boolean hasRoom() {
        return waitingBytes < Math.max(MIN_WAITING_BYTES, 2 * terms.bufferBytes()) && prepared.size() < MOST_PREPARED;
    }

    /** Whether the sink has everything, be it not shown yet. */
    boolean hasHandedOver() {
        return waiting.isEmpty();
    }

    boolean isIdle() {
        return waiting.isEmpty() && prepared.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Delivers what is due and returns how many objects have gone a step further, given up ones included. */
    int work() throws IOException {
        int done = show();
        for (Parcel parcel = waiting.peek(); parcel != null; parcel = waiting.peek()) {
            if (!attempts.due() || preparing != null && prepared.size() >= MOST_PREPARED || !attempt(parcel)) {
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
        Prepared last = prepared.peekLast();
        if (last != null) {
            safekeeping.await(last.epoch, clock.millis());
        }
        return done;
    }

    /** Shows what a checkpoint holds. */
    private int show() throws IOException {
        int done = 0;
        for (Prepared next = prepared.peek();
                next != null && next.epoch <= safekeeping.newest() && preparing != null && attempts.due();
                next = prepared.peek()) {
            try {
                preparing.commit(next.token);
            } catch (IOException failure) {
                if (attempts.again(failure)) {
                    break;
                }
                throw new IOException("destination `" + terms.name() + "`: " + Attempts.reason(failure), failure);
            }
            attempts.succeeded();
            prepared.remove();
            delivered(next.records, next.length);
            done++;
        }
        return done;
    }

    private void delivered(int records, int length) {
        tally.delivered += records;
        tally.bytesDelivered += length;
        tally.objects++;
    }

    /** Returns whether the parcel is out of the way. */
    private boolean attempt(Parcel parcel) throws IOException {
        Delivery delivery = parcel.delivery;
        try {
            if (preparing == null) {
                sink.deliver(delivery);
                delivered(delivery.records(), delivery.length());
            } else {
                begin(parcel);
                byte[] token = preparing.prepare(delivery);
                prepared.add(new Prepared(
                        parcel.epoch,
                        token,
                        delivery.address(),
                        delivery.objectName(),
                        delivery.records(),
                        delivery.length()));
            }
        } catch (IOException failure) {
            if (attempts.again(failure)) {
                return false;
            }
            surrender.giveUp(parcel.buffer, delivery, attempts.count(), failure);
            int[] undelivered = failure instanceof DeliveryException some ? some.undelivered() : null;
            if (undelivered != null) {
                delivered(delivery.records() - undelivered.length, delivery.length());
            }
            attempts.reset();
            return true;
        }
        attempts.succeeded();
        return true;
    }

    /** Writes down, before an object is prepared, that it will be: all that wait at once. An object that an earlier attempt was written down for may have to wait for a later checkpoint now. */
    private void begin(Parcel first) throws IOException {
        long now = safekeeping.epoch();
        if (first.epoch == now) {
            return;
        }
        List<BegunObjects.Begun> objects = new ArrayList<>();
        for (Parcel parcel : waiting) {
            if (parcel.epoch != now) {
                objects.add(new BegunObjects.Begun(outlet, parcel.delivery.address(), parcel.delivery.objectName()));
            }
        }
        try {
            safekeeping.begin(objects);
        } catch (IOException failure) {
            throw new DeliveryException(Attempts.reason(failure), true, failure);
        }
        for (Parcel parcel : waiting) {
            parcel.epoch = now;
        }
    }

    /** Bytes that the journal holds of what waits. */
    long journaled() {
        long total = 0;
        for (Parcel parcel : waiting) {
            total += parcel.buffer.journaled();
        }
        return total;
    }

    void save(StateWriter out) throws IOException {
        out.number(waiting.size());
        for (Parcel parcel : waiting) {
            out.text(parcel.delivery.objectName());
            parcel.buffer.save(out, safekeeping.journal());
        }
        out.number(prepared.size());
        for (Prepared object : prepared) {
            out.bytes(object.token, 0, object.token.length);
            out.text(object.address);
            out.text(object.name);
            out.number(object.records);
            out.number(object.length);
        }
    }

    /** @param known is given what the checkpoint knows of, so that it is not taken away */
    void restore(StateReader in, Set<BegunObjects.Begun> known) throws IOException {
        for (int count = in.small(); count > 0; count--) {
            String name = in.text();
            Buffer buffer = buffer();
            buffer.restore(in, safekeeping.journal());
            send(buffer, name);
        }
        for (int count = in.small(); count > 0; count--) {
            Prepared object = new Prepared(0, in.bytes(), in.text(), in.text(), in.small(), in.small());
            known.add(new BegunObjects.Begun(outlet, object.address, object.name));
            if (preparing == null) {
                throw new IOException("destination `" + terms.name() + "` cannot show what it had prepared at the last"
                        + " checkpoint: " + terms.connector() + " prepares nothing");
            }
            prepared.add(object);
        }
    }
}
