package kpipe.tool.description;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** A value of a description, and where it stands. Immutable. */
public sealed interface Value {

    /** Where it stands; never null. */
    Span span();

    /** What it is called where it is in the way: {@code a text}, {@code a list}. */
    String kindName();

    /** Kinds of values that are not made of others. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NULL
    }

    /**
     * A text, a number, TRUE or FALSE, or nothing.
     *
     * @param text as written; a text without its quotes and escapes
     * @param unknown what in the text is not known, such as the name of a resource, in whose place {@code ${name}} stands
     */
    record Scalar(Span span, Kind kind, String text, List<String> unknown) implements Value {
        public Scalar {
            unknown = List.copyOf(unknown);
        }

        /** A text that is known whole. */
        public static Scalar text(Span span, String text) {
            return new Scalar(span, Kind.TEXT, text, List.of());
        }

        /** A number. */
        public static Scalar number(Span span, String digits) {
            return new Scalar(span, Kind.NUMBER, digits, List.of());
        }

        /** TRUE or FALSE. */
        public static Scalar truth(Span span, boolean truth) {
            return new Scalar(span, Kind.TRUTH, String.valueOf(truth), List.of());
        }

        /** Nothing. */
        public static Scalar none(Span span) {
            return new Scalar(span, Kind.NULL, "", List.of());
        }

        /** What only those know who have deployed it. */
        public static Scalar unknown(Span span, String name) {
            return new Scalar(span, Kind.TEXT, "${" + name + "}", List.of(name));
        }

        /** Whether all of it is known. */
        public boolean known() {
            return unknown.isEmpty();
        }

        @Override
        public String kindName() {
            return switch (kind) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case TRUTH -> "true or false";
                case NULL -> "nothing";
            };
        }
    }

    /** Values in a row. */
    record Items(Span span, List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kindName() {
            return "a list";
        }
    }

    /**
     * Values with names.
     *
     * @param fields in the order in which they stand
     */
    record Fields(Span span, Map<String, Field> fields) implements Value {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The value of exactly that name; null if there is none. */
        public @Nullable Value get(String name) {
            Field field = fields.get(name);
            return field == null ? null : field.value();
        }

        @Override
        public String kindName() {
            return "an object";
        }
    }

    /**
     * A value and its name.
     *
     * @param name where the name stands
     */
    record Field(Span name, Value value) {}

    /** What several texts make when they stand one behind the other; what is unknown in one is unknown in all. */
    static Scalar joined(Span span, String between, List<Scalar> parts) {
        StringBuilder text = new StringBuilder();
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            text.append(i == 0 ? "" : between).append(parts.get(i).text());
            unknown.addAll(parts.get(i).unknown());
        }
        return new Scalar(span, Kind.TEXT, text.toString(), unknown);
    }
}
