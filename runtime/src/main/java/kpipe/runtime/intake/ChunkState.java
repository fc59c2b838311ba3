package kpipe.runtime.intake;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Chunk;
import kpipe.spi.RecordFrames;
import org.jspecify.annotations.Nullable;

/** What a checkpoint keeps of a chunk: the bytes that are not decoded yet, and what the source has said of them. */
final class ChunkState {

    private ChunkState() {}

    /** @param first the first of the chunk's whole records that is not decoded, where it has such */
    static void save(Chunk chunk, @Nullable RecordFrames frames, int first, StateWriter out) throws IOException {
        out.text(chunk.input);
        out.flag(chunk.endOfInput);
        String problem = chunk.problem;
        out.text(problem == null ? "" : problem);
        out.flag(problem != null);
        out.flag(chunk.begins);
        out.flag(chunk.goesOn);
        out.number(chunk.arrivedBefore);
        out.bytes(chunk.bytes, chunk.start, chunk.available());
        out.flag(frames != null);
        if (frames != null) {
            int count = frames.count() - first;
            out.number(count);
            for (int record = first; record < first + count; record++) {
                String key = frames.partitionKey(record);
                out.number(frames.end(record) - chunk.start);
                out.number(frames.arrivalMillis(record));
                out.flag(key != null);
                out.text(key == null ? "" : key);
                out.text(frames.sequenceNumber(record));
            }
        }
    }

    /** The chunk holds again what it held. */
    static void restore(Chunk chunk, StateReader in) throws IOException {
        chunk.clear();
        chunk.input = in.text();
        chunk.endOfInput = in.flag();
        String problem = in.text();
        chunk.problem = in.flag() ? problem : null;
        chunk.begins = in.flag();
        chunk.goesOn = in.flag();
        chunk.arrivedBefore = in.number();
        byte[] bytes = in.bytes();
        chunk.compact(bytes.length);
        System.arraycopy(bytes, 0, chunk.bytes, 0, bytes.length);
        chunk.end = bytes.length;
        chunk.frames = in.flag() ? new Kept(in) : null;
    }

    /** Whole records that were left. */
    private static final class Kept implements RecordFrames {
        private final int[] ends;
        private final long[] arrivals;
        private final @Nullable String[] keys;
        private final String[] sequenceNumbers;

        Kept(StateReader in) throws IOException {
            int count = in.small();
            ends = new int[count];
            arrivals = new long[count];
            keys = new @Nullable String[count];
            sequenceNumbers = new String[count];
            for (int i = 0; i < count; i++) {
                ends[i] = in.small();
                arrivals[i] = in.number();
                boolean hasKey = in.flag();
                String key = in.text();
                keys[i] = hasKey ? key : null;
                sequenceNumbers[i] = in.text();
            }
        }

        @Override
        public int count() {
            return ends.length;
        }

        @Override
        public int end(int record) {
            return ends[record];
        }

        @Override
        public long arrivalMillis(int record) {
            return arrivals[record];
        }

        @Override
        public @Nullable String partitionKey(int record) {
            return keys[record];
        }

        @Override
        public String sequenceNumber(int record) {
            return sequenceNumbers[record];
        }
    }
}
