package kpipe.runtime.log;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Brings streams to another number of shards: growing splits every shard evenly and then merges neighbours, the smallest first, until the number is reached; shrinking only merges. A process that dies on
 * the way leaves whole steps; doing it again from there reaches the same number.
 *
 * <p>For streams that scale by load it also says what number that is. Used by one thread at a time for one stream.
 */
public final class Scaling {

    /** What one shard takes, as Kinesis has it: records a second. */
    public static final double RECORDS_PER_SECOND = 1_000;

    /** What one shard takes, as Kinesis has it: bytes a second. */
    public static final double BYTES_PER_SECOND = 1 << 20;

    private static final int PEAK_HOURS = 30 * 24;
    private static final long HOUR = 3_600_000;

    private final StreamLog log;

    /** The most that went into the stream in each of the last hours, in shards: the newest first. */
    private final Deque<double[]> peaks = new ArrayDeque<>();

    public Scaling(StreamLog log) {
        this.log = log;
    }

    /** Brings the stream to {@code target} open shards. */
    public void scaleTo(int target) throws IOException {
        int open = log.shards().open().size();
        if (open < target) {
            splitAll(target);
        }
        while (log.shards().open().size() > target) {
            mergeSmallest();
        }
    }

    private void splitAll(int target) throws IOException {
        while (log.shards().open().size() < target) {
            int before = log.shards().open().size();
            for (Shard shard : log.shards().open()) {
                splitEvenly(shard);
            }
            if (log.shards().open().size() == before) {
                throw new IOException("the shards cannot be split any further");
            }
        }
    }

    private void splitEvenly(Shard shard) throws IOException {
        if (shard.range().canSplitAt(shard.range().middle())) {
            log.split(shard.index(), shard.range().middle());
        }
    }

    private void mergeSmallest() throws IOException {
        List<Shard> open = log.shards().open();
        int smallest = 0;
        for (int i = 1; i + 1 < open.size(); i++) {
            if (both(open, i).compareTo(both(open, smallest)) < 0) {
                smallest = i;
            }
        }
        log.merge(open.get(smallest).index(), open.get(smallest + 1).index());
    }

    private static BigInteger both(List<Shard> open, int first) {
        return new BigInteger(open.get(first + 1).range().end().toString())
                .subtract(new BigInteger(open.get(first).range().start().toString()));
    }

    /**
     * One look at a stream that scales by load: a shard that was asked for more than half of what it takes is split; where all shards together are more than twice what the last thirty days' peak needs, the two
     * neighbours with the least load are merged.
     *
     * @param seconds over how much of the past load is averaged, at most {@link LoadMeter#SECONDS}
     * @param least never fewer shards, {@code most} never more
     * @return whether something was split or merged
     */
    public boolean followLoad(int seconds, long now, int least, int most) throws IOException {
        List<Shard> open = log.shards().open();
        double[] loads = new double[open.size()];
        double sum = 0;
        for (int i = 0; i < loads.length; i++) {
            LoadMeter.Load load = log.log(open.get(i).index()).load(seconds);
            loads[i] = Math.max(load.recordsPerSecond() / RECORDS_PER_SECOND, load.bytesPerSecond() / BYTES_PER_SECOND);
            sum += loads[i];
        }
        double peak = peak(sum, now);
        boolean changed = false;
        int room = most - open.size();
        for (int i = 0; i < loads.length && room > 0; i++) {
            if (loads[i] > 0.5
                    && open.get(i).range().canSplitAt(open.get(i).range().middle())) {
                splitEvenly(open.get(i));
                changed = true;
                room--;
            }
        }
        if (open.size() < least) {
            scaleTo(least);
            return true;
        }
        if (!changed && open.size() > Math.max(least, Math.ceil(2 * peak))) {
            return mergeColdest(open, loads);
        }
        return changed;
    }

    private boolean mergeColdest(List<Shard> open, double[] loads) throws IOException {
        int coldest = 0;
        for (int i = 1; i + 1 < loads.length; i++) {
            if (loads[i] + loads[i + 1] < loads[coldest] + loads[coldest + 1]) {
                coldest = i;
            }
        }
        if (loads[coldest] + loads[coldest + 1] > 0.25) {
            return false;
        }
        log.merge(open.get(coldest).index(), open.get(coldest + 1).index());
        return true;
    }

    private double peak(double load, long now) {
        long hour = now / HOUR;
        double[] newest = peaks.peekFirst();
        if (newest == null || newest[0] != hour) {
            peaks.addFirst(new double[] {hour, load});
        } else {
            newest[1] = Math.max(newest[1], load);
        }
        double most = 0;
        for (double[] peak : peaks) {
            most = Math.max(most, peak[1]);
        }
        while (hour - peaks.getLast()[0] >= PEAK_HOURS) {
            peaks.removeLast();
        }
        return most;
    }
}
