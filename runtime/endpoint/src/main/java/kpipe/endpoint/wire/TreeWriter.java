package kpipe.endpoint.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes trees of values; how one value looks is the encoding's. */
abstract class TreeWriter implements ValueWriter {

    final Output out;

    TreeWriter(Output out) {
        this.out = out;
    }

    static TreeWriter of(Output out, boolean cbor) {
        return cbor ? new CborWriter(out) : new JsonWriter(out);
    }

    abstract void fraction(double value);

    abstract void nothing();

    @Override
    public final void value(@Nullable Object value) {
        if (value == null) {
            nothing();
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Map<?, ?> map) {
            members(map);
        } else if (value instanceof List<?> list) {
            startList();
            for (Object element : list) {
                value(element);
            }
            endList();
        } else if (value instanceof Part part) {
            part.writeTo(this);
        } else if (value instanceof Long || value instanceof Integer) {
            number(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            bool(flag);
        } else if (value instanceof Blob blob) {
            blob(blob.bytes(), blob.offset(), blob.length());
        } else if (value instanceof byte[] bytes) {
            blob(bytes, 0, bytes.length);
        } else if (value instanceof Instant instant) {
            time(instant.toEpochMilli());
        } else if (value instanceof Double number) {
            fraction(number);
        } else {
            throw new IllegalArgumentException(
                    "An answer cannot hold a " + value.getClass().getName());
        }
    }

    private void members(Map<?, ?> map) {
        startMap();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (member.getValue() != null) {
                name((String) member.getKey());
                value(member.getValue());
            }
        }
        endMap();
    }
}
