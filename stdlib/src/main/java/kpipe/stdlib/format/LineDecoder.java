package kpipe.stdlib.format;

import java.util.Arrays;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.spi.Decoder;

/**
 * A decoder of records that end with a line: it cuts them, passes over a byte order mark and empty lines, takes the line ending off (LF or CR LF), and
 * rejects what is too long without keeping it or is no UTF-8. A subclass makes rows of what is left.
 */
public abstract class LineDecoder extends Decoder {

    private static final int EXCERPT_BYTES = 1024;

    private final int maxRecordBytes;
    private final boolean isText;
    private boolean started;
    private boolean skipping;

    /** @param isText whether a record must be valid UTF-8 */
    protected LineDecoder(int maxRecordBytes, boolean isText) {
        this.maxRecordBytes = maxRecordBytes;
        this.isText = isText;
    }

    protected final int maxRecordBytes() {
        return maxRecordBytes;
    }

    /**
     * Sets the cells of a row from a record without its line ending.
     *
     * @return false if the record is none, such as a header
     * @throws RowException if it is no row
     */
    protected abstract boolean row(byte[] bytes, int start, int end, RowBatch into, int row);

    /** What a subclass remembers from one record to the next; empty: nothing. */
    protected byte[] memory() {
        return new byte[0];
    }

    /** Goes on with the {@link #memory} of another. */
    protected void recall(byte[] memory) {}

    @Override
    public final byte[] state() {
        if (!started) {
            return new byte[0];
        }
        byte[] memory = memory();
        byte[] state = new byte[memory.length + 1];
        state[0] = (byte) (skipping ? 1 : 0);
        System.arraycopy(memory, 0, state, 1, memory.length);
        return state;
    }

    @Override
    public final void restore(byte[] state) {
        started = true;
        skipping = state[0] != 0;
        if (state.length > 1) {
            recall(Arrays.copyOfRange(state, 1, state.length));
        }
    }

    @Override
    public int recordEnd(byte[] bytes, int start, int end, boolean last) {
        int lineEnd = ByteSearch.first(bytes, start, end, (byte) '\n', (byte) '\n');
        return lineEnd < end ? lineEnd + 1 : last && start < end ? end : -1;
    }

    @Override
    public final int decode(byte[] bytes, int start, int end, boolean last, RowBatch into, Rejects rejects) {
        int at = started ? start : afterMark(bytes, start, end, last);
        if (skipping) {
            at = behindLine(bytes, at, end);
        }
        while (at < end && !into.isFull()) {
            int next = recordEnd(bytes, at, end, last);
            if (next < 0) {
                if (end - at <= maxRecordBytes) {
                    return at;
                }
                skipping = true;
                next = end;
            }
            int bare = withoutLineEnding(bytes, at, next);
            if (bare - at > maxRecordBytes) {
                String message = "the record is longer than " + maxRecordBytes + " bytes; only its start is kept here";
                rejects.reject(bytes, at, at + Math.min(EXCERPT_BYTES, bare - at), "RECORD_TOO_LONG", message);
            } else if (bare > at) {
                record(bytes, at, bare, into, rejects);
            }
            at = next;
        }
        return at;
    }

    /** Behind the byte order mark, if there is one. Two bytes that may start one end no line, so that they are waited for. */
    private int afterMark(byte[] bytes, int start, int end, boolean last) {
        boolean mayBeMark = start < end && bytes[start] == (byte) 0xEF;
        if (start == end || mayBeMark && end - start < 3 && !last) {
            return start;
        }
        started = true;
        boolean mark =
                mayBeMark && end - start >= 3 && bytes[start + 1] == (byte) 0xBB && bytes[start + 2] == (byte) 0xBF;
        return mark ? start + 3 : start;
    }

    private int behindLine(byte[] bytes, int at, int end) {
        while (at < end) {
            if (bytes[at++] == '\n') {
                skipping = false;
                return at;
            }
        }
        return end;
    }

    private static int withoutLineEnding(byte[] bytes, int start, int end) {
        int bare = end > start && bytes[end - 1] == '\n' ? end - 1 : end;
        return bare > start && bytes[bare - 1] == '\r' ? bare - 1 : bare;
    }

    private void record(byte[] bytes, int start, int end, RowBatch into, Rejects rejects) {
        int heapSize = into.heapSize;
        try {
            if (isText && Utf8.invalidAt(bytes, start, end) >= 0) {
                throw new RowException("BAD_UTF8", "the record is not valid UTF-8");
            }
            if (row(bytes, start, end, into, into.size)) {
                into.size++;
            }
        } catch (RowException e) {
            into.heapSize = heapSize;
            for (int column = 0; column < into.nulls.length; column++) {
                into.clearNull(column, into.size);
            }
            rejects.reject(bytes, start, end, e.name(), e.getMessage());
        }
    }
}
