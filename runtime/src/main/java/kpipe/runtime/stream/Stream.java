package kpipe.runtime.stream;

import kpipe.data.RowBatch;
import kpipe.data.Schema;

/**
 * A stream while its pipeline runs: rows pass from producers to all who subscribe, lane by lane. Producers and subscriptions are added before anything runs; then each is
 * used by one thread at a time.
 */
public final class Stream {

    /** The bound of a queue where nothing else is said. */
    public static final long QUEUE_BYTES = 4 << 20;

    private final String name;
    private final Schema schema;
    private final Division division;
    private final Lane[] lanes;
    private final BatchPool pool;
    private final long queueBytes;

    /**
     * @param lanes at least 1
     * @param batchRows how many rows a batch holds at most
     * @param queueBytes the bound of each subscription's queue
     */
    public Stream(String name, Schema schema, int lanes, Division division, int batchRows, long queueBytes) {
        this.name = name;
        this.schema = schema;
        this.division = division;
        this.lanes = new Lane[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new Lane();
        }
        pool = new BatchPool(schema, batchRows);
        // A few batches must fit, whatever their size, or reader and writer would only ever take turns.
        long batchBytes = 8L * batchRows * (schema.size() + 2);
        this.queueBytes = Math.max(queueBytes, 3 * batchBytes);
    }

    public String name() {
        return name;
    }

    public Schema schema() {
        return schema;
    }

    public int lanes() {
        return lanes.length;
    }

    /** A new reader of one lane. */
    public Subscription subscribe(int lane) {
        Subscription subscription = new Subscription(lanes[lane], schema, queueBytes);
        lanes[lane].add(subscription);
        return subscription;
    }

    /**
     * A new producer.
     *
     * @param lane the producer's own lane: where its rows go if the stream is not divided by their content
     */
    public Producer producer(int lane) {
        boolean single = lanes.length == 1 || division.kind() == Division.Kind.FORWARD;
        if (single) {
            return new Producer(new Lane[] {lanes[lane % lanes.length]}, pool, null);
        }
        return new Producer(lanes, pool, Partitioner.of(division, schema, lanes.length));
    }

    /** Lets {@code tap} see the rows that come from now on. May be called while the stream is used. */
    public void add(Tap tap) {
        for (Lane lane : lanes) {
            lane.add(tap);
        }
    }

    /** The tap sees no more. */
    public void remove(Tap tap) {
        for (Lane lane : lanes) {
            lane.remove(tap);
        }
    }

    /** A new producer that fills the last lane, and each other one where it is told to ({@link Producer#publishTo}). */
    public Producer producerOfAll() {
        return lanes.length == 1 ? producer(0) : new Producer(lanes, pool, Partitioner.last(lanes.length));
    }

    /** All producers have been added: lanes without any have ended. */
    public void seal() {
        for (Lane lane : lanes) {
            lane.seal();
        }
    }

    /** The least watermark of all lanes. */
    public long watermark() {
        long least = RowBatch.END_WATERMARK;
        for (Lane lane : lanes) {
            least = Math.min(least, lane.watermark());
        }
        return least;
    }
}
