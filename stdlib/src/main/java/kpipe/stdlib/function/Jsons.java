package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BOOLEAN;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.stdlib.format.json.JsonLookup;
import org.jspecify.annotations.Nullable;

/** Looking into text that is JSON. An instance serves one call in the text and keeps the path that it saw last. Not thread-safe. */
public final class Jsons {

    private @Nullable Text lastPath;
    private JsonLookup lookup = new JsonLookup("$");

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

    /** JSON_VALUE. */
    public static final class JsonValue extends Definition {
        public JsonValue() {
            super(
                    Jsons.class,
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

    /** JSON_QUERY. */
    public static final class JsonQuery extends Definition {
        public JsonQuery() {
            super(
                    Jsons.class,
                    "JSON_QUERY",
                    "The object or array that stands at a path of a JSON text, as it is written; NULL if there is none, or the text is no JSON.");
            mayBeNull(TEXT, "query", text("json"), text("path"));
            example("JSON_QUERY('{\"a\": {\"b\": [1, 2]}}', '$.a.b')", "[1, 2]");
        }
    }

    public @Nullable Text query(Text json, Text path) {
        return lookup(path).structure(json);
    }

    /** JSON_EXISTS. */
    public static final class JsonExists extends Definition {
        public JsonExists() {
            super(
                    Jsons.class,
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
