package kpipe.runtime.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.host.Duty;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in one lane of a stream: a queue that is bounded in bytes. One thread at a time reads it; producers fill it from theirs.
 *
 * <p>The reader calls {@link #poll}; a batch that it got is its own until {@link #release}, and others may be reading it at the same time. {@link #watermark} is how far
 * time has come behind all that was polled.
 */
public final class Subscription {

    private final Lane lane;
    private final Schema schema;
    private final long maxBytes;
    private @Nullable SharedBatch[] batches = new SharedBatch[8];
    private long[] watermarks = new long[8];
    private int head;
    private boolean left;
    private volatile int count;
    private volatile long bytes;

    private @Nullable Duty reader;
    private boolean readerHeedsTime;
    private boolean waits;
    private volatile long allowance;
    private @Nullable Producer feeds;
    private @Nullable SharedBatch polled;
    private long polledWatermark = RowBatch.NO_WATERMARK;

    Subscription(Lane lane, Schema schema, long maxBytes) {
        this.lane = lane;
        this.schema = schema;
        this.maxBytes = maxBytes;
    }

    /**
     * Says who reads it, so that producers who find the queue full can let it run. Called before anything runs.
     *
     * @param heedsTime whether time that goes on is something to do for it, though no row has come
     */
    public void reader(Duty duty, boolean heedsTime) {
        reader = duty;
        readerHeedsTime = heedsTime;
    }

    /**
     * Its reader reads another stream too, and may have to leave this queue alone until that has come as far. Then nobody is held up in the middle of their work when it is full:
     * they look for room before they begin. Called before anything runs.
     */
    public void waits() {
        waits = true;
    }

    /** Whom its reader fills: for one who wants to know why nothing moves. Called before anything runs. */
    public void feeds(Producer producer) {
        feeds = producer;
    }

    /** Whether it takes no more for now. */
    public boolean isFull() {
        return !hasRoom();
    }

    /** Takes some more though it is full: what its reader waits for comes only behind that. */
    public void makeWay() {
        allowance = bytes + maxBytes / 4;
        Duty duty = reader;
        if (duty != null) {
            duty.roomMade();
        }
    }

    /** What its reader is called, or an empty text. */
    public String readerName() {
        Duty duty = reader;
        return duty == null ? "" : duty.agent().name();
    }

    /** How far time has come behind all that waits here. */
    public long reached() {
        return lane.watermark();
    }

    /** Those whose promise holds the time of this lane where it is. */
    public List<Producer> slowest() {
        return lane.slowest();
    }

    /** Whether what is missing here cannot come before a queue that is full and left alone takes more. */
    public boolean isStuck() {
        return isStuck(Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    boolean isStuck(Set<Object> seen) {
        return count == 0 && seen.add(this) && lane.isStuck(seen);
    }

    /** Whether it is full and stays so until another stream has come as far, or until one like that takes more further on. */
    boolean isLeftAlone(Set<Object> seen) {
        return isFull() && (waits || feeds != null && feeds.hasNoRoom(seen));
    }

    /** The next batch, or null if there is none now. */
    public @Nullable RowBatch poll() {
        long reached = lane.watermark();
        if (count == 0) {
            // Read in this order: whatever was queued before the watermark was raised would have been seen.
            polledWatermark = Math.max(polledWatermark, reached);
            return null;
        }
        synchronized (lane) {
            SharedBatch next = Objects.requireNonNull(batches[head]);
            polledWatermark = Math.max(polledWatermark, watermarks[head]);
            batches[head] = null;
            head = head + 1 & batches.length - 1;
            count = count - 1;
            polled = next;
            return next.rows;
        }
    }

    /** Gives the last polled batch back. */
    public void release() {
        SharedBatch batch = polled;
        if (batch != null) {
            polled = null;
            long footprint = batch.footprint();
            long left;
            synchronized (lane) {
                left = bytes - footprint;
                bytes = left;
                if (left < maxBytes / 2) {
                    allowance = 0;
                }
            }
            batch.release();
            Duty duty = reader;
            if (duty != null && left < maxBytes / 2 && left + footprint >= maxBytes / 2) {
                duty.roomMade();
            }
        }
    }

    /** Writes how far its reader has come, and the rows that wait. While nobody reads it and nobody fills it. */
    public void save(StateWriter out) throws IOException {
        out.number(polledWatermark);
        out.schema(schema);
        out.number(count);
        for (int i = 0; i < count; i++) {
            RowBatch rows = Objects.requireNonNull(batches[head + i & batches.length - 1]).rows;
            out.number(watermarks[head + i & batches.length - 1]);
            out.number(rows.endWatermark);
            out.number(rows.size);
            out.rows(rows);
        }
    }

    /** Goes on where {@link #save} was: the rows that waited wait again. Before anything runs. */
    public void restore(StateReader in) throws IOException {
        polledWatermark = Math.max(polledWatermark, in.number());
        SavedColumns columns = in.columns("queue", schema);
        for (int waiting = in.small(); waiting > 0; waiting--) {
            long watermark = in.number();
            long endWatermark = in.number();
            RowBatch rows = new RowBatch(schema, Math.max(1, in.small()));
            in.rows(rows, columns);
            rows.endWatermark = endWatermark;
            SharedBatch batch = new SharedBatch(rows, null);
            batch.set(1);
            enqueue(batch, batch.footprint(), watermark);
        }
    }

    /** Whether no row waits. From any thread. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The reader wants nothing more: what waits is dropped, and nobody waits for it any more. */
    public void leave() {
        release();
        List<SharedBatch> dropped = new ArrayList<>();
        synchronized (lane) {
            left = true;
            for (; count > 0; count = count - 1) {
                dropped.add(Objects.requireNonNull(batches[head]));
                batches[head] = null;
                head = head + 1 & batches.length - 1;
            }
            bytes = 0;
        }
        for (SharedBatch batch : dropped) {
            batch.release();
        }
        Duty duty = reader;
        if (duty != null) {
            duty.roomMade();
        }
    }

    /** No row with a smaller ROWTIME follows what was polled, but late ones. */
    public long watermark() {
        return polledWatermark;
    }

    /** Whether nothing will come any more and all has been polled. */
    public boolean ended() {
        return lane.ended() && count == 0;
    }

    /** How many bytes wait, the batch that is being read included. */
    public long queuedBytes() {
        return bytes;
    }

    boolean hasRoom() {
        return bytes < maxBytes || bytes < allowance;
    }

    void makeRoom() {
        Duty duty = reader;
        if (waits) {
            return;
        }
        while (!hasRoom() && duty != null && !duty.isDone()) {
            if (!duty.relieve()) {
                return;
            }
        }
    }

    /** Time has come further behind all that is queued. */
    void wakeForTime() {
        if (readerHeedsTime) {
            wake();
        }
    }

    void wake() {
        Duty duty = reader;
        if (duty != null) {
            duty.wake();
        }
    }

    /** Called under the lane's lock. */
    void enqueue(SharedBatch batch, long footprint, long watermark) {
        if (left) {
            batch.release();
            return;
        }
        if (count == batches.length) {
            @Nullable SharedBatch[] more = new SharedBatch[count * 2];
            long[] moreWatermarks = new long[count * 2];
            for (int i = 0; i < count; i++) {
                more[i] = batches[head + i & batches.length - 1];
                moreWatermarks[i] = watermarks[head + i & batches.length - 1];
            }
            batches = more;
            watermarks = moreWatermarks;
            head = 0;
        }
        int tail = head + count & batches.length - 1;
        batches[tail] = batch;
        watermarks[tail] = watermark;
        bytes = bytes + footprint;
        count = count + 1;
    }

    /** Called under the lane's lock: time has come further behind what is queued. */
    void raise(long watermark) {
        if (count > 0) {
            watermarks[head + count - 1 & batches.length - 1] = watermark;
        }
    }
}
