package kpipe.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reader's place in a shard. It holds one frame in memory, however far it is behind. Not thread-safe. */
public final class LogReader {

    private final ShardLog log;
    private final Frame head = new Frame();
    private final LogRecord record = new LogRecord();
    private long next;
    private long horizon = Long.MIN_VALUE;
    private boolean inside;

    private @Nullable Segment segment;
    private int position;
    private ByteBuffer buffer = ByteBuffer.allocate(Frame.HEAD + (64 << 10));
    private @Nullable ByteBuffer records;
    private int left;
    private long damaged;

    LogReader(ShardLog log, long index) {
        this.log = log;
        next = Math.max(index, 0);
    }

    /** Records that arrived before {@code millis} are passed over from now on. */
    public void passOverBefore(long millis) {
        horizon = millis;
    }

    /** From now on it reads what the pipeline has written though no checkpoint covers it yet: it is a part of that pipeline, and falls back together with it. */
    public LogReader readOpenEpochs() {
        inside = true;
        return this;
    }

    /** The index of the record that it looks for next. */
    public long position() {
        return next;
    }

    /** How many broken frames it has passed over. */
    public long damaged() {
        return damaged;
    }

    /**
     * The next record.
     *
     * @return null if there is none now; otherwise it is valid until the next call
     */
    public @Nullable LogRecord read() throws IOException {
        while (true) {
            ByteBuffer from = records;
            if (left > 0 && from != null) {
                int start = from.position();
                record.read(from, head.firstArrival);
                if (isOpen(record.epoch)) {
                    from.position(start);
                    return null;
                }
                if (take()) {
                    return record;
                }
            } else if (!nextFrame()) {
                return null;
            }
        }
    }

    /** Whether a record is the pipeline's own, and may yet turn out not to count. */
    private boolean isOpen(long epoch) {
        return epoch != 0
                && !inside
                && epoch > log.epochs().committed()
                && !log.epochs().isAborted(epoch);
    }

    private boolean take() {
        record.index = head.firstIndex + head.count - left;
        left--;
        if (record.index < next) {
            return false;
        }
        next = record.index + 1;
        return record.arrival >= horizon && (record.epoch == 0 || !log.epochs().isAborted(record.epoch));
    }

    private boolean nextFrame() throws IOException {
        long end = log.end();
        while (next < end) {
            Segment from = segment;
            if (from == null || position >= from.end()) {
                from = find();
                if (from == null) {
                    // Nothing stands there any more or ever did: deleted, damaged, or indices that were never used.
                    next = end;
                    return false;
                }
            }
            try {
                if (readFrame(from)) {
                    return true;
                }
            } catch (IOException failure) {
                if (log.segments().contains(from)) {
                    throw failure;
                }
                segment = null;
            }
        }
        return false;
    }

    /** The segment in which the next record stands, or the first one behind. */
    private @Nullable Segment find() {
        List<Segment> segments = log.segments();
        for (Segment candidate : segments) {
            if (candidate.nextIndex() > next) {
                if (candidate != segment) {
                    segment = candidate;
                    position = candidate.index().before(next);
                }
                // What stood at the end of a segment may be damaged: then the next one goes on.
                if (position < candidate.end()) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private boolean readFrame(Segment from) throws IOException {
        ByteBuffer into = buffer.clear().limit(Frame.HEAD);
        from.read(position, into);
        if (into.hasRemaining() || !head.readHead(into)) {
            return passOver(from);
        }
        int length = Frame.HEAD + head.length;
        if (head.firstIndex + head.count <= next) {
            position += length;
            return false;
        }
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocate(length);
        }
        from.read(position, buffer.clear().limit(length));
        buffer.flip();
        if (!head.isWhole(buffer)) {
            return passOver(from);
        }
        records = from.records(buffer, position);
        if (records == null) {
            return passOver(from);
        }
        left = head.count;
        position += length;
        return true;
    }

    /** The frame here is not what was written: the next one that is, is where the index says. */
    private boolean passOver(Segment from) throws IOException {
        damaged++;
        int whole = from.wholeFrameBehind(position, next);
        position = whole;
        return false;
    }
}
