package kpipe.stdlib.format.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.data.Words;
import kpipe.stdlib.format.Numbers;
import kpipe.stdlib.format.TextColumn;
import kpipe.stdlib.format.TimestampReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one document into the cells of one row: what generated decoders call. Each method takes the place of a value and returns the place
 * behind it. A value that its column cannot hold fails the row, once the document has been read to its end. Not thread-safe.
 */
public abstract class JsonReader extends JsonScanner {

    private static final double[] POWERS_OF_TEN = new double[23];
    private static final long[] LONG_POWERS_OF_TEN = new long[9];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
        for (int i = 0; i < LONG_POWERS_OF_TEN.length; i++) {
            LONG_POWERS_OF_TEN[i] = (long) POWERS_OF_TEN[i];
        }
    }

    /** The number of the key found last by {@link #enter} or {@link #next}, or {@link JsonKeys#END}. */
    protected int key;

    /** Whether {@link #firstElement} or {@link #nextElement} found an element. */
    protected boolean more;

    private RowBatch rows = new RowBatch(new kpipe.data.Schema(List.of()), 1);
    private long[][] values = rows.values;
    private int row;
    private long[] seen = new long[1];
    private final JsonNested nested = new JsonNested(this);
    private final TimestampReader timestamps = new TimestampReader();
    private final List<TextColumn> columns = new ArrayList<>();
    private @Nullable RowException problem;

    final void addColumn(TextColumn column) {
        columns.add(column);
        seen = new long[columns.size() + 63 >> 6];
    }

    final int columnCount() {
        return columns.size();
    }

    final void use(byte[] source, int limit, RowBatch into) {
        bytes = source;
        end = limit;
        rows = into;
        values = into.values;
    }

    final void beginRow(int newRow) {
        row = newRow;
        problem = null;
        Arrays.fill(seen, 0);
    }

    final @Nullable RowException problem() {
        return problem;
    }

    /** Which columns of the current row the document has set so far. */
    final long[] seenSoFar() {
        return seen.clone();
    }

    /** Which columns of the current row are NULL so far. */
    final long[] nullsSoFar() {
        long[] nulls = new long[seen.length];
        for (int column = 0; column < columns.size(); column++) {
            if (rows.isNull(column, row)) {
                nulls[column >> 6] |= 1L << column;
            }
        }
        return nulls;
    }

    /** Makes every column NULL that the document did not set; a column that cannot be fails the row. */
    final void finishRow() {
        for (int word = 0; word < seen.length; word++) {
            long missing = ~seen[word];
            int left = columns.size() - (word << 6);
            if (left < 64) {
                missing &= (1L << left) - 1;
            }
            while (missing != 0) {
                int column = (word << 6) + Long.numberOfTrailingZeros(missing);
                missing &= missing - 1;
                setNull(column);
            }
        }
    }

    /** Takes back what was set of the current row: its null bits and the heap behind {@code heapSize}. */
    final void abandonRow(int heapSize) {
        for (int column = 0; column < columns.size(); column++) {
            rows.clearNull(column, row);
        }
        rows.heapSize = heapSize;
    }

    /** Makes {@code newRow} the current row and gives it the cells of {@code base} that are set in {@code common}, of which {@code nulls} are NULL. */
    final void repeatRow(int base, int newRow, long[] common, long[] nulls) {
        row = newRow;
        problem = null;
        System.arraycopy(common, 0, seen, 0, seen.length);
        for (int column = 0; column < columns.size(); column++) {
            if ((common[column >> 6] >>> column & 1) != 0) {
                values[column][newRow] = values[column][base];
                if ((nulls[column >> 6] >>> column & 1) != 0) {
                    rows.setNull(column, newRow);
                }
            }
        }
    }

    /** Starts an object: takes its brace and its first key that a column wants, and sets {@link #key}. */
    protected final int enter(JsonKeys keys, int at) {
        keys.begin();
        int next = skipBlanks(at + 1);
        if (bytes[next] == '}') {
            key = JsonKeys.END;
            return next + 1;
        }
        next = key(keys, next);
        return key == JsonKeys.OTHER ? next(keys, skip(next)) : next;
    }

    /** Goes on in an object behind a value: takes the next key that a column wants, passing over the others with their values, and sets {@link #key}. */
    protected final int next(JsonKeys keys, int at) {
        while (true) {
            if (at < end && bytes[at] == ',') {
                at = key(keys, at + 1);
            } else {
                int behind = skipBlanks(at);
                if (bytes[behind] == '}') {
                    key = JsonKeys.END;
                    return behind + 1;
                }
                if (bytes[behind] != ',') {
                    throw malformed(behind, "a comma or a closing brace was expected");
                }
                at = key(keys, behind + 1);
            }
            if (key != JsonKeys.OTHER) {
                return at;
            }
            at = skip(at);
        }
    }

    private int key(JsonKeys keys, int at) {
        int length = keys.expected(bytes, at, end);
        if (length == 0) {
            at = skipBlanks(at);
            length = keys.expected(bytes, at, end);
        }
        if (length == 0) {
            return otherKey(keys, at);
        }
        key = keys.current();
        at += length;
        return at < end && bytes[at] > ' ' ? at : skipBlanks(at);
    }

    private int otherKey(JsonKeys keys, int at) {
        if (bytes[at] != '"') {
            throw malformed(at, "a key in double quotes was expected");
        }
        int behind = skipBlanks(string(at));
        if (bytes[behind] != ':') {
            throw malformed(behind, "a colon was expected behind a key");
        }
        int next = skipBlanks(behind + 1);
        key = keys.find(content, contentStart, contentEnd);
        return next;
    }

    /** Whether an object stands at {@code at}. */
    protected final boolean isObject(int at) {
        return peek(at) == '{';
    }

    /** Whether an array stands at {@code at}. */
    protected final boolean isArray(int at) {
        return peek(at) == '[';
    }

    /** Starts an array, and sets {@link #more}. */
    protected final int firstElement(int at) {
        int next = skipBlanks(at + 1);
        more = bytes[next] != ']';
        return more ? next : next + 1;
    }

    /** Goes on in an array behind an element, and sets {@link #more}. */
    protected final int nextElement(int at) {
        int behind = skipBlanks(at);
        more = bytes[behind] == ',';
        if (more) {
            return skipBlanks(behind + 1);
        }
        if (bytes[behind] != ']') {
            throw malformed(behind, "a comma or a closing bracket was expected");
        }
        return behind + 1;
    }

    /** Notes that the current row has a value for the column; of a key that comes twice the last value holds. */
    private void mark(int column) {
        long bit = 1L << column;
        long word = seen[column >> 6];
        if ((word & bit) != 0) {
            rows.clearNull(column, row);
        }
        seen[column >> 6] = word | bit;
    }

    private void setNull(int column) {
        try {
            columns.get(column).readNull(rows, row);
        } catch (RowException e) {
            fail(e);
        }
    }

    private void fail(RowException reason) {
        if (problem == null) {
            problem = reason;
        }
    }

    /** Reads text of at most {@code characters} characters; what is longer is cut. */
    protected final int text(int at, int column, int characters) {
        if (at < end && bytes[at] == '"') {
            int from = at + 1;
            int stop = plainEnd(from);
            int length = stop - from;
            if (bytes[stop] == '"' && length <= characters) {
                mark(column);
                RowBatch into = rows;
                int heapAt = into.heapSize;
                into.reserveHeap(length + 8);
                copy(bytes, from, into.heap, heapAt, length);
                into.heapSize = heapAt + length;
                values[column][row] = Slice.of(heapAt, length);
                return stop + 1;
            }
        }
        return other(at, column);
    }

    /** Copies words while the source has them, for strings are short; the target has room for a word more. */
    private static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > 64 || from + length + 8 > source.length) {
            System.arraycopy(source, from, target, to, length);
            return;
        }
        for (int i = 0; i < length; i += 8) {
            Words.put(target, to + i, Words.at(source, from + i));
        }
    }

    /** Checks a value of text that nobody reads. */
    protected final int unusedText(int at, int column) {
        if (peek(at) == 'n') {
            return other(at, column);
        }
        mark(column);
        return skip(at);
    }

    /** Reads an integer within limits. */
    protected final int integer(int at, int column, long least, long greatest) {
        byte[] source = bytes;
        int stop = end;
        boolean negative = at < stop && source[at] == '-';
        int first = negative ? at + 1 : at;
        int next = first;
        long value = 0;
        if (first + 8 <= source.length) {
            long word = Words.at(source, first);
            int count = Numbers.leadingDigits(word);
            value = Numbers.firstDigits(word, count);
            next += count;
        }
        while (next < stop) {
            int digit = source[next] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            next++;
        }
        int digits = next - first;
        if (digits == 0
                || digits > 18
                || next >= stop
                || !endsNumber(source[next])
                || digits > 1 && source[first] == '0') {
            return other(at, column);
        }
        value = negative ? -value : value;
        if (value < least || value > greatest) {
            return other(at, column);
        }
        mark(column);
        values[column][row] = value;
        return next;
    }

    /** Reads a DOUBLE. */
    protected final int floating(int at, int column) {
        byte[] source = bytes;
        int first = at < end && source[at] == '-' ? at + 1 : at;
        if (first + 24 > source.length) {
            return other(at, column);
        }
        long word = Words.at(source, first);
        int whole = Numbers.leadingDigits(word);
        long mantissa = Numbers.firstDigits(word, whole);
        int next = first + whole;
        if (whole == 8) {
            while (next < end && source[next] >= '0' && source[next] <= '9') {
                mantissa = mantissa * 10 + source[next++] - '0';
                whole++;
            }
            if (whole > 10 || next + 9 > source.length) {
                return other(at, column);
            }
        }
        int fraction = 0;
        if (source[next] == '.') {
            long behind = Words.at(source, next + 1);
            fraction = Numbers.leadingDigits(behind);
            mantissa = mantissa * LONG_POWERS_OF_TEN[fraction] + Numbers.firstDigits(behind, fraction);
            next += fraction + 1;
            if (fraction == 0) {
                return other(at, column);
            }
            if (fraction == 8) {
                while (next < end && source[next] >= '0' && source[next] <= '9' && fraction < 20 - whole) {
                    mantissa = mantissa * 10 + source[next] - '0';
                    next++;
                    fraction++;
                }
            }
        }
        if (whole == 0
                || whole + fraction > 18
                || mantissa > 1L << 53
                || next >= end
                || !endsNumber(source[next])
                || whole > 1 && source[first] == '0') {
            return other(at, column);
        }
        double value = mantissa / POWERS_OF_TEN[fraction];
        mark(column);
        values[column][row] = Double.doubleToRawLongBits(first > at ? -value : value);
        return next;
    }

    private static boolean endsNumber(byte c) {
        return c == ',' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == ']' || c == '\t';
    }

    /** Reads a TIMESTAMP of SQL or ISO 8601 text. */
    protected final int timestamp(int at, int column) {
        if (at < end && bytes[at] == '"') {
            int stop = plainEnd(at + 1);
            if (bytes[stop] == '"') {
                long time = timestamps.read(bytes, at + 1, stop);
                if (time != TimestampReader.OTHER) {
                    mark(column);
                    values[column][row] = time;
                    return stop + 1;
                }
            }
        }
        return other(at, column);
    }

    /** Reads a BOOLEAN. */
    protected final int bool(int at, int column) {
        byte c = peek(at);
        if (c != 't' && c != 'f') {
            return other(at, column);
        }
        int next = literal(at, c == 't' ? Word.TRUE : Word.FALSE);
        mark(column);
        values[column][row] = c == 't' ? 1 : 0;
        return next;
    }

    /** Reads a value of any form for a column of any type, by the conversion table of the KDA dialect. */
    protected final int other(int at, int column) {
        TextColumn target = columns.get(column);
        byte c = peek(at);
        int next = c == '"' ? string(at) : skip(at);
        mark(column);
        try {
            switch (c) {
                case 'n' -> target.readNull(rows, row);
                case '"' -> quoted(target);
                case '{', '[' -> structure(target, column, at, next);
                case 't', 'f' -> truth(target, column, at, next);
                default -> numeric(target, column, at, next);
            }
        } catch (RowException e) {
            fail(e);
        }
        return next;
    }

    private void quoted(TextColumn target) {
        if (target.type().kind().isNested()) {
            throw mismatch(target, "a text");
        }
        target.read(content, contentStart, contentEnd, rows, row);
    }

    private void structure(TextColumn target, int column, int at, int next) {
        if (target.type().kind().isNested()) {
            Text value = nested.read(at, target.type(), target.name());
            rows.setBytes(column, row, value.bytes(), value.offset(), value.length());
            return;
        }
        if (!target.type().kind().isText()) {
            throw mismatch(target, bytes[at] == '{' ? "an object" : "an array");
        }
        target.read(bytes, at, next, rows, row);
    }

    private void truth(TextColumn target, int column, int at, int next) {
        Type type = target.type();
        boolean truth = bytes[at] == 't';
        switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> values[column][row] = truth ? 1 : 0;
            case REAL, DOUBLE -> values[column][row] = Double.doubleToRawLongBits(truth ? 1 : 0);
            case DECIMAL -> {
                byte[] digit = {(byte) (truth ? '1' : '0')};
                target.read(digit, 0, 1, rows, row);
            }
            case CHAR, VARCHAR -> target.read(bytes, at, next, rows, row);
            case BINARY, VARBINARY -> target.bytes(new byte[] {(byte) (truth ? 1 : 0)}, rows, row);
            default -> throw mismatch(target, truth ? "true" : "false");
        }
    }

    private void numeric(TextColumn target, int column, int at, int next) {
        Kind kind = target.type().kind();
        if (kind == Kind.BOOLEAN) {
            values[column][row] = isZero(at, next) ? 0 : 1;
        } else if (kind.isNumeric() || kind.isText()) {
            target.read(bytes, at, next, rows, row);
        } else {
            throw mismatch(target, "a number");
        }
    }

    private boolean isZero(int at, int stop) {
        for (int i = at; i < stop && (bytes[i] | 0x20) != 'e'; i++) {
            if (bytes[i] >= '1' && bytes[i] <= '9') {
                return false;
            }
        }
        return true;
    }

    private static RowException mismatch(TextColumn target, String found) {
        return new RowException(
                Numbers.BAD_VALUE,
                "`" + target.name() + "`: " + found + " cannot be read as "
                        + target.type().sql());
    }
}
