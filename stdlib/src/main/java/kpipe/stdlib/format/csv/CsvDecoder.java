package kpipe.stdlib.format.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.ByteSearch;
import kpipe.stdlib.format.LineDecoder;
import kpipe.stdlib.format.TextColumn;

/**
 * Reads delimited text with the quoting of RFC 4180: a quoted field may hold delimiters, line ends and, doubled, the quote.
 *
 * <p>A field without quotes that equals the null text is NULL. Fields that are missing at the end of a record are NULL, those too many are left out. With a
 * header its names say which field is which column; without one the places do.
 */
final class CsvDecoder extends LineDecoder {

    private static final String BAD_CSV = "BAD_CSV";

    private final TextColumn[] columns;
    private final byte delimiter;
    private final byte quote;
    private final byte[] nullText;

    /** The column of each field, or -1 where none takes it. */
    private int[] columnOf;

    /** The columns that no field of the header names. */
    private int[] absent = new int[0];

    private boolean headerExpected;

    /** Where the field read last stands, quotes resolved. */
    private byte[] content = new byte[0];

    private int contentStart;
    private int contentEnd;
    private boolean quoted;

    CsvDecoder(RecordShape shape) {
        super(shape.maxRecordBytes(), true);
        columns = TextColumn.of(shape);
        delimiter = CsvFormat.character(shape.options(), "delimiter", ',');
        quote = CsvFormat.character(shape.options(), "quote", '"');
        String text = shape.options().string("null");
        nullText = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        headerExpected = shape.options().flag("header");
        columnOf = new int[columns.length];
        Arrays.setAll(columnOf, i -> i);
    }

    /** The record ends with the first line end outside quotes. Where a quote is never closed it ends with its first line, which is then rejected. */
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

    @Override
    protected boolean row(byte[] bytes, int start, int end, RowBatch into, int row) {
        if (headerExpected) {
            headerExpected = false;
            header(bytes, start, end);
            return false;
        }
        int field = 0;
        int at = start;
        boolean more = true;
        while (more && field < columnOf.length) {
            at = field(bytes, at, end);
            more = at < end;
            int column = columnOf[field++];
            if (column >= 0) {
                cell(columns[column], into, row);
            }
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

    private void cell(TextColumn column, RowBatch into, int row) {
        int length = contentEnd - contentStart;
        boolean isNull = length == 0
                || length == nullText.length
                        && Arrays.equals(content, contentStart, contentEnd, nullText, 0, nullText.length);
        if (isNull && !quoted) {
            column.readNull(into, row);
        } else {
            column.read(content, contentStart, contentEnd, into, row);
        }
    }

    private void checkRest(byte[] bytes, int at, int end) {
        while (at < end) {
            at = field(bytes, at, end) + 1;
        }
    }

    /** Reads the field at {@code at} into {@link #content}; returns the place of the delimiter behind it, or {@code end}. */
    private int field(byte[] bytes, int at, int end) {
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
            at = field(bytes, at, end) + 1;
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
