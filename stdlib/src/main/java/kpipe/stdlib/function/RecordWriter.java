package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.ConstantText;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.stdlib.format.DatetimePattern;
import org.jspecify.annotations.Nullable;

/** Writes the fields that a log parser finds, in the types of their columns. What is longer than its column is cut. Not thread-safe. */
final class RecordWriter {

    private static final long DAY = 86_400_000L;

    private final List<RecordColumn> columns;
    private final List<@Nullable DatetimePattern> patterns = new ArrayList<>();
    private final Nested.Builder fields = new Nested.Builder();
    private final Text result = new Text();

    RecordWriter(List<RecordColumn> columns) {
        this.columns = columns;
        for (RecordColumn column : columns) {
            patterns.add(column.format() == null ? null : new DatetimePattern(column.format()));
        }
    }

    void begin() {
        fields.clear();
    }

    /** The next field: some bytes of UTF-8. */
    void add(byte[] bytes, int from, int to) {
        RecordColumn column = columns.get(fields.count());
        if (column.type().kind() == Kind.VARCHAR) {
            fields.add(bytes, from, cut(bytes, from, to, column.type().precision()) - from);
        } else {
            value(new Text(bytes, from, to - from).toString(), column);
        }
    }

    /** The next field, which is not there. */
    void addNull() {
        RecordColumn column = columns.get(fields.count());
        if (column.notNull()) {
            throw new RowException(
                    "NULL_NOT_ALLOWED", "the text has nothing for column `" + column.name() + "`, which is NOT NULL");
        }
        fields.addNull();
    }

    /** The next field, where the text is known as a value already. */
    void addCell(long cell) {
        fields.add(cell);
    }

    private void value(String text, RecordColumn column) {
        Type type = column.type();
        if (type.kind() == Kind.CHAR) {
            int end = text.offsetByCodePoints(0, Math.min(type.precision(), text.codePointCount(0, text.length())));
            byte[] padded = Strings.copy(Text.of(String.valueOf(ConstantText.fitted(text.substring(0, end), type))));
            fields.add(padded, 0, padded.length);
            return;
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            addNull();
            return;
        }
        DatetimePattern pattern = patterns.get(fields.count());
        Object value =
                pattern == null ? ConstantText.parse(stripped, type) : moment(pattern.parsePrefix(stripped), type);
        if (value == null) {
            throw new RowException(
                    "BAD_VALUE", "column `" + column.name() + "`: '" + text + "' cannot be read as " + type.sql());
        }
        if (value instanceof Double real) {
            fields.add(Double.doubleToRawLongBits(real));
        } else {
            fields.add(value instanceof Boolean truth ? truth ? 1 : 0 : (Long) value);
        }
    }

    private static @Nullable Long moment(@Nullable Long millis, Type type) {
        if (millis == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATE -> Math.floorDiv(millis, DAY);
            case TIME -> Math.floorMod(millis, DAY);
            default -> millis;
        };
    }

    /** The end of the first {@code length} characters. */
    private static int cut(byte[] bytes, int from, int to, int length) {
        if (to - from <= length) {
            return to;
        }
        int left = length;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80 && left-- == 0) {
                return i;
            }
        }
        return to;
    }

    /** The ROW; fields that were not added are NULL. It is good until the next one. */
    Text row() {
        while (fields.count() < columns.size()) {
            addNull();
        }
        return fields.into(result);
    }
}
