package kpipe.endpoint.kinesis;

import java.util.HashMap;
import java.util.Map;

/** What the shards of a stream have been given and asked for lately, where that is limited. Thread-safe. */
final class ShardRates {

    private static final double RECORDS_WRITTEN = 1_000;
    private static final double BYTES_WRITTEN = 1 << 20;
    private static final double READS = 5;
    private static final double BYTES_READ = 2 << 20;

    private final Map<Integer, Rates> shards = new HashMap<>();

    private static final class Rates {
        private final Bucket recordsWritten;
        private final Bucket bytesWritten;
        private final Bucket reads;
        private final Bucket bytesRead;
        private final Bucket iterators;

        Rates(double times, long now) {
            recordsWritten = new Bucket(RECORDS_WRITTEN * times, now);
            bytesWritten = new Bucket(BYTES_WRITTEN * times, now);
            reads = new Bucket(READS * times, now);
            bytesRead = new Bucket(BYTES_READ * times, now);
            iterators = new Bucket(READS * times, now);
        }
    }

    private Rates rates(int shard, double times, long now) {
        return shards.computeIfAbsent(shard, absent -> new Rates(times, now));
    }

    /** Whether a record may be written now; then it counts. */
    synchronized boolean write(int shard, long bytes, double times, long now) {
        Rates rates = rates(shard, times, now);
        if (!rates.recordsWritten.has(1, now) || !rates.bytesWritten.has(bytes, now)) {
            return false;
        }
        rates.recordsWritten.take(1);
        rates.bytesWritten.take(bytes);
        return true;
    }

    /** Whether records may be read now; then the call counts. What it returns is counted by {@link #wasRead}. */
    synchronized boolean read(int shard, double times, long now) {
        Rates rates = rates(shard, times, now);
        if (!rates.reads.has(1, now) || !rates.bytesRead.has(1, now)) {
            return false;
        }
        rates.reads.take(1);
        return true;
    }

    /** So much was returned: what goes beyond the rate is paid for by later calls. */
    synchronized void wasRead(int shard, long bytes, double times, long now) {
        rates(shard, times, now).bytesRead.take(bytes);
    }

    /** Whether a shard iterator may be made now; then it counts. */
    synchronized boolean iterator(int shard, double times, long now) {
        Rates rates = rates(shard, times, now);
        return rates.iterators.has(1, now) && rates.iterators.take(1);
    }
}
