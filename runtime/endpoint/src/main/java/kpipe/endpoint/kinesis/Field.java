package kpipe.endpoint.kinesis;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import kpipe.endpoint.wire.Shape;
import org.jspecify.annotations.Nullable;

/** A member of a request: its type, and what its value has to satisfy. Immutable. */
final class Field {

    /** What is said about a value's size. */
    record Bounds(long least, long most) {
        static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private final String name;
    private final Shape shape;
    private final boolean required;
    private final List<String> instead;
    private final Bounds values;
    private final Bounds lengths;
    private final @Nullable Pattern pattern;
    private final List<String> choices;
    private final @Nullable Bounds elements;
    private final List<Field> parts;

    private Field(
            String name,
            Shape shape,
            boolean required,
            List<String> instead,
            Bounds values,
            Bounds lengths,
            @Nullable Pattern pattern,
            List<String> choices,
            @Nullable Bounds elements,
            List<Field> parts) {
        this.name = name;
        this.shape = shape;
        this.required = required;
        this.instead = instead;
        this.values = values;
        this.lengths = lengths;
        this.pattern = pattern;
        this.choices = choices;
        this.elements = elements;
        this.parts = parts;
    }

    private static Field of(String name, Shape shape, Field... parts) {
        return new Field(
                name, shape, false, List.of(), Bounds.NONE, Bounds.NONE, null, List.of(), null, List.of(parts));
    }

    static Field text(String name) {
        return of(name, Shape.Scalar.STRING);
    }

    static Field integer(String name) {
        return of(name, Shape.Scalar.INTEGER);
    }

    static Field flag(String name) {
        return of(name, Shape.Scalar.BOOLEAN);
    }

    static Field blob(String name) {
        return of(name, Shape.Scalar.BLOB);
    }

    static Field time(String name) {
        return of(name, Shape.Scalar.TIMESTAMP);
    }

    static Field texts(String name) {
        return of(name, Shape.list(Shape.Scalar.STRING));
    }

    /** Texts by names. */
    static Field map(String name) {
        return of(name, Shape.map(Shape.Scalar.STRING));
    }

    static Field structure(String name, Field... parts) {
        return of(name, shape(List.of(parts)), parts);
    }

    static Field structures(String name, Field... parts) {
        return of(name, Shape.list(shape(List.of(parts))), parts);
    }

    /** The shape of a structure that has these members. */
    static Shape.Structure shape(List<Field> fields) {
        return Shape.structure(fields.stream()
                .flatMap(field -> Arrays.stream(new Object[] {field.name, field.shape}))
                .toArray());
    }

    Field required() {
        return new Field(name, shape, true, instead, values, lengths, pattern, choices, elements, parts);
    }

    /** Required where none of these members is given. */
    Field unless(String... others) {
        return new Field(name, shape, true, List.of(others), values, lengths, pattern, choices, elements, parts);
    }

    Field between(long least, long most) {
        Bounds bounds = new Bounds(least, most);
        return new Field(name, shape, required, instead, bounds, lengths, pattern, choices, elements, parts);
    }

    Field atLeast(long least) {
        return between(least, Long.MAX_VALUE);
    }

    Field length(long least, long most) {
        Bounds bounds = new Bounds(least, most);
        return new Field(name, shape, required, instead, values, bounds, pattern, choices, elements, parts);
    }

    /** @param regex as AWS prints it; the whole value has to match */
    Field matches(String regex) {
        Pattern compiled = Pattern.compile(regex);
        return new Field(name, shape, required, instead, values, lengths, compiled, choices, elements, parts);
    }

    /** One of these, in the order in which AWS prints them. */
    Field oneOf(String... values) {
        return new Field(
                name, shape, required, instead, this.values, lengths, pattern, List.of(values), elements, parts);
    }

    /** How long the texts in a list, or the keys of a map, may be. */
    Field eachOfLength(long least, long most) {
        Bounds bounds = new Bounds(least, most);
        return new Field(name, shape, required, instead, values, lengths, pattern, choices, bounds, parts);
    }

    String name() {
        return name;
    }

    /** As the texts of errors write the name. */
    String shownName() {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    Shape shape() {
        return shape;
    }

    boolean isRequired() {
        return required;
    }

    /** The members any of which may stand for this one. */
    List<String> instead() {
        return instead;
    }

    Bounds values() {
        return values;
    }

    Bounds lengths() {
        return lengths;
    }

    @Nullable
    Pattern pattern() {
        return pattern;
    }

    List<String> choices() {
        return choices;
    }

    @Nullable
    Bounds elements() {
        return elements;
    }

    List<Field> parts() {
        return parts;
    }
}
