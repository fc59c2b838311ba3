package kpipe.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from a source to a decoder: {@code bytes[start, end)} are not yet decoded. The source appends at the end, the decoder takes from the
 * start. Not thread-safe.
 */
public final class Chunk {

    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    private static final int INITIAL_BYTES = 1 << 17;

    public byte[] bytes = new byte[INITIAL_BYTES];
    public int start;
    public int end;

    /** Which input of the source the bytes come from: a file, a partition. Each has a watermark of its own. */
    public String input = "";

    /** No more bytes of this input will come: what is left is a whole record, or a truncated one. */
    public boolean endOfInput;

    /**
     * With {@link #endOfInput}: why the input ended before its end (a compressed file that is cut short), or null. It becomes one error record of the stream;
     * what was read before it stands.
     */
    public @Nullable String problem;

    /**
     * Of a source whose records are whole: where they end, and what came with them; null where the decoder finds that itself. The chunk then holds nothing that was left of an earlier read, and
     * the source clears it before it adds.
     */
    public @Nullable RecordFrames frames;

    /** The input begins though it has brought nothing yet: from now on time waits for it. Where nobody says so, an input begins with what it first brings. */
    public boolean begins;

    /** The first bytes of an input that an earlier run had read to its end: they stand behind those, and are not its beginning. */
    public boolean goesOn;

    /**
     * Of a source that {@linkplain ByteSource#storesArrival stores arrival times}: all records of this input that arrived before this time have been read, with those in this chunk;
     * {@link #UNKNOWN_TIME} where nothing is known.
     */
    public long arrivedBefore = UNKNOWN_TIME;

    /** Moves what is not yet decoded to the front and makes room for at least {@code room} more bytes behind it. */
    public void compact(int room) {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (bytes.length - end < room) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(end, room), bytes.length * 2));
        }
    }

    public int available() {
        return end - start;
    }

    public void clear() {
        start = 0;
        end = 0;
        endOfInput = false;
        problem = null;
        frames = null;
        begins = false;
        goesOn = false;
        arrivedBefore = UNKNOWN_TIME;
    }
}
