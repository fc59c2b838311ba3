package kpipe.compiler;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.NestedParts;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;

/** Calls on values of several parts, and such values themselves, as they are written in SQL. */
final class NestedText {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Function<Expr, String> text;

    /** @param text makes that of an operand */
    NestedText(Function<Expr, String> text) {
        this.text = text;
    }

    static boolean isOf(Expr.FunctionCall call) {
        return call.overload().owner() == NestedParts.class;
    }

    String of(Expr.FunctionCall call) {
        List<Expr> arguments = call.arguments();
        return switch (call.name()) {
            case "ARRAY", "MAP" -> call.name() + "[" + parts(call) + "]";
            case "ROW" -> "ROW(" + parts(call) + ")";
            case "FIELD" ->
                whole(arguments.get(0)) + "." + field(arguments.get(0).type(), arguments.get(1));
            case "ELEMENT" -> element(arguments.get(0), arguments.get(1));
            case "PLACE", "PART" -> text.apply(arguments.get(0));
            case "= ANY", "<> ANY" ->
                part(arguments.get(1), arguments.get(0).type().element()) + " " + call.name() + " ("
                        + text.apply(arguments.get(0)) + ")";
            case "ARRAY_CONTAINS" ->
                "ARRAY_CONTAINS(" + text.apply(arguments.get(0)) + ", "
                        + part(arguments.get(1), arguments.get(0).type().element()) + ")";
            default -> call.name() + "(" + text.apply(arguments.get(0)) + ")";
        };
    }

    private String parts(Expr.FunctionCall call) {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < call.arguments().size(); i++) {
            texts.append(i == 0 ? "" : ", ").append(part(call.arguments().get(i), typeOf(call.type(), i)));
        }
        return texts.toString();
    }

    /** The type of a part by its number. */
    private static Type typeOf(Type nested, int part) {
        return switch (nested.kind()) {
            case ROW -> nested.parts().get(part).type();
            case MAP -> nested.parts().get(part % 2).type();
            default -> nested.element();
        };
    }

    /** In brackets where what stands behind it would else belong to the last of its operands. */
    private String whole(Expr value) {
        boolean single = value instanceof Expr.Column
                || value instanceof Expr.TableColumn
                || value instanceof Expr.FunctionCall
                || value instanceof Expr.JavaCall;
        return single ? text.apply(value) : "(" + text.apply(value) + ")";
    }

    private static String field(Type row, Expr number) {
        if (!(number instanceof Expr.Literal literal && literal.value() instanceof Long place)) {
            throw new IllegalStateException("a field without its number");
        }
        String name = row.parts().get(place.intValue()).name();
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private String element(Expr value, Expr place) {
        if (place instanceof Expr.Literal literal && literal.value() instanceof Long part) {
            // A number that is constant is where the element stands already, from 0.
            return whole(value) + "[" + (part + 1) + "]";
        }
        if (place instanceof Expr.FunctionCall call && call.name().equals("KEY")) {
            return whole(value) + "[" + part(call.arguments().get(1), typeOf(value.type(), 0)) + "]";
        }
        if (value.kind() == Kind.MAP && place instanceof Expr.FunctionCall call) {
            // A column of UNNEST.
            boolean key = call.arguments().get(2) instanceof Expr.Literal literal
                    && literal.value() instanceof Long part
                    && part == 0;
            return (key ? "MAP_KEYS(" : "MAP_VALUES(") + text.apply(value) + ")[" + text.apply(place) + "]";
        }
        return whole(value) + "[" + text.apply(place) + "]";
    }

    /** What becomes a part; a number that is constant has become the bytes of one already. */
    private String part(Expr expr, Type type) {
        boolean packed = type.form() != Kind.Form.BYTES
                && expr instanceof Expr.Literal literal
                && literal.value() instanceof byte[];
        if (!packed) {
            return text.apply(expr);
        }
        Text one = Nested.of(Text.of((byte[]) java.util.Objects.requireNonNull(((Expr.Literal) expr).value())));
        return part(one.bytes(), one.offset(), 0, type, expr);
    }

    private String part(byte[] bytes, int place, int part, Type type, Expr origin) {
        if (Nested.isNull(bytes, place, part)) {
            return "NULL";
        }
        long cell = Nested.value(bytes, place, part, type);
        if (type.kind().isNested()) {
            return constant(bytes, Slice.offset(cell), type, origin);
        }
        Object value = switch (type.form()) {
            case LONG -> type.kind() == Kind.BOOLEAN ? (Object) (cell != 0) : (Object) cell;
            case DOUBLE -> Double.longBitsToDouble(cell);
            case BYTES -> text(bytes, cell, type);
        };
        return text.apply(new Expr.Literal(value, type.withNullable(false), origin.span()));
    }

    private static Object text(byte[] bytes, long slice, Type type) {
        int from = Slice.offset(slice);
        int length = Slice.length(slice);
        boolean binary = type.kind() == Kind.BINARY || type.kind() == Kind.VARBINARY;
        return binary
                ? Arrays.copyOfRange(bytes, from, from + length)
                : new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** A value of several parts that is constant. */
    String constant(byte[] bytes, Expr.Literal literal) {
        return constant(bytes, 0, literal.type(), literal);
    }

    private String constant(byte[] bytes, int place, Type type, Expr origin) {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < Nested.count(bytes, place); i++) {
            texts.append(i == 0 ? "" : ", ").append(part(bytes, place, i, typeOf(type, i), origin));
        }
        return type.kind() == Kind.ROW ? "ROW(" + texts + ")" : type.kind() + "[" + texts + "]";
    }
}
