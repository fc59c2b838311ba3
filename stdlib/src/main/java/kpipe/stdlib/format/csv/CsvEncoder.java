package kpipe.stdlib.format.csv;

import java.nio.charset.StandardCharsets;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Type;
import kpipe.spi.Encoder;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.DatetimePattern;
import kpipe.stdlib.format.TextColumn;
import org.jspecify.annotations.Nullable;

/** Writes rows as delimited text; a field is quoted where it could be misread otherwise. */
final class CsvEncoder extends Encoder {

    private final RecordShape shape;
    private final byte delimiter;
    private final byte quote;
    private final byte[] nullText;
    private final @Nullable DatetimePattern[] patterns;
    private final ByteBuilder field = new ByteBuilder();

    CsvEncoder(RecordShape shape) {
        this.shape = shape;
        delimiter = CsvFormat.character(shape.options(), "delimiter", ',');
        quote = CsvFormat.character(shape.options(), "quote", '"');
        String text = shape.options().string("null");
        nullText = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        patterns = new DatetimePattern[shape.schema().size()];
        for (int column = 0; column < patterns.length; column++) {
            String pattern = shape.patterns().get(column);
            patterns[column] = pattern == null ? null : new DatetimePattern(pattern);
        }
    }

    @Override
    public void begin(ByteBuilder out) {
        if (shape.options().flag("header")) {
            for (int column = 0; column < shape.schema().size(); column++) {
                field.clear();
                field.append(shape.schema().name(column));
                append(column, out);
            }
            out.append((byte) '\n');
        }
    }

    @Override
    public void encode(RowBatch rows, int row, ByteBuilder out) {
        for (int column = 0; column < patterns.length; column++) {
            if (rows.isNull(column, row)) {
                separate(column, out);
                out.append(nullText);
            } else {
                field.clear();
                write(rows, column, row);
                append(column, out);
            }
        }
        out.append((byte) '\n');
    }

    private void write(RowBatch rows, int column, int row) {
        Type type = shape.schema().type(column);
        DatetimePattern pattern = patterns[column];
        if (pattern == null) {
            TextColumn.write(rows, column, row, type, field);
        } else {
            field.append(pattern.format(TextColumn.millis(rows.values[column][row], type)));
        }
    }

    private void separate(int column, ByteBuilder out) {
        if (column > 0) {
            out.append(delimiter);
        }
    }

    private void append(int column, ByteBuilder out) {
        separate(column, out);
        byte[] bytes = field.bytes();
        int length = field.length();
        if (!needsQuotes(bytes, length)) {
            out.append(bytes, 0, length);
            return;
        }
        out.append(quote);
        for (int i = 0; i < length; i++) {
            if (bytes[i] == quote) {
                out.append(quote);
            }
            out.append(bytes[i]);
        }
        out.append(quote);
    }

    private boolean needsQuotes(byte[] bytes, int length) {
        if (length == 0 || java.util.Arrays.equals(bytes, 0, length, nullText, 0, nullText.length)) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte c = bytes[i];
            if (c == delimiter || c == quote || c == '\n' || c == '\r') {
                return true;
            }
        }
        // A byte order mark would be taken off where it starts a file.
        return bytes[0] == (byte) 0xEF;
    }
}
