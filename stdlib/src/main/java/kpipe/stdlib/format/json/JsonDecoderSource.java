package kpipe.stdlib.format.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.Type;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.ColumnDeclarations;
import kpipe.stdlib.format.JavaText;
import kpipe.stdlib.format.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Java of a decoder: one method per object or array that some PATH goes through, each with a switch over the keys that lead to columns. Methods
 * stay small however many columns there are, so that the just-in-time compiler takes them.
 */
final class JsonDecoderSource {

    private static final int KEYS_PER_METHOD = 128;

    /** A place in the document: the columns that take its value, and the places below it. */
    private static final class Place {
        final List<Integer> columns = new ArrayList<>();
        final Map<String, Place> keys = new LinkedHashMap<>();
        final Map<String, Boolean> ignoreCase = new LinkedHashMap<>();
        final Map<Integer, Place> elements = new LinkedHashMap<>();

        @Nullable
        Place all;

        String method = "";
        String keysField = "";

        boolean hasBelow() {
            return !keys.isEmpty() || !elements.isEmpty() || all != null;
        }
    }

    private final RecordShape shape;
    private final Place root = new Place();
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder keyNames = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();
    private final List<String> keyMethods = new ArrayList<>();
    private int keysInMethod;
    private int places;

    private JsonDecoderSource(RecordShape shape) {
        this.shape = shape;
    }

    static String of(String packageName, String className, RecordShape shape) {
        JsonDecoderSource source = new JsonDecoderSource(shape);
        for (int column = 0; column < shape.schema().size(); column++) {
            source.place(column);
        }
        return source.write(packageName, className);
    }

    private void place(int column) {
        String path = shape.paths().get(column);
        if (path == null) {
            String name = shape.schema().name(column);
            root.ignoreCase.put(name, true);
            root.keys.computeIfAbsent(name, any -> new Place()).columns.add(column);
            return;
        }
        Place place = root;
        List<JsonPath.Step> steps = JsonPath.ofColumn(path).steps();
        for (int i = 0; i < steps.size(); i++) {
            JsonPath.Step step = steps.get(i);
            switch (step.kind()) {
                case KEY -> place = place.keys.computeIfAbsent(step.key(), any -> new Place());
                case INDEX -> place = place.elements.computeIfAbsent(step.index(), any -> new Place());
                case ALL -> {
                    if (i < steps.size() - 1) {
                        place = all(place);
                    }
                }
            }
        }
        place.columns.add(column);
    }

    private static Place all(Place array) {
        Place all = array.all;
        if (all == null) {
            all = new Place();
            array.all = all;
        }
        return all;
    }

    private String write(String packageName, String className) {
        StringBuilder body = new StringBuilder();
        name(root, "record");
        body.append("    @Override\n    protected int record(int at) {\n");
        for (int column : root.columns) {
            body.append("        ").append(read(column)).append(";\n");
        }
        object(root, body);
        body.append("        return at;\n    }\n");
        below(root);
        StringBuilder out = new StringBuilder();
        out.append("package ").append(packageName).append(";\n\n");
        out.append("import kpipe.data.Kind;\n");
        out.append("import kpipe.stdlib.format.json.JsonDecoder;\n");
        out.append("import kpipe.stdlib.format.json.JsonKeys;\n\n");
        out.append("/** Reads records of JSON into ")
                .append(shape.schema().size())
                .append(" columns. */\n");
        out.append("public final class ").append(className).append(" extends JsonDecoder {\n\n");
        out.append(fields).append("\n");
        ColumnDeclarations declarations = new ColumnDeclarations(shape);
        if (keyNames.length() > 0) {
            endKeyMethod();
        }
        out.append("    public ").append(className).append("() {\n");
        out.append("        super(")
                .append(shape.maxRecordBytes())
                .append(");\n")
                .append(declarations.calls());
        for (int i = 0; i < keyMethods.size(); i++) {
            out.append("        keys").append(i).append("();\n");
        }
        out.append("    }\n\n").append(declarations.methods());
        for (String method : keyMethods) {
            out.append(method);
        }
        out.append(body).append(methods).append("}\n");
        return out.toString();
    }

    /** Gives a place with places below it the names of its method and of its keys. */
    private void name(Place place, String method) {
        place.method = method;
        if (!place.keys.isEmpty()) {
            place.keysField = method + "Keys";
            fields.append("    private final JsonKeys ").append(place.keysField).append(" = new JsonKeys();\n");
            for (String key : place.keys.keySet()) {
                if (keysInMethod++ == ColumnDeclarations.COLUMNS_PER_METHOD) {
                    endKeyMethod();
                }
                keyNames.append("        ")
                        .append(place.keysField)
                        .append(".add(")
                        .append(JavaText.literal(key))
                        .append(", ")
                        .append(place.ignoreCase.containsKey(key))
                        .append(");\n");
            }
        }
    }

    private void endKeyMethod() {
        keyMethods.add("    private void keys" + keyMethods.size() + "() {\n" + keyNames + "    }\n\n");
        keyNames.setLength(0);
        keysInMethod = 1;
    }

    /** The loop over the keys of an object that is known to stand at {@code at}. */
    private void object(Place place, StringBuilder out) {
        if (place.keys.isEmpty()) {
            out.append("        at = skip(at);\n");
            return;
        }
        List<Place> below = new ArrayList<>(place.keys.values());
        boolean divided = below.size() > KEYS_PER_METHOD;
        out.append("        at = enter(").append(place.keysField).append(", at);\n");
        out.append("        while (key != JsonKeys.END) {\n");
        out.append("            switch (").append(divided ? "key >> 7" : "key").append(") {\n");
        if (divided) {
            for (int from = 0; from < below.size(); from += KEYS_PER_METHOD) {
                String method = place.method + "Part" + from / KEYS_PER_METHOD;
                out.append("                case ")
                        .append(from / KEYS_PER_METHOD)
                        .append(":\n");
                out.append("                    at = ").append(method).append("(at);\n                    break;\n");
                part(method, below, from);
            }
        } else {
            cases(below, 0, below.size(), "                ", out);
        }
        out.append("            }\n");
        out.append("            at = next(").append(place.keysField).append(", at);\n        }\n");
    }

    private void part(String method, List<Place> places, int from) {
        StringBuilder out = new StringBuilder();
        out.append("\n    private int ").append(method).append("(int at) {\n        switch (key) {\n");
        cases(places, from, Math.min(places.size(), from + KEYS_PER_METHOD), "            ", out);
        out.append("        }\n        return at;\n    }\n");
        methods.append(out);
    }

    private void cases(List<Place> places, int from, int to, String indentation, StringBuilder out) {
        for (int number = from; number < to; number++) {
            out.append(indentation).append("case ").append(number).append(":\n");
            take(places.get(number), indentation + "    ", out);
            out.append(indentation).append("    break;\n");
        }
    }

    /** The statements that read the value of a place: all but the last only look, the last moves on. */
    private void take(Place place, String indentation, StringBuilder out) {
        List<String> calls = new ArrayList<>();
        for (int column : place.columns) {
            calls.add(read(column));
        }
        if (place.hasBelow()) {
            if (place.method.isEmpty()) {
                name(place, "place" + ++places);
            }
            calls.add(place.method + "(at)");
        }
        for (int i = 0; i < calls.size(); i++) {
            out.append(indentation)
                    .append(i == calls.size() - 1 ? "at = " : "")
                    .append(calls.get(i))
                    .append(";\n");
        }
    }

    /** The methods of the places below one. */
    private void below(Place place) {
        for (Place child : place.keys.values()) {
            method(child);
        }
        for (Place child : place.elements.values()) {
            method(child);
        }
    }

    private void method(Place place) {
        if (!place.hasBelow()) {
            return;
        }
        StringBuilder out = new StringBuilder();
        out.append("\n    private int ").append(place.method).append("(int at) {\n");
        Place all = place.all;
        if (all != null) {
            out.append("        return rows(at);\n    }\n");
            name(all, "element");
            out.append("\n    @Override\n    protected int element(int at) {\n");
            for (int column : all.columns) {
                out.append("        ").append(read(column)).append(";\n");
            }
            out.append("        if (!isObject(at)) {\n            return skip(at);\n        }\n");
            object(all, out);
            out.append("        return at;\n    }\n");
            methods.append(out);
            below(all);
            return;
        }
        if (place.elements.isEmpty()) {
            out.append("        if (!isObject(at)) {\n            return skip(at);\n        }\n");
            object(place, out);
        } else if (place.keys.isEmpty()) {
            array(place, out);
        } else {
            out.append("        if (isObject(at)) {\n            return ")
                    .append(place.method)
                    .append("Object(at);\n        }\n");
            array(place, out);
            StringBuilder object = new StringBuilder();
            object.append("\n    private int ").append(place.method).append("Object(int at) {\n");
            object(place, object);
            object.append("        return at;\n    }\n");
            methods.append(object);
        }
        out.append("        return at;\n    }\n");
        methods.append(out);
        below(place);
    }

    private void array(Place place, StringBuilder out) {
        out.append("        if (!isArray(at)) {\n            return skip(at);\n        }\n");
        out.append("        at = firstElement(at);\n");
        out.append("        for (int i = 0; more; i++) {\n            switch (i) {\n");
        for (Map.Entry<Integer, Place> element : place.elements.entrySet()) {
            out.append("                case ").append(element.getKey()).append(":\n");
            take(element.getValue(), "                    ", out);
            out.append("                    break;\n");
        }
        out.append("                default:\n                    at = skip(at);\n            }\n");
        out.append("            at = nextElement(at);\n        }\n");
    }

    /** The call that reads a column. */
    private String read(int index) {
        Type type = shape.schema().type(index);
        boolean patterned = shape.patterns().get(index) != null;
        return switch (type.kind()) {
            case VARCHAR ->
                shape.used().get(index)
                        ? "text(at, " + index + ", " + type.precision() + ")"
                        : "unusedText(at, " + index + ")";
            case CHAR -> shape.used().get(index) ? "other(at, " + index + ")" : "unusedText(at, " + index + ")";
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                "integer(at, "
                        + index
                        + ", "
                        + JavaText.literal(Numbers.least(type.kind()))
                        + ", "
                        + JavaText.literal(Numbers.greatest(type.kind()))
                        + ")";
            case DOUBLE -> "floating(at, " + index + ")";
            case BOOLEAN -> "bool(at, " + index + ")";
            case TIMESTAMP -> (patterned ? "other(at, " : "timestamp(at, ") + index + ")";
            default -> "other(at, " + index + ")";
        };
    }
}
