package kpipe.runtime.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * One who fills a stream: an intake, or one lane of a pump. It fills {@link #batch}, hands it on with {@link #publish}, promises how far time has come, and ends. When a
 * queue is full, publishing waits until there is room. One thread at a time uses it.
 */
public final class Producer {

    private final Lane[] lanes;
    private final int[] numbers;
    private final BatchPool pool;
    private final @Nullable Partitioner partitioner;
    private final @Nullable SharedBatch[] parts;

    private Subscription[] reads = new Subscription[0];
    private SharedBatch current;
    private long promised = RowBatch.NO_WATERMARK;
    private boolean ended;

    /** @param partitioner null when there is only one lane to fill */
    Producer(Lane[] lanes, BatchPool pool, @Nullable Partitioner partitioner) {
        this.lanes = lanes;
        this.pool = pool;
        this.partitioner = partitioner;
        parts = new SharedBatch[partitioner == null ? 0 : lanes.length];
        numbers = new int[lanes.length];
        for (int i = 0; i < lanes.length; i++) {
            numbers[i] = lanes[i].addProducer(this);
        }
        current = pool.take();
    }

    /** The batch to be filled. */
    public RowBatch batch() {
        return current.rows;
    }

    /** Whether all queues would take more. */
    public boolean hasRoom() {
        for (Lane lane : lanes) {
            if (!lane.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** The queues that take no more for now. */
    public List<Subscription> full() {
        List<Subscription> full = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.full(full);
        }
        return full;
    }

    /** What its owner reads: for one who wants to know why nothing moves. Called before anything runs. */
    public void reads(Subscription... subscriptions) {
        reads = subscriptions;
        for (Subscription subscription : subscriptions) {
            subscription.feeds(this);
        }
    }

    /** Whether its owner can do nothing, because of a queue that is full and left alone, before it or behind it. */
    boolean isStuck(Set<Object> seen) {
        if (!seen.add(this)) {
            return false;
        }
        if (!hasRoom()) {
            return isLeftAlone(seen);
        }
        for (Subscription subscription : reads) {
            if (subscription.isStuck(seen)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it finds no room because of a queue that is full and left alone. */
    boolean hasNoRoom(Set<Object> seen) {
        return seen.add(this) && !hasRoom() && isLeftAlone(seen);
    }

    private boolean isLeftAlone(Set<Object> seen) {
        for (Lane lane : lanes) {
            if (lane.isLeftAlone(seen)) {
                return true;
            }
        }
        return false;
    }

    /** Hands on the rows of {@link #batch}; what has not filled a lane's batch may be kept back until {@link #flush}. Returns the batch to fill next. */
    public RowBatch publish() {
        if (current.rows.size == 0) {
            return current.rows;
        }
        Partitioner chosen = partitioner;
        if (chosen == null) {
            SharedBatch full = current;
            current = pool.take();
            lanes[0].publish(full);
        } else {
            RowBatch rows = current.rows;
            for (int row = 0; row < rows.size; row++) {
                append(chosen.lane(rows, row), rows, row);
            }
            rows.clear();
        }
        return current.rows;
    }

    /** Hands on the rows of {@link #batch} to one lane whatever their content: the sender has named the shard. */
    public RowBatch publishTo(int lane) {
        if (partitioner == null) {
            return publish();
        }
        RowBatch rows = current.rows;
        for (int row = 0; row < rows.size; row++) {
            append(lane % lanes.length, rows, row);
        }
        rows.clear();
        return rows;
    }

    private void append(int lane, RowBatch rows, int row) {
        SharedBatch part = parts[lane];
        if (part == null) {
            part = pool.take();
            parts[lane] = part;
        }
        part.rows.appendRow(rows, row);
        if (part.rows.isFull()) {
            parts[lane] = null;
            lanes[lane].publish(part);
        }
    }

    /** Hands on all rows, however few. */
    public void flush() {
        publish();
        for (int lane = 0; lane < parts.length; lane++) {
            SharedBatch part = parts[lane];
            if (part != null) {
                parts[lane] = null;
                lanes[lane].publish(part);
            }
        }
    }

    /** Promises that no row with a smaller ROWTIME follows but late ones; all rows before must have been flushed. */
    public void promise(long watermark) {
        if (watermark > promised) {
            promised = watermark;
            for (int i = 0; i < lanes.length; i++) {
                lanes[i].promise(numbers[i], watermark);
            }
        }
    }

    public long promised() {
        return promised;
    }

    /** Writes what it has promised. All rows have been flushed. */
    public void save(StateWriter out) throws IOException {
        out.number(promised);
    }

    /** Promises again what it had promised. */
    public void restore(StateReader in) throws IOException {
        promise(in.number());
    }

    /** Nothing follows. Time stands where it was promised last. */
    public void end() {
        if (!ended) {
            ended = true;
            for (Lane lane : lanes) {
                lane.endProducer();
            }
        }
    }
}
