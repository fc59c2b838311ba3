package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.stdlib.format.Numbers;
import kpipe.stdlib.format.TextColumn;
import org.jspecify.annotations.Nullable;

/** Reads arrays and objects of JSON, known to be well-formed, as values of several parts: an object as a ROW by the names of its fields, or as a MAP. Not thread-safe. */
final class JsonNested {

    private final JsonReader reader;
    private final Map<String, Map<Type, TextColumn>> columns = new HashMap<>();
    private Map<Type, TextColumn> leaves = Map.of();
    private final Map<Type, RowBatch> cells = new HashMap<>();
    private String column = "";
    private int next;

    JsonNested(JsonReader reader) {
        this.reader = reader;
    }

    /**
     * The value that stands at a place.
     *
     * @throws RowException if some part of it is no value of its type
     */
    Text read(int at, Type type, String name) {
        column = name;
        leaves = columns.computeIfAbsent(name, of -> new HashMap<>());
        Text value = value(at, type);
        if (value == null) {
            throw mismatch(type, "null");
        }
        return value;
    }

    /** The bytes of a value, null for NULL; {@link #next} is behind it then. */
    private @Nullable Text value(int at, Type type) {
        byte c = reader.bytes[at];
        if (c == 'n') {
            next = reader.skip(at);
            return null;
        }
        return switch (type.kind()) {
            case ARRAY -> array(at, type);
            case MAP -> map(at, type);
            case ROW -> row(at, type);
            default -> single(at, c, type);
        };
    }

    private Text array(int at, Type type) {
        if (reader.bytes[at] != '[') {
            throw mismatch(type, "what is no array");
        }
        List<@Nullable Text> elements = new ArrayList<>();
        int place = reader.firstElement(at);
        while (reader.more) {
            elements.add(value(place, type.element()));
            place = reader.nextElement(next);
        }
        next = place;
        return Nested.of(elements.toArray(new @Nullable Text[0]));
    }

    private Text map(int at, Type type) {
        Map<Text, @Nullable Text> entries = new LinkedHashMap<>();
        Type key = type.parts().get(0).type();
        members(
                at,
                type,
                (name, place) -> entries.put(
                        text(name.getBytes(StandardCharsets.UTF_8), 0, -1, key), value(place, type.element())));
        @Nullable Text[] parts = new @Nullable Text[entries.size() * 2];
        int i = 0;
        for (Map.Entry<Text, @Nullable Text> entry : entries.entrySet()) {
            parts[i++] = entry.getKey();
            parts[i++] = entry.getValue();
        }
        return Nested.of(parts);
    }

    private Text row(int at, Type type) {
        List<Column> fields = type.parts();
        @Nullable Text[] parts = new @Nullable Text[fields.size()];
        members(at, type, (name, place) -> {
            int field = field(fields, name);
            if (field < 0) {
                next = reader.skip(place);
            } else {
                parts[field] = value(place, fields.get(field).type());
            }
        });
        return Nested.of(parts);
    }

    private static int field(List<Column> fields, String name) {
        int any = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
            any = any < 0 && fields.get(i).name().equalsIgnoreCase(name) ? i : any;
        }
        return any;
    }

    /** What is done with a member of an object; {@link #next} is behind its value then. */
    private interface Member {
        void take(String name, int place);
    }

    private void members(int at, Type type, Member member) {
        if (reader.bytes[at] != '{') {
            throw mismatch(type, "what is no object");
        }
        int place = reader.skipBlanks(at + 1);
        while (reader.bytes[place] != '}') {
            int behind = reader.string(place);
            String name = new String(
                    reader.content,
                    reader.contentStart,
                    reader.contentEnd - reader.contentStart,
                    StandardCharsets.UTF_8);
            member.take(name, reader.skipBlanks(reader.skipBlanks(behind) + 1));
            place = reader.skipBlanks(next);
            place = reader.bytes[place] == ',' ? reader.skipBlanks(place + 1) : place;
        }
        next = place + 1;
    }

    private Text single(int at, byte c, Type type) {
        if (c == '"') {
            next = reader.string(at);
            return text(reader.content, reader.contentStart, reader.contentEnd, type);
        }
        int behind = reader.skip(at);
        next = behind;
        boolean structure = c == '{' || c == '[';
        boolean fits = type.kind().isText()
                || !structure
                        && (c == 't' || c == 'f'
                                ? type.kind() == Kind.BOOLEAN
                                : type.kind().isNumeric());
        if (!fits) {
            throw mismatch(
                    type, structure ? "an object or array" : "`" + new Text(reader.bytes, at, behind - at) + "`");
        }
        return text(reader.bytes, at, behind, type);
    }

    /** The bytes of a single value from its text. */
    private Text text(byte[] bytes, int start, int limit, Type type) {
        TextColumn leaf = leaves.computeIfAbsent(type, of -> new TextColumn(column, of, 0, true, null));
        RowBatch cell = cells.computeIfAbsent(type, of -> new RowBatch(new Schema(List.of(new Column("v", of))), 1));
        cell.heapSize = 0;
        leaf.read(bytes, start, limit < 0 ? bytes.length : limit, cell, 0);
        long value = cell.values[0][0];
        return type.form() == Kind.Form.BYTES
                ? new Text(cell.heap, Slice.offset(value), Slice.length(value)).copy()
                : Nested.ofCell(value);
    }

    private RowException mismatch(Type type, String found) {
        return new RowException(Numbers.BAD_VALUE, "`" + column + "`: " + found + " cannot be read as " + type.sql());
    }
}
