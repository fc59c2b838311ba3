package kpipe.data;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the parts out of values of several parts; see {@link Nested}. A part that is NULL, or that is not there, is null. Stateless. */
public final class NestedParts {

    private NestedParts() {}

    private static boolean isThere(Text value, long part) {
        return part >= 0
                && part < Nested.count(value.bytes(), value.offset())
                && !Nested.isNull(value.bytes(), value.offset(), (int) part);
    }

    /** Where a part of an element stands: elements are numbered from 1 and have {@code step} parts each. */
    public static long place(long number, long step, long part) {
        return number < 1 || number > Integer.MAX_VALUE ? -1 : (number - 1) * step + part;
    }

    /** Where the value of a key stands in a MAP; -1 where it has no such key. */
    public static long valueOf(Text map, Text key) {
        byte[] bytes = map.bytes();
        int count = Nested.count(bytes, map.offset());
        for (int part = 0; part < count; part += 2) {
            int length = Nested.length(bytes, map.offset(), part);
            if (length == key.length()
                    && Text.equal(bytes, Nested.start(bytes, map.offset(), part), key.bytes(), key.offset(), length)) {
                return part + 1;
            }
        }
        return -1;
    }

    /** Whether an ARRAY has an element. */
    public static boolean contains(Text array, Text element) {
        byte[] bytes = array.bytes();
        int count = Nested.count(bytes, array.offset());
        for (int part = 0; part < count; part++) {
            int length = Nested.length(bytes, array.offset(), part);
            boolean same = length == element.length()
                    && !Nested.isNull(bytes, array.offset(), part)
                    && Text.equal(
                            bytes,
                            Nested.start(bytes, array.offset(), part),
                            element.bytes(),
                            element.offset(),
                            length);
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Whether some element is equal to that one; null where none is, but one is NULL. */
    public static @Nullable Boolean anyEqual(Text array, Text element) {
        if (contains(array, element)) {
            return true;
        }
        return hasNull(array) ? null : false;
    }

    /** Whether some element is another one than that; null where none is, but one is NULL. */
    public static @Nullable Boolean anyOther(Text array, Text element) {
        byte[] bytes = array.bytes();
        int count = Nested.count(bytes, array.offset());
        for (int part = 0; part < count; part++) {
            Text other = bytes(array, part);
            if (other != null && !other.equals(element)) {
                return true;
            }
        }
        return hasNull(array) ? null : false;
    }

    private static boolean hasNull(Text array) {
        int count = Nested.count(array.bytes(), array.offset());
        for (int part = 0; part < count; part++) {
            if (Nested.isNull(array.bytes(), array.offset(), part)) {
                return true;
            }
        }
        return false;
    }

    /** The keys of a MAP, or with the part 1 its values, as an ARRAY. */
    public static Text every(Text map, long part) {
        byte[] bytes = map.bytes();
        @Nullable Text[] parts = new @Nullable Text[Nested.count(bytes, map.offset()) / 2];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = bytes(map, 2L * i + part);
        }
        return Nested.of(parts);
    }

    public static Text ofNumber(long value) {
        return Nested.ofCell(value);
    }

    /** As keys are compared, 0.0 is -0.0. */
    public static Text ofFloating(double value) {
        return Nested.ofCell(Double.doubleToRawLongBits(value + 0.0));
    }

    public static Text ofTruth(boolean value) {
        return Nested.ofCell(value ? 1 : 0);
    }

    /** An ARRAY or a ROW of parts; null is NULL. */
    public static Text pack(@Nullable Text... parts) {
        return Nested.of(parts);
    }

    /** The elements of several ARRAYs side by side, as an ARRAY of a ROW for each place; NULL where an ARRAY has none there. */
    public static Text zip(@Nullable Text... arrays) {
        int longest = 0;
        for (Text array : arrays) {
            longest = array == null ? longest : Math.max(longest, Nested.count(array.bytes(), array.offset()));
        }
        Text[] rows = new Text[longest];
        for (int place = 0; place < longest; place++) {
            @Nullable Text[] fields = new @Nullable Text[arrays.length];
            for (int i = 0; i < arrays.length; i++) {
                Text array = arrays[i];
                fields[i] = array == null ? null : bytes(array, place);
            }
            rows[place] = Nested.of(fields);
        }
        return Nested.of(rows);
    }

    /** A MAP of keys and values in turn; of values of the same key the last one stays. */
    public static Text packMap(@Nullable Text... parts) {
        Map<Text, @Nullable Text> entries = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            Text key = parts[i];
            if (key == null) {
                throw new RowException("BAD_ARGUMENT", "a MAP has no key that is NULL");
            }
            entries.put(key, parts[i + 1]);
        }
        @Nullable Text[] kept = new @Nullable Text[entries.size() * 2];
        int at = 0;
        for (Map.Entry<Text, @Nullable Text> entry : entries.entrySet()) {
            kept[at++] = entry.getKey();
            kept[at++] = entry.getValue();
        }
        return Nested.of(kept);
    }

    /** How many elements there are, each of so many parts. */
    public static long count(Text value, long step) {
        return Nested.count(value.bytes(), value.offset()) / step;
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
