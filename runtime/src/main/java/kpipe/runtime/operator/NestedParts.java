package kpipe.runtime.operator;

import kpipe.data.Nested;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/** Takes the parts out of values of several parts; see {@link Nested}. A part that is NULL, or that is not there, is null. Stateless. */
public final class NestedParts {

    private NestedParts() {}

    private static boolean isThere(Text value, long part) {
        return part >= 0
                && part < Nested.count(value.bytes(), value.offset())
                && !Nested.isNull(value.bytes(), value.offset(), (int) part);
    }

    /** A part of text, binary or several parts itself. */
    public static @Nullable Text bytes(Text value, long part) {
        if (!isThere(value, part)) {
            return null;
        }
        int start = Nested.start(value.bytes(), value.offset(), (int) part);
        return new Text(value.bytes(), start, Nested.length(value.bytes(), value.offset(), (int) part));
    }

    public static @Nullable Long number(Text value, long part) {
        return isThere(value, part) ? Nested.cell(value.bytes(), value.offset(), (int) part) : null;
    }

    public static @Nullable Double floating(Text value, long part) {
        return isThere(value, part)
                ? Double.longBitsToDouble(Nested.cell(value.bytes(), value.offset(), (int) part))
                : null;
    }

    public static @Nullable Boolean truth(Text value, long part) {
        return isThere(value, part) ? Nested.cell(value.bytes(), value.offset(), (int) part) != 0 : null;
    }
}
