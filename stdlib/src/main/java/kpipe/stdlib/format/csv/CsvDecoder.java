package kpipe.stdlib.format.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.data.Words;
import kpipe.stdlib.format.ByteSearch;
import kpipe.stdlib.format.LineDecoder;
import kpipe.stdlib.format.Numbers;
import kpipe.stdlib.format.TextColumn;
import kpipe.stdlib.format.TimestampReader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts delimited text with the quoting of RFC 4180 into fields and hands each to a generated subclass, which knows what the columns are: a quoted field may hold delimiters, line ends
 * and, doubled, the quote.
 *
 * <p>A field without quotes that equals the null text is NULL. Fields that are missing at the end of a record are NULL, those too many are left out. With a
 * header its names say which field is which column; without one the places do.
 *
 * <p>The subclass overrides {@link #field} and calls the methods that read a field: plain values of the usual types at once, anything else by {@link #other}. Not thread-safe.
 */
public abstract class CsvDecoder extends LineDecoder {

    private static final String BAD_CSV = "BAD_CSV";
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    private static final int COLUMNS = 8;

    private TextColumn[] columns = new TextColumn[COLUMNS];
    private int columnCount;
    private final TimestampReader timestamps = new TimestampReader();
    private final byte delimiter;
    private final byte quote;
    private final byte[] nullText;

    /** The column of each field, or -1 where none takes it. */
    private int[] columnOf = new int[0];

    /** The columns that no field of the header names. */
    private int[] absent = new int[0];

    private boolean headerExpected;

    /** The header as it was read; empty where none was. */
    private byte[] header = new byte[0];

    /** Where the field read last stands, quotes resolved. */
    private byte[] content = new byte[0];

    private int contentStart;
    private int contentEnd;
    private boolean quoted;

    /** The record that is being read, and where it ends. */
    private byte[] bytes = content;

    private int end;
    private RowBatch rows = new RowBatch(new Schema(List.of()), 1);
    private int row;

    protected CsvDecoder(int maxRecordBytes, char delimiter, char quote, String nullText, boolean header) {
        super(maxRecordBytes, true);
        this.delimiter = (byte) delimiter;
        this.quote = (byte) quote;
        this.nullText = nullText.getBytes(StandardCharsets.UTF_8);
        headerExpected = header;
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
        columns = columnCount < columns.length ? columns : Arrays.copyOf(columns, columnCount * 2);
        columnOf = columnCount < columnOf.length ? columnOf : Arrays.copyOf(columnOf, columns.length);
        columnOf[columnCount] = columnCount;
        columns[columnCount] =
                new TextColumn(name, new Type(kind, precision, scale, nullable), columnCount, used, pattern);
        columnCount++;
    }

    /** Ends the declaration of columns. */
    protected final void declared() {
        columns = Arrays.copyOf(columns, columnCount);
        columnOf = Arrays.copyOf(columnOf, columnCount);
    }

    /** Reads the field at {@code at} into a column of the current row; returns the place of the delimiter behind it, or the end of the record. */
    protected abstract int field(int column, int at);

    /**
     * The record ends with the first line end outside quotes. Where a quote is never closed, or closed where no field ends, it is a quote too many: the record then ends with its first line, which is
     * rejected, and the lines behind it are read.
     */
    @Override
    public int recordEnd(byte[] bytes, int start, int end, boolean last) {
        int lineEnd = ByteSearch.first(bytes, start, end, (byte) '\n', quote);
        if (lineEnd < end && bytes[lineEnd] == '\n') {
            return lineEnd + 1;
        }
        return quotedRecordEnd(bytes, start, end, last);
    }

    private int quotedRecordEnd(byte[] bytes, int start, int end, boolean last) {
        boolean inQuotes = false;
        int firstLineEnd = -1;
        boolean fieldStarts = true;
        for (int i = start; i < end; i++) {
            byte c = bytes[i];
            if (c == '\n') {
                if (!inQuotes) {
                    return i + 1;
                }
                firstLineEnd = firstLineEnd < 0 ? i + 1 : firstLineEnd;
            } else if (c == quote && (inQuotes || fieldStarts)) {
                inQuotes = !inQuotes;
                if (!inQuotes && firstLineEnd > 0 && i + 1 < end && !endsField(bytes[i + 1])) {
                    return firstLineEnd;
                }
                // A doubled quote closes and opens again.
                fieldStarts = true;
                continue;
            }
            fieldStarts = c == delimiter && !inQuotes;
        }
        if (inQuotes && firstLineEnd > 0 && (last || end - start > maxRecordBytes())) {
            return firstLineEnd;
        }
        return last && start < end ? end : -1;
    }

    /** Whether what stands behind a closing quote may stand there; a second quote makes one of the content of both. */
    private boolean endsField(byte c) {
        return c == delimiter || c == quote || c == '\n' || c == '\r';
    }

    @Override
    protected byte[] memory() {
        return header;
    }

    /** The columns may be others by now: the header says again where each stands. */
    @Override
    protected void recall(byte[] memory) {
        headerExpected = false;
        header = memory;
        try {
            header(memory, 0, memory.length);
        } catch (RowException knownBefore) {
            // It was told when the header was read first.
        }
    }

    @Override
    protected boolean row(byte[] bytes, int start, int end, RowBatch into, int row) {
        if (headerExpected) {
            headerExpected = false;
            header = Arrays.copyOfRange(bytes, start, end);
            header(bytes, start, end);
            return false;
        }
        this.bytes = bytes;
        this.end = end;
        this.rows = into;
        this.row = row;
        int field = 0;
        int at = start;
        boolean more = true;
        while (more && field < columnOf.length) {
            int column = columnOf[field++];
            at = column < 0 ? cut(bytes, at, end) : field(column, at);
            more = at < end;
            at++;
        }
        if (more) {
            checkRest(bytes, at, end);
        }
        for (; field < columnOf.length; field++) {
            if (columnOf[field] >= 0) {
                columns[columnOf[field]].readNull(into, row);
            }
        }
        for (int column : absent) {
            columns[column].readNull(into, row);
        }
        return true;
    }

    /** Reads a field of any form for a column of any type. */
    protected final int other(int at, int number) {
        int stop = cut(bytes, at, end);
        TextColumn column = columns[number];
        boolean isNull = contentStart == contentEnd || isNullText(content, contentStart, contentEnd);
        if (isNull && !quoted) {
            column.readNull(rows, row);
        } else {
            column.read(content, contentStart, contentEnd, rows, row);
        }
        return stop;
    }

    private boolean isNullText(byte[] text, int from, int to) {
        return to - from == nullText.length && Arrays.equals(text, from, to, nullText, 0, nullText.length);
    }

    /** Whether a value that was read from {@code at} to {@code next} is a whole field without quotes, and not NULL. */
    private boolean isField(int at, int next) {
        return next <= end && (next == end || bytes[next] == delimiter) && !isNullText(bytes, at, next);
    }

    /** Reads an integer within limits. */
    protected final int integer(int at, int column, long least, long greatest) {
        byte[] source = bytes;
        boolean negative = at < end && source[at] == '-';
        int first = negative ? at + 1 : at;
        if (first + 8 > source.length) {
            return other(at, column);
        }
        long word = Words.at(source, first);
        int count = Numbers.leadingDigits(word);
        long value = Numbers.firstDigits(word, count);
        int next = first + count;
        while (count >= 8 && count < 18 && next < end && source[next] >= '0' && source[next] <= '9') {
            value = value * 10 + source[next++] - '0';
            count++;
        }
        value = negative ? -value : value;
        if (count == 0 || value < least || value > greatest || !isField(at, next)) {
            return other(at, column);
        }
        rows.values[column][row] = value;
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
        int fraction = 0;
        if (whole == 0 || whole == 8) {
            return other(at, column);
        }
        if (next < end && source[next] == '.') {
            long behind = Words.at(source, next + 1);
            fraction = Numbers.leadingDigits(behind);
            mantissa = mantissa * POWERS_OF_TEN[fraction] + Numbers.firstDigits(behind, fraction);
            next += fraction + 1;
            if (fraction == 0) {
                return other(at, column);
            }
        }
        if (!isField(at, next)) {
            return other(at, column);
        }
        double value = (double) mantissa / POWERS_OF_TEN[fraction];
        rows.values[column][row] = Double.doubleToRawLongBits(first > at ? -value : value);
        return next;
    }

    /** Reads a TIMESTAMP of SQL or ISO 8601 text. */
    protected final int timestamp(int at, int column) {
        int stop = ByteSearch.first(bytes, at, end, delimiter, delimiter);
        long time = timestamps.read(bytes, at, stop);
        if (time == TimestampReader.OTHER || isNullText(bytes, at, stop)) {
            return other(at, column);
        }
        rows.values[column][row] = time;
        return stop;
    }

    /** Reads text of at most {@code characters} characters; what is longer is cut. */
    protected final int text(int at, int column, int characters) {
        if (at < end && bytes[at] == quote) {
            return other(at, column);
        }
        int stop = ByteSearch.first(bytes, at, end, delimiter, delimiter);
        int length = stop - at;
        // So many bytes are no more characters.
        if (length == 0 || length > characters || isNullText(bytes, at, stop)) {
            return other(at, column);
        }
        rows.setBytes(column, row, bytes, at, length);
        return stop;
    }

    private void checkRest(byte[] bytes, int at, int end) {
        while (at < end) {
            at = cut(bytes, at, end) + 1;
        }
    }

    /** Finds the field at {@code at} and points {@link #content} at it; returns the place of the delimiter behind it, or {@code end}. */
    private int cut(byte[] bytes, int at, int end) {
        quoted = at < end && bytes[at] == quote;
        if (quoted) {
            return quotedField(bytes, at + 1, end);
        }
        int stop = at;
        while (stop < end && bytes[stop] != delimiter) {
            stop++;
        }
        content = bytes;
        contentStart = at;
        contentEnd = stop;
        return stop;
    }

    private int quotedField(byte[] bytes, int from, int end) {
        byte[] unquoted = null;
        int length = 0;
        int at = from;
        while (true) {
            if (at >= end) {
                throw new RowException(BAD_CSV, "a quote is not closed");
            }
            byte c = bytes[at];
            if (c == quote) {
                if (at + 1 >= end || bytes[at + 1] != quote) {
                    break;
                }
                if (unquoted == null) {
                    length = at - from;
                    unquoted = Arrays.copyOfRange(bytes, from, end);
                }
                at++;
            }
            if (unquoted != null) {
                unquoted[length++] = c;
            }
            at++;
        }
        if (at + 1 < end && bytes[at + 1] != delimiter) {
            throw new RowException(BAD_CSV, "a closing quote is followed by something other than the delimiter");
        }
        content = unquoted == null ? bytes : unquoted;
        contentStart = unquoted == null ? from : 0;
        contentEnd = unquoted == null ? at : length;
        return at + 1;
    }

    private void header(byte[] bytes, int start, int end) {
        int[] found = new int[columns.length];
        int fields = 0;
        int[] mapping = new int[16];
        for (int at = start; at <= end; fields++) {
            at = cut(bytes, at, end) + 1;
            String name = new String(content, contentStart, contentEnd - contentStart, StandardCharsets.UTF_8);
            mapping = fields < mapping.length ? mapping : Arrays.copyOf(mapping, fields * 2);
            mapping[fields] = columnNamed(name.trim(), found);
        }
        columnOf = Arrays.copyOf(mapping, fields);
        StringBuilder missing = new StringBuilder();
        absent = new int[columns.length];
        int count = 0;
        for (int column = 0; column < columns.length; column++) {
            if (found[column] == 0) {
                absent[count++] = column;
                missing.append(missing.length() == 0 ? "`" : ", `")
                        .append(columns[column].name())
                        .append('`');
            }
        }
        absent = Arrays.copyOf(absent, count);
        if (count > 0) {
            throw new RowException(
                    "HEADER_MISMATCH", "the header has no field for " + missing + ", so that it is NULL in every row");
        }
    }

    private int columnNamed(String name, int[] found) {
        int anyCase = -1;
        for (int column = 0; column < columns.length; column++) {
            if (found[column] == 0) {
                if (columns[column].name().equals(name)) {
                    found[column] = 1;
                    return column;
                }
                if (columns[column].name().toUpperCase(Locale.ROOT).equals(name.toUpperCase(Locale.ROOT))) {
                    anyCase = column;
                }
            }
        }
        if (anyCase >= 0) {
            found[anyCase] = 1;
        }
        return anyCase;
    }
}
