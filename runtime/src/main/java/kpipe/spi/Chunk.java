package kpipe.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from a source to a decoder: {@code bytes[start, end)} are not yet decoded. The source appends at the end, the decoder takes from the
 * start. Not thread-safe.
 */
public final class Chunk {

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
    }
}
