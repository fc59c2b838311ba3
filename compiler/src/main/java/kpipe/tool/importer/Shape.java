package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Kind;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * An object whose fields are found by any of the names that the descriptions have for them: {@code RecordColumns}, {@code record_columns} and {@code recordColumns} are one
 * name, and so are {@code InputSchema} and {@code InputSchemaDescription}. One object may stand for a list that holds it alone.
 */
record Shape(Fields fields) {

    /** Where it stands. */
    Span span() {
        return fields.span();
    }

    /** The first field there is of these names, if it holds anything. */
    @Nullable
    Value find(String... names) {
        for (String name : names) {
            String wanted = plain(name);
            for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
                String there = plain(entry.getKey());
                boolean described = there.equals(wanted + "description")
                        || wanted.endsWith("s")
                                && there.equals(wanted.substring(0, wanted.length() - 1) + "descriptions");
                if ((there.equals(wanted) || described)
                        && !empty(entry.getValue().value())) {
                    return entry.getValue().value();
                }
            }
        }
        return null;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static boolean empty(Value value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL
                || value instanceof Items items && items.values().isEmpty();
    }

    /** The object of one of these names; null if there is none. */
    @Nullable
    Shape object(String... names) {
        List<Shape> all = objects(names);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The objects of one of these names, in a list or alone. */
    List<Shape> objects(String... names) {
        List<Shape> found = new ArrayList<>();
        Value value = find(names);
        if (value != null) {
            add(value, found);
        }
        return found;
    }

    private static void add(Value value, List<Shape> into) {
        if (value instanceof Fields fields) {
            into.add(new Shape(fields));
        } else if (value instanceof Items items) {
            items.values().forEach(item -> add(item, into));
        }
    }

    /** The text, number or truth of one of these names; null if there is none. */
    @Nullable
    Scalar scalar(String... names) {
        Value value = find(names);
        if (value instanceof Items items && items.values().size() == 1) {
            value = items.values().get(0);
        }
        return value instanceof Scalar scalar ? scalar : null;
    }

    /** As {@link #scalar}, what it says; empty if there is none. */
    String text(String... names) {
        Scalar found = scalar(names);
        return found == null ? "" : found.text();
    }
}
