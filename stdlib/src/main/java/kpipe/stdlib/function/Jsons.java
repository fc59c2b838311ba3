package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BOOLEAN;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.util.List;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction.BadConstantException;
import kpipe.stdlib.format.json.JsonConversion;
import kpipe.stdlib.format.json.JsonLookup;
import org.jspecify.annotations.Nullable;

/** Looking into text that is JSON. An instance serves one call in the text and keeps the path that it saw last. Not thread-safe. */
public final class Jsons {

    private static final Text EMPTY = Text.of("EMPTY");
    private static final Text ERROR = Text.of("ERROR");

    private @Nullable Text lastPath;
    private JsonLookup lookup = new JsonLookup("$");
    private @Nullable Text lastType;
    private @Nullable JsonConversion conversion;

    private JsonLookup lookup(Text path) {
        if (!path.equals(lastPath)) {
            try {
                lookup = new JsonLookup(path.toString());
            } catch (IllegalArgumentException e) {
                throw new RowException("BAD_ARGUMENT", "'" + path + "' is no path into JSON: " + e.getMessage());
            }
            lastPath = path.copy();
        }
        return lookup;
    }

    /** A function whose second argument is a path. */
    private abstract static class WithPath extends Definition {
        WithPath(String name, String summary) {
            super(Jsons.class, name, summary);
        }

        @Override
        public void check(List<@Nullable Object> constants) throws BadConstantException {
            if (constants.size() > 1 && constants.get(1) instanceof String path) {
                try {
                    new JsonLookup(path);
                } catch (IllegalArgumentException e) {
                    throw new BadConstantException(1, 0, path.length(), "is no path into JSON: " + e.getMessage());
                }
            }
        }
    }

    /** JSON_VALUE. */
    public static final class JsonValue extends WithPath {
        public JsonValue() {
            super(
                    "JSON_VALUE",
                    "The text, number or truth value that stands at a path such as `$.a.b[0]` of a JSON text, as text; NULL if there is none, or an object or array, or the text is no JSON.");
            mayBeNull(TEXT, "value", text("json"), text("path"));
            example("JSON_VALUE('{\"a\": {\"b\": [1, 2]}}', '$.a.b[1]')", "2");
            example("JSON_VALUE('{\"a\": \"x\"}', '$.a')", "x");
            example("JSON_VALUE('{\"a\": 1}', '$.b')", null);
        }
    }

    public @Nullable Text value(Text json, Text path) {
        return lookup(path).scalar(json);
    }

    /** JSON_VALUE_OR_FAIL. */
    public static final class JsonValueOrFail extends WithPath {
        public JsonValueOrFail() {
            super(
                    "JSON_VALUE_OR_FAIL",
                    "What JSON_VALUE(… ERROR ON EMPTY ERROR ON ERROR) calls: as JSON_VALUE, but with nothing at the path, or no single value in JSON, failing the row where asked for.");
            mayBeNull(TEXT, "valueOrFail", text("json"), text("path"), truth("empty_fails"), truth("error_fails"));
            example("JSON_VALUE_OR_FAIL('{\"a\": 1}', '$.a', TRUE, TRUE)", "1");
            example("JSON_VALUE_OR_FAIL('{\"a\": 1}', '$.b', FALSE, TRUE)", null);
        }
    }

    public @Nullable Text valueOrFail(Text json, Text path, boolean emptyFails, boolean errorFails) {
        JsonLookup found = lookup(path);
        switch (found.fault(json)) {
            case NOTHING:
                failIf(emptyFails, "there is nothing at '" + path + "' in the JSON text");
                break;
            case NO_SINGLE_VALUE:
                failIf(errorFails, "an object or array stands at '" + path + "' in the JSON text, and no single value");
                break;
            case NO_JSON:
                failIf(errorFails, "the text is no JSON");
                break;
            default:
        }
        return found.scalar(json);
    }

    private static void failIf(boolean wanted, String reason) {
        if (wanted) {
            throw new RowException("BAD_ARGUMENT", reason);
        }
    }

    /** JSON_VALUE_FAULT. */
    public static final class JsonValueFault extends WithPath {
        public JsonValueFault() {
            super(
                    "JSON_VALUE_FAULT",
                    "What JSON_VALUE(… DEFAULT x ON EMPTY DEFAULT y ON ERROR) asks: `EMPTY` if nothing stands at the path, `ERROR` if an object or array does or the text is no JSON, else NULL.");
            mayBeNull(TEXT, "valueFault", text("json"), text("path"));
            example("JSON_VALUE_FAULT('{\"a\": 1}', '$.a')", null);
            example("JSON_VALUE_FAULT('{\"a\": 1}', '$.b')", "EMPTY");
            example("JSON_VALUE_FAULT('{\"a\": 1}', '$')", "ERROR");
        }
    }

    public @Nullable Text valueFault(Text json, Text path) {
        return switch (lookup(path).fault(json)) {
            case NONE -> null;
            case NOTHING -> EMPTY;
            case NO_SINGLE_VALUE, NO_JSON -> ERROR;
        };
    }

    /** JSON_QUERY. */
    public static final class JsonQuery extends WithPath {
        public JsonQuery() {
            super(
                    "JSON_QUERY",
                    "The object or array that stands at a path of a JSON text, as it is written; NULL if there is none, or the text is no JSON.");
            mayBeNull(TEXT, "query", text("json"), text("path"));
            example("JSON_QUERY('{\"a\": {\"b\": [1, 2]}}', '$.a.b')", "[1, 2]");
        }
    }

    public @Nullable Text query(Text json, Text path) {
        return lookup(path).structure(json);
    }

    /** JSON_QUERY … WITH WRAPPER: what stands at the path in an array; where not {@code always}, only what is no object or array itself. */
    public @Nullable Text wrapped(Text json, Text path, boolean always) {
        JsonLookup found = lookup(path);
        Text structure = always ? null : found.structure(json);
        Text item = structure == null ? found.item(json) : null;
        if (item == null) {
            return structure;
        }
        byte[] array = new byte[item.length() + 2];
        array[0] = '[';
        System.arraycopy(item.bytes(), item.offset(), array, 1, item.length());
        array[array.length - 1] = ']';
        return Text.of(array);
    }

    /** CAST of a value of several parts to text. */
    public Text parts(Text value, Text type) {
        return conversion(type).text(value);
    }

    /** CAST of JSON to a value of several parts. */
    public @Nullable Text ofJson(Text json, Text type) {
        return conversion(type).value(json);
    }

    /** TRY_CAST of JSON to a value of several parts. */
    public @Nullable Text tryOfJson(Text json, Text type) {
        try {
            return conversion(type).value(json);
        } catch (RowException noSuchValue) {
            return null;
        }
    }

    /** JSON_OBJECT and JSON_ARRAY of the fields of a ROW; the form is that of {@link JsonConversion#composed}. */
    public Text composed(Text row, Text type, Text form) {
        return conversion(type).composed(row, form.toString());
    }

    private JsonConversion conversion(Text type) {
        if (conversion == null || !type.equals(lastType)) {
            conversion = new JsonConversion(Type.parse(type.toString()));
            lastType = type.copy();
        }
        return conversion;
    }

    /** JSON_EXISTS. */
    public static final class JsonExists extends WithPath {
        public JsonExists() {
            super(
                    "JSON_EXISTS",
                    "Whether anything, be it null, stands at a path of a JSON text; false if that is no JSON.");
            takes(BOOLEAN, "exists", text("json"), text("path"));
            example("JSON_EXISTS('{\"a\": null}', '$.a')", "true");
            example("JSON_EXISTS('{\"a\": 1}', '$.b')", "false");
        }
    }

    public boolean exists(Text json, Text path) {
        return lookup(path).exists(json);
    }
}
