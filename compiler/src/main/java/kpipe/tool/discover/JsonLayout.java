package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kpipe.compiler.source.SourceFile;
import kpipe.tool.description.JsonText;
import kpipe.tool.description.JsonText.Documents;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;
import kpipe.tool.discover.Layout.Seen;
import org.jspecify.annotations.Nullable;

/** Records of JSON: objects within objects become columns down to two levels below the top. */
final class JsonLayout {

    private static final int DEEPEST = 3;

    private final Node top = new Node();
    private int rows;

    private JsonLayout() {}

    /** A field, and those below it where it is an object. */
    private static final class Node {
        final Evidence evidence = new Evidence();
        final Map<String, Node> below = new LinkedHashMap<>();
        /** In how many objects it stands. */
        int present;
    }

    /** The layout of a sample; null where hardly anything of it is JSON. */
    static @Nullable Layout of(Sample sample, int enough) {
        Documents found = JsonText.sample(new SourceFile("sample", sample.text()), enough, sample.cut());
        List<Fields> documents = found.documents();
        if (documents.isEmpty() || found.malformed() > documents.size()) {
            return null;
        }
        JsonLayout layout = new JsonLayout();
        String array = wrapped(documents);
        List<String> remarks = new ArrayList<>();
        if (array == null) {
            documents.forEach(layout::add);
        } else {
            remarks.add("each element of `" + array + "` is a row");
            for (Fields document : documents) {
                if (document.get(array) instanceof Items items) {
                    items.values().stream()
                            .limit(Math.max(0, enough - layout.rows))
                            .forEach(item -> layout.add((Fields) item));
                }
            }
        }
        String root = array == null ? "$" : "$" + step(array) + "[0:]";
        List<Seen> columns = new ArrayList<>();
        layout.columns(layout.top, root, 1, columns);
        return columns.isEmpty()
                ? null
                : new Layout("JSON", named(columns, array == null), layout.rows, found.malformed(), remarks);
    }

    /** The name of the one field that all documents have and that is an array of objects; null where records are the documents themselves. */
    private static @Nullable String wrapped(List<Fields> documents) {
        String name = null;
        for (Fields document : documents) {
            if (document.fields().size() != 1) {
                return null;
            }
            Map.Entry<String, Field> only =
                    document.fields().entrySet().iterator().next();
            boolean same = name == null || name.equals(only.getKey());
            boolean rows = only.getValue().value() instanceof Items items
                    && !items.values().isEmpty()
                    && items.values().stream().allMatch(Fields.class::isInstance);
            if (!same || !rows) {
                return null;
            }
            name = only.getKey();
        }
        return name;
    }

    private void add(Fields document) {
        rows++;
        add(top, document, 1);
    }

    private static void add(Node node, Fields object, int depth) {
        node.present++;
        for (Map.Entry<String, Field> entry : object.fields().entrySet()) {
            Node field = node.below.computeIfAbsent(entry.getKey(), any -> new Node());
            Value value = entry.getValue().value();
            if (value instanceof Scalar scalar) {
                switch (scalar.kind()) {
                    case NULL -> field.evidence.addNull();
                    case TRUTH -> field.evidence.addTruth(scalar.text());
                    case NUMBER -> field.evidence.addNumber(scalar.text());
                    case TEXT -> field.evidence.addText(scalar.text());
                }
            } else if (value instanceof Fields fields) {
                field.evidence.addObject(value.span().text());
                if (depth < DEEPEST) {
                    add(field, fields, depth + 1);
                }
            } else {
                field.evidence.addArray(value.span().text());
            }
        }
    }

    private void columns(Node node, String path, int depth, List<Seen> into) {
        node.below.forEach((name, field) -> {
            String below = path + step(name);
            boolean object = field.evidence.objects > 0 && field.evidence.objects == field.evidence.values();
            // Behind the elements of an array a PATH goes down one key only.
            boolean reachable = depth < DEEPEST && !path.contains("[0:]") && !field.below.isEmpty();
            if (object && reachable) {
                columns(field, below, depth + 1, into);
            } else {
                field.evidence.nulls = rows - field.evidence.values();
                into.add(new Seen(name, below, field.evidence));
            }
        });
    }

    /** The path of a field at the top. */
    static String pathOf(String name) {
        return "$" + step(name);
    }

    private static String step(String name) {
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return "." + name;
        }
        return name.indexOf('\'') < 0 ? "['" + name + "']" : "[\"" + name + "\"]";
    }

    /** By the last step of their path; those that would be called alike, by all its steps. A field at the top needs no path. */
    private static List<Seen> named(List<Seen> columns, boolean top) {
        Map<String, Integer> uses = new LinkedHashMap<>();
        columns.forEach(column -> uses.merge(column.name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        List<Seen> named = new ArrayList<>();
        for (Seen column : columns) {
            String path = String.valueOf(column.path());
            boolean alone = uses.getOrDefault(column.name().toLowerCase(Locale.ROOT), 0) == 1;
            boolean own = top && path.equals("$" + step(column.name())) && alone && !hasControls(column.name());
            String name = alone || path.equals("$" + step(column.name()))
                    ? column.name()
                    : path.replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_|_$", "");
            named.add(new Seen(name, own ? null : path, column.evidence()));
        }
        return named;
    }

    private static boolean hasControls(String name) {
        return name.isEmpty() || name.chars().anyMatch(Character::isISOControl);
    }
}
