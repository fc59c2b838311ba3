package kpipe.runtime.engine;

import java.time.Instant;
import java.util.List;
import kpipe.data.RowBatch;
import org.jspecify.annotations.Nullable;

/** Facts as JSON: objects within objects, fields in the order in which they are told. Not thread-safe. */
final class JsonWriter {

    private final StringBuilder text = new StringBuilder("{");

    /** Something that writes the fields of an object. */
    interface Fields<T> {
        void write(T of, JsonWriter to);
    }

    JsonWriter field(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    JsonWriter field(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonWriter field(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** A time in milliseconds: null where it has not begun, {@code "end"} at the end of time. */
    JsonWriter time(String name, long millis) {
        if (millis == RowBatch.NO_WATERMARK) {
            return field(name, null);
        }
        return field(
                name,
                millis == RowBatch.END_WATERMARK
                        ? "end"
                        : Instant.ofEpochMilli(millis).toString());
    }

    /** An instant of the clock; null where there was none, told as 0. */
    JsonWriter instant(String name, long millis) {
        return time(name, millis == 0 ? RowBatch.NO_WATERMARK : millis);
    }

    JsonWriter texts(String name, List<String> values) {
        name(name);
        text.append('[');
        for (String value : values) {
            comma('[');
            quote(value);
        }
        text.append(']');
        return this;
    }

    /** A list of objects. */
    <T> JsonWriter objects(String name, List<T> of, Fields<T> fields) {
        name(name);
        text.append('[');
        for (T one : of) {
            comma('[');
            text.append('{');
            fields.write(one, this);
            text.append('}');
        }
        text.append(']');
        return this;
    }

    /** All that was written, as one object in one line. */
    String end() {
        return text.append("}\n").toString();
    }

    private void name(String name) {
        comma('{');
        quote(name);
        text.append(':');
    }

    private void comma(char opening) {
        if (text.charAt(text.length() - 1) != opening) {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
