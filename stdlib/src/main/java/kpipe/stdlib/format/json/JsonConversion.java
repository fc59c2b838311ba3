package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.Nested;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.stdlib.format.Numbers;
import org.jspecify.annotations.Nullable;

/** Values of several parts, of one type, as JSON texts, and back. Not thread-safe. */
public final class JsonConversion {

    private final Type type;
    private final Reader reader = new Reader();
    private final JsonNested nested = new JsonNested(reader);
    private final JsonLookup whole = new JsonLookup("$");

    public JsonConversion(Type type) {
        this.type = type;
    }

    /** The value as JSON. */
    public Text text(Text value) {
        ByteBuilder out = new ByteBuilder();
        JsonValues.write(value.bytes(), value.offset(), type, out);
        return Text.of(out.toBytes());
    }

    /**
     * The value that a JSON text is; null for its null.
     *
     * @throws RowException if it is no JSON, or none of the type
     */
    public @Nullable Text value(Text json) {
        Text item = whole.item(json);
        if (item == null) {
            throw new RowException(Numbers.BAD_VALUE, "the text is no JSON");
        }
        reader.begin(item);
        return reader.isNull() ? null : nested.read(0, type, "the JSON text").copy();
    }

    /**
     * An object or array of the fields of a ROW.
     *
     * @param form a brace or bracket; {@code a} where NULLs are left out, else {@code n}; for each field {@code j} if it is JSON already, else {@code v}
     */
    public Text composed(Text row, String form) {
        boolean object = form.charAt(0) == '{';
        boolean absent = form.charAt(1) == 'a';
        ByteBuilder out = new ByteBuilder();
        out.append((byte) form.charAt(0));
        List<Column> fields = type.parts();
        boolean first = true;
        for (int i = 0; i < fields.size(); i++) {
            if (absent && Nested.isNull(row.bytes(), row.offset(), i)) {
                continue;
            }
            out.append(first ? "" : ",");
            first = false;
            if (object) {
                byte[] name = fields.get(i).name().getBytes(StandardCharsets.UTF_8);
                JsonEncoder.quoted(name, 0, name.length, out);
                out.append((byte) ':');
            }
            if (form.charAt(2 + i) == 'j' && !Nested.isNull(row.bytes(), row.offset(), i)) {
                out.append(
                        row.bytes(),
                        Nested.start(row.bytes(), row.offset(), i),
                        Nested.length(row.bytes(), row.offset(), i));
            } else {
                JsonValues.part(row.bytes(), row.offset(), i, fields.get(i).type(), out);
            }
        }
        out.append((byte) (object ? '}' : ']'));
        return Text.of(out.toBytes());
    }

    private static final class Reader extends JsonReader {

        /** A blank behind, for a number at the very end is known to be whole only by what follows it. */
        void begin(Text json) {
            byte[] source = new byte[json.length() + 1];
            System.arraycopy(json.bytes(), json.offset(), source, 0, json.length());
            source[json.length()] = ' ';
            bytes = source;
            end = source.length;
        }

        boolean isNull() {
            return bytes[0] == 'n';
        }

        /** What is converted is no row. */
        @Override
        public int decode(byte[] source, int start, int limit, boolean last, RowBatch into, Rejects rejects) {
            return limit;
        }
    }
}
