package kpipe.endpoint.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kpipe.endpoint.kinesis.Field.Bounds;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.Blob;
import org.jspecify.annotations.Nullable;

/** Checks the members of a request against what the model of the API says about each, and tells all that is wrong in one ValidationException. Not thread-safe; for one request. */
final class Constraints {

    private static final int MOST_SHOWN = 10;
    private static final int MOST_IN_MAP_VALUE = 256;

    private final List<String> failures = new ArrayList<>();

    private Constraints() {}

    /** @throws AwsError if a constraint is not met */
    static void check(List<Field> fields, Map<String, Object> request) {
        Constraints constraints = new Constraints();
        constraints.structure("", fields, request);
        if (!constraints.failures.isEmpty()) {
            throw failure(constraints.failures);
        }
    }

    /** The error of one value that fails a constraint that only the operation knows. */
    static AwsError failure(String place, @Nullable Object value, String constraint) {
        return failure(List.of(part(place, shown(value), constraint)));
    }

    private static AwsError failure(List<String> parts) {
        String errors = parts.size() == 1 ? " validation error detected: " : " validation errors detected: ";
        return new AwsError("ValidationException", parts.size() + errors + String.join("; ", parts));
    }

    private static String part(String place, @Nullable String shown, String constraint) {
        String value = shown == null ? "null" : "'" + shown + "'";
        return "Value " + value + " at '" + place + "' failed to satisfy constraint: " + constraint;
    }

    private void structure(String prefix, List<Field> fields, Map<?, ?> values) {
        for (Field field : fields) {
            String place = prefix + field.shownName();
            Object value = values.get(field.name());
            if (value != null) {
                value(place, field, value);
            } else if (field.isRequired() && field.instead().stream().noneMatch(values::containsKey)) {
                add(place, null, "Member must not be null");
            }
        }
    }

    private void value(String place, Field field, Object value) {
        if (field.pattern() != null && !field.pattern().matcher((String) value).matches()) {
            add(place, value, "Member must satisfy regular expression pattern: " + field.pattern());
        }
        if (!field.choices().isEmpty()
                && value instanceof String
                && !field.choices().contains(value)) {
            add(place, value, "Member must satisfy enum value set: [" + String.join(", ", field.choices()) + "]");
        }
        if (value instanceof Long number) {
            bounds(place, value, "value", number, field.values());
        } else {
            bounds(place, value, "length", length(value), field.lengths());
        }
        if (value instanceof List<?> list) {
            list(place, field, list);
        } else if (value instanceof Map<?, ?> map) {
            if (field.elements() != null) {
                textsByName(place, field.elements(), map);
            } else {
                structure(place + ".", field.parts(), map);
            }
        }
    }

    private void bounds(String place, Object value, String what, long size, Bounds bounds) {
        if (size < bounds.least()) {
            add(place, value, "Member must have " + what + " greater than or equal to " + bounds.least());
        }
        if (size > bounds.most()) {
            add(place, value, "Member must have " + what + " less than or equal to " + bounds.most());
        }
    }

    private void list(String place, Field field, List<?> list) {
        Bounds elements = field.elements();
        if (elements != null && !list.stream().allMatch(element -> fits(element, elements))) {
            add(place, list, "Member must satisfy constraint: " + both(elements));
        }
        if (!field.choices().isEmpty() && !field.choices().containsAll(list)) {
            String choices = "Member must satisfy enum value set: [" + String.join(", ", field.choices()) + "]";
            add(place, list, "Member must satisfy constraint: [" + choices + "]");
        }
        for (int i = 0; i < list.size() && failures.size() < MOST_SHOWN; i++) {
            String member = place + "." + (i + 1) + ".member";
            if (list.get(i) instanceof Map<?, ?> part) {
                structure(member + ".", field.parts(), part);
            } else if (list.get(i) == null) {
                add(member, null, "Member must not be null");
            }
        }
    }

    private void textsByName(String place, Bounds keys, Map<?, ?> map) {
        if (!map.keySet().stream().allMatch(key -> fits(key, keys))) {
            add(place, map, "Map keys must satisfy constraint: " + both(keys));
        }
        Bounds values = new Bounds(0, MOST_IN_MAP_VALUE);
        if (!map.values().stream().allMatch(value -> fits(value, values))) {
            add(place, map, "Map value must satisfy constraint: " + both(values));
        }
    }

    private static boolean fits(@Nullable Object text, Bounds bounds) {
        int length = text == null ? 0 : ((String) text).length();
        return length >= bounds.least() && length <= bounds.most();
    }

    private static String both(Bounds bounds) {
        return "[Member must have length less than or equal to " + bounds.most()
                + ", Member must have length greater than or equal to " + bounds.least() + "]";
    }

    private static long length(Object value) {
        if (value instanceof String text) {
            return text.length();
        } else if (value instanceof Blob blob) {
            return blob.length();
        } else if (value instanceof Collection<?> list) {
            return list.size();
        }
        return value instanceof Map<?, ?> map ? map.size() : 0;
    }

    private void add(String place, @Nullable Object value, String constraint) {
        if (failures.size() < MOST_SHOWN) {
            failures.add(part(place, shown(value), constraint));
        }
    }

    private static @Nullable String shown(@Nullable Object value) {
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
            return list.stream()
                    .map(entry -> "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@"
                            + Integer.toHexString(System.identityHashCode(entry)))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        // Lists and maps of Java print as AWS prints them.
        return value == null ? null : value.toString();
    }
}
