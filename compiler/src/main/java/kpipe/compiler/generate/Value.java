package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A SQL value as Java text.
 *
 * @param code an expression of the Java type of the form: boolean, long, double; for text and binary as {@code shape} says. It has no side effect, costs little, and may be
 *     written more than once. Where the value is NULL it may be anything, but for text must not be evaluated
 * @param isNull an expression that is true where the value is NULL; null where it never is
 * @param heap for text as SLICE or PACKED: the array that the word points into
 */
record Value(
        Type type,
        CodeBlock code,
        @Nullable CodeBlock isNull,
        Shape shape,
        @Nullable CodeBlock heap) {

    /** How the Java expression holds the value. */
    enum Shape {
        /** boolean, long or double. */
        PRIMITIVE,
        /** An expression of type Text. */
        TEXT,
        /** A long that is a slice of a heap. */
        SLICE,
        /** A long that is a packed key over a heap. */
        PACKED
    }

    static Value primitive(Type type, CodeBlock code, @Nullable CodeBlock isNull) {
        return new Value(type, code, isNull, Shape.PRIMITIVE, null);
    }

    static Value text(Type type, CodeBlock code, @Nullable CodeBlock isNull) {
        return new Value(type, code, isNull, Shape.TEXT, null);
    }

    static Value slice(Type type, CodeBlock slice, CodeBlock heap, @Nullable CodeBlock isNull) {
        return new Value(type, slice, isNull, Shape.SLICE, heap);
    }

    /** A value in a local variable, of the shape that locals have. */
    static Value local(Type type, CodeBlock name, @Nullable CodeBlock isNull) {
        return isBytes(type) ? text(type, name, isNull) : primitive(type, name, isNull);
    }

    Value withNull(@Nullable CodeBlock condition) {
        return new Value(type, code, condition, shape, heap);
    }

    boolean nullable() {
        return isNull != null;
    }

    static boolean isBytes(Type type) {
        return type.form() == kpipe.data.Kind.Form.BYTES;
    }
}
