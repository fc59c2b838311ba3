package kpipe.stdlib.format.json;

import java.nio.ByteBuffer;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.stdlib.format.TextColumn;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into JSON documents and hands each to a generated subclass, which knows the columns.
 *
 * <p>Documents may stand one per line, over several lines, one behind another, or in one array. A document that is no JSON is rejected, and reading goes on
 * behind the bracket that closes it or with the next line that starts a document, whichever comes first. One that is longer than allowed is rejected when
 * that is seen, and the rest of it skipped without being kept.
 *
 * <p>The subclass overrides {@link #record}, and {@link #element} where each element of an array becomes a row, and calls the methods of {@link JsonReader}.
 */
public abstract class JsonDecoder extends JsonReader {

    private static final String BAD_JSON = "BAD_JSON";
    private static final int EXCERPT_BYTES = 1024;
    private static final int WAIT = -1;
    private static final int NO_ARRAY = -1;

    private static final int STARTED = 1;
    private static final int IN_ARRAY = 2;
    private static final int SKIPPING = 4;

    /** So little may be the rest of a line. */
    private static final int SHORT_BYTES = 4096;

    private final int maxRecordBytes;
    private final RecordSkipper skipper = new RecordSkipper();
    private boolean started;
    private boolean inArray;
    private boolean skipping;

    /** The blanks between the start of the line and where reading stands, or -1 if something else stands there. */
    private int indentation;

    /** Where the array stands whose elements become rows, and how many of them earlier calls have made rows of. */
    private int rowsAt = NO_ARRAY;

    private int rowsDone;

    protected JsonDecoder(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Declares the next column; the generated constructor calls it for each, in order. */
    protected final void column(
            String name,
            Kind kind,
            int precision,
            int scale,
            boolean nullable,
            boolean used,
            @Nullable String pattern) {
        Type type = new Type(kind, precision, scale, nullable);
        addColumn(new TextColumn(name, type, columnCount(), used, pattern));
    }

    /** Declares the next column, of a type of several parts. */
    protected final void column(String name, String type, boolean used) {
        addColumn(new TextColumn(name, Type.parse(type), columnCount(), used, null));
    }

    /** Reads the document whose brace stands at {@code at} into the current row, and returns where it ends. */
    protected abstract int record(int at);

    /** Reads an element of the array that {@link #rows} named into the current row, and returns where it ends. */
    protected int element(int at) {
        return skip(at);
    }

    /** The elements of the array at {@code at} each become a row, the other columns repeated; what is no array becomes one row. */
    protected final int rows(int at) {
        rowsAt = isArray(at) ? at : NO_ARRAY;
        return skip(at);
    }

    /**
     * Reads whole lines first and then what stands behind the last newline, if that is a whole document. Code that rarely meets the end of the bytes within a document
     * stays compiled as it is; each place where a chunk had been cut would have it compiled once more.
     */
    @Override
    public final int decode(byte[] source, int start, int limit, boolean last, RowBatch into, Rejects rejects) {
        int lines = last ? start : linesEnd(source, start, limit);
        int at = start;
        if (lines > start) {
            at = documents(source, start, lines, false, false, into, rejects);
            if (into.isFull()) {
                return at;
            }
        }
        boolean whole = !last && (lines > start || limit - start <= SHORT_BYTES);
        return documents(source, at, limit, last, whole, into, rejects);
    }

    /** The place behind the last newline. */
    private static int linesEnd(byte[] source, int start, int limit) {
        int at = limit;
        while (at > start && source[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** @param whole whether to read only documents of which it is known that they are whole */
    private int documents(
            byte[] source, int start, int limit, boolean last, boolean whole, RowBatch into, Rejects rejects) {
        use(source, limit, into);
        int at = start;
        if (skipping) {
            int next = skipper.scan(source, start, limit);
            skipping = next < 0;
            at = next < 0 ? limit : next;
            indentation = indentationAt(start, at);
        } else if (!started) {
            at = byteOrderMark(start, last);
            if (at == WAIT) {
                return start;
            }
        }
        while (true) {
            at = nextDocument(at);
            if (at == limit) {
                break;
            }
            if (into.isFull() || whole && isCut(at)) {
                return at;
            }
            int next = source[at] == '{' ? document(at, last, into, rejects) : stray(at, last, rejects);
            if (next == WAIT) {
                return at;
            }
            at = next;
        }
        if (last) {
            finish(rejects);
        }
        return at;
    }

    /** Whether the bytes end within the document at {@code at}, if it is one, and it may still be short enough. */
    private boolean isCut(int at) {
        if (bytes[at] != '{' || end - at > maxRecordBytes) {
            return false;
        }
        skipper.begin(true, inArray, indentation);
        return skipper.scan(bytes, at, end) < 0;
    }

    @Override
    public final int recordStart(byte[] source, int start, int limit) {
        int at = start;
        while (at < limit
                && (source[at] <= ' ' && source[at] >= 0
                        || source[at] == ','
                        || source[at] == '['
                        || source[at] == ']')) {
            at++;
        }
        boolean mark = limit - at >= 3
                && source[at] == (byte) 0xEF
                && source[at + 1] == (byte) 0xBB
                && source[at + 2] == (byte) 0xBF;
        return mark ? recordStart(source, at + 3, limit) : at;
    }

    @Override
    public final int recordEnd(byte[] source, int start, int limit, boolean last) {
        skipper.begin(source[start] == '{', false, -1);
        int next = skipper.scan(source, start, limit);
        return next < 0 && last ? limit : next;
    }

    @Override
    public final byte[] state() {
        if (!started && !inArray && !skipping && indentation == 0 && rowsDone == 0) {
            return new byte[0];
        }
        ByteBuffer state = ByteBuffer.allocate(9 + (skipping ? skipper.stateBytes() : 0));
        state.put((byte) ((started ? STARTED : 0) | (inArray ? IN_ARRAY : 0) | (skipping ? SKIPPING : 0)));
        state.putInt(indentation);
        state.putInt(rowsDone);
        if (skipping) {
            skipper.write(state);
        }
        return state.array();
    }

    @Override
    public final void restore(byte[] bytes) {
        ByteBuffer state = ByteBuffer.wrap(bytes);
        int flags = state.get();
        started = (flags & STARTED) != 0;
        inArray = (flags & IN_ARRAY) != 0;
        skipping = (flags & SKIPPING) != 0;
        indentation = state.getInt();
        rowsDone = state.getInt();
        if (skipping) {
            skipper.read(state);
        }
    }

    private void finish(Rejects rejects) {
        if (inArray) {
            rejects.reject(bytes, end, end, BAD_JSON, "the array of records is not closed: the input may be cut short");
        }
        inArray = false;
        started = false;
        skipping = false;
        indentation = 0;
    }

    /** Passes over a byte order mark, or waits until it can be told whether there is one. */
    private int byteOrderMark(int at, boolean last) {
        if (at == end) {
            return at;
        }
        if (bytes[at] == (byte) 0xEF && end - at < 3 && !last) {
            return WAIT;
        }
        started = true;
        boolean mark = end - at >= 3
                && bytes[at] == (byte) 0xEF
                && bytes[at + 1] == (byte) 0xBB
                && bytes[at + 2] == (byte) 0xBF;
        return mark ? at + 3 : at;
    }

    /** Skips what stands between documents; returns {@link #end} if nothing else is left. */
    private int nextDocument(int at) {
        for (; at < end; at++) {
            switch (bytes[at]) {
                case '\n', '\r' -> indentation = 0;
                case ' ', '\t' -> indentation += indentation >= 0 ? 1 : 0;
                case ',' -> indentation = -1;
                case '[', ']' -> {
                    boolean opens = bytes[at] == '[';
                    if (opens == inArray) {
                        return at;
                    }
                    inArray = opens;
                    indentation = -1;
                }
                default -> {
                    return at;
                }
            }
        }
        return end;
    }

    private int indentationAt(int start, int at) {
        int i = at;
        while (i > start && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i > start && bytes[i - 1] == '\n' ? at - i : -1;
    }

    /** Reads the document at {@code at}; returns where it ends, or {@link #WAIT} if more bytes or an emptier batch are needed. */
    private int document(int at, boolean last, RowBatch into, Rejects rejects) {
        int heapSize = into.heapSize;
        rowsAt = NO_ARRAY;
        beginRow(into.size);
        int next;
        try {
            next = record(at);
        } catch (Incomplete e) {
            abandonRow(heapSize);
            if (end - at > maxRecordBytes) {
                return tooLong(at, true, rejects);
            }
            if (!last) {
                return WAIT;
            }
            return broken(at, "it is cut short", true, rejects);
        } catch (Malformed e) {
            abandonRow(heapSize);
            return broken(at, failure + " at byte " + (failureAt - at + 1) + " of the record", last, rejects);
        }
        if (next - at > maxRecordBytes) {
            abandonRow(heapSize);
            rejectTooLong(at, next, rejects);
        } else if (rowsAt != NO_ARRAY && problem() == null) {
            if (!expand(at, into, rejects)) {
                return WAIT;
            }
        } else {
            finishRow();
            endRow(at, next, heapSize, into, rejects);
        }
        indentation = -1;
        return next;
    }

    private void endRow(int from, int to, int heapSize, RowBatch into, Rejects rejects) {
        RowException problem = problem();
        if (problem == null) {
            into.size++;
        } else {
            abandonRow(heapSize);
            rejects.reject(bytes, from, to, problem.name(), problem.getMessage());
        }
    }

    /** Makes a row of each element; false if the batch is full before the last one, which a later call then goes on with. */
    private boolean expand(int at, RowBatch into, Rejects rejects) {
        int base = into.size;
        long[] common = seenSoFar();
        long[] nulls = nullsSoFar();
        abandonRow(into.heapSize);
        int elements = 0;
        int next = firstElement(rowsAt);
        for (; more; elements++) {
            int from = next;
            if (elements < rowsDone) {
                next = skip(from);
            } else if (into.isFull()) {
                rowsDone = elements;
                return false;
            } else {
                int heapSize = into.heapSize;
                repeatRow(base, into.size, common, nulls);
                next = element(from);
                finishRow();
                endRow(from, next, heapSize, into, rejects);
            }
            next = nextElement(next);
        }
        rowsDone = 0;
        if (elements == 0) {
            beginRow(base);
            finishRow();
            endRow(at, next, into.heapSize, into, rejects);
        }
        return true;
    }

    /** Passes over something that no document starts with. */
    private int stray(int at, boolean last, Rejects rejects) {
        skipper.begin(false, inArray, indentation);
        int next = bytes[at] == ']' ? at + 1 : skipper.scan(bytes, at, end);
        if (next < 0) {
            if (!last && end - at <= maxRecordBytes) {
                return WAIT;
            }
            if (end - at > maxRecordBytes) {
                return tooLong(at, false, rejects);
            }
            next = end;
        }
        rejects.reject(
                bytes, at, trimmed(at, next), BAD_JSON, "a record must be a JSON object, which starts with a brace");
        indentation = indentationAt(at, next);
        return next;
    }

    /** Rejects a document that is no JSON, and finds where reading goes on. */
    private int broken(int at, String why, boolean last, Rejects rejects) {
        skipper.begin(true, inArray, indentation);
        int next = skipper.scan(bytes, at, end);
        if (next < 0 && end - at > maxRecordBytes) {
            return tooLong(at, true, rejects);
        }
        if (next < 0 && !last) {
            return WAIT;
        }
        next = next < 0 ? end : next;
        if (skipper.brokenString() && inArray && indentation < 0) {
            next = nextElementOnLine(next);
        }
        rejects.reject(bytes, at, trimmed(at, next), BAD_JSON, "the record is not JSON: " + why);
        indentation = indentationAt(at, next);
        return next;
    }

    /** In an array on one line, where a quote is missing: the comma before the next brace behind the place of the failure, if there is one. */
    private int nextElementOnLine(int limit) {
        for (int i = failureAt; i < limit; i++) {
            if (bytes[i] == '}') {
                int comma = i + 1;
                while (comma < limit && bytes[comma] == ' ') {
                    comma++;
                }
                int brace = comma + 1;
                while (brace < limit && bytes[brace] == ' ') {
                    brace++;
                }
                if (brace < limit && bytes[comma] == ',' && bytes[brace] == '{') {
                    return comma;
                }
            }
        }
        return limit;
    }

    /** Rejects what cannot end within the limit, and skips it. */
    private int tooLong(int at, boolean document, Rejects rejects) {
        rejectTooLong(at, end, rejects);
        skipper.begin(document, inArray, indentation);
        int next = skipper.scan(bytes, at, end);
        skipping = next < 0;
        next = next < 0 ? end : next;
        indentation = indentationAt(at, next);
        return next;
    }

    private void rejectTooLong(int at, int next, Rejects rejects) {
        rejects.reject(
                bytes,
                at,
                Math.min(next, at + EXCERPT_BYTES),
                "RECORD_TOO_LONG",
                "the record is longer than " + maxRecordBytes + " bytes; only its start is kept here");
    }

    private int trimmed(int from, int to) {
        while (to > from
                && (bytes[to - 1] == '\n' || bytes[to - 1] == '\r' || bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
            to--;
        }
        return to;
    }
}
