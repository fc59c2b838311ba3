package kpipe.runtime.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import kpipe.runtime.host.Duty;
import kpipe.runtime.log.ShardLog;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * How far time has come in what a pipeline writes into a durable stream: told by its {@link LogAppender} together with the places in the shards up to which it holds, and taken by the stream's reader once it has
 * read so far. So a shard into which nothing is put holds no time back. Thread-safe.
 */
public final class LogTime {

    /** More steps than this between writer and reader are of no use: later ones take the place of the last. */
    private static final int MOST = 64;

    /**
     * A step of time.
     *
     * @param watermark no row that is written behind is older, but late ones
     * @param ends for each shard the index behind the last record before
     * @param last whether nothing is written any more
     */
    public record Step(long watermark, Map<Integer, Long> ends, boolean last) {

        public Step {
            ends = Map.copyOf(ends);
        }
    }

    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private volatile @Nullable Duty reader;

    /** Says who takes the steps. Called before anything runs. */
    public void reader(Duty duty) {
        reader = duty;
    }

    void reached(Step step) {
        synchronized (this) {
            if (steps.size() == MOST) {
                steps.removeLast();
            }
            steps.add(step);
        }
        Duty duty = reader;
        if (duty != null) {
            duty.wake();
        }
    }

    /** Writes the steps that are not taken yet. */
    synchronized void save(StateWriter out) throws IOException {
        out.number(steps.size());
        for (Step step : steps) {
            out.number(step.watermark);
            out.number(step.ends.size());
            for (Map.Entry<Integer, Long> end : step.ends.entrySet()) {
                out.number(end.getKey());
                out.number(end.getValue());
            }
        }
    }

    synchronized void restore(StateReader in, StreamLog log) throws IOException {
        for (int count = in.small(); count > 0; count--) {
            long watermark = in.number();
            Map<Integer, Long> ends = new HashMap<>();
            for (int shards = in.small(); shards > 0; shards--) {
                int shard = in.small();
                long end = in.number();
                ends.put(shard, end);
                ShardLog its = log.find(shard);
                if (its != null) {
                    its.passTo(end);
                }
            }
            // That nothing follows is said again by the writer.
            steps.add(new Step(watermark, ends, false));
        }
    }

    /** The step that comes next, or null if there is none yet. */
    public synchronized @Nullable Step next() {
        return steps.peek();
    }

    /** The reader has come so far that the next step holds for all that it has read. */
    public synchronized void taken() {
        steps.remove();
    }
}
