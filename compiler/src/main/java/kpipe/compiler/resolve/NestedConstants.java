package kpipe.compiler.resolve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.NestedParts;
import kpipe.data.Text;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** {@code ARRAY[…]}, {@code MAP[…]} and {@code ROW(…)} of constants as values of a type. */
final class NestedConstants {

    private NestedConstants() {}

    static Constants.Value of(Expr expression, Type type) {
        List<Expr> written = parts(expression, type);
        if (written == null) {
            return made(expression) ? unfit(type) : new Constants.NoConstant();
        }
        List<@Nullable Text> parts = new ArrayList<>();
        Set<Text> keys = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            Type of = type.kind() == Kind.ARRAY
                    ? type.element()
                    : type.parts().get(i % type.parts().size()).type();
            Constants.Value value = Constants.of(written.get(i), of);
            if (!(value instanceof Constants.Known known)) {
                return value instanceof Constants.Unfit ? unfit(type) : value;
            }
            Text part = known.value() == null ? null : bytes(known.value());
            boolean key = type.kind() == Kind.MAP && i % 2 == 0;
            if (key && (part == null || !keys.add(part))) {
                return new Constants.Unfit("a MAP whose keys are there and all different");
            }
            parts.add(part);
        }
        Text whole = Nested.of(parts.toArray(new @Nullable Text[0]));
        return new Constants.Known(Arrays.copyOfRange(whole.bytes(), whole.offset(), whole.offset() + whole.length()));
    }

    private static boolean made(Expr expression) {
        return expression instanceof Expr.ArrayOf || expression instanceof Expr.MapOf || expression instanceof Expr.Row;
    }

    /** What a value of that type is made of; null where the expression makes none. */
    private static @Nullable List<Expr> parts(Expr expression, Type type) {
        if (expression instanceof Expr.ArrayOf array && type.kind() == Kind.ARRAY) {
            return array.elements();
        }
        if (expression instanceof Expr.MapOf map && type.kind() == Kind.MAP) {
            return map.keysAndValues().size() % 2 == 0 ? map.keysAndValues() : null;
        }
        boolean row = expression instanceof Expr.Row fields
                && type.kind() == Kind.ROW
                && fields.values().size() == type.parts().size();
        return row ? ((Expr.Row) expression).values() : null;
    }

    private static Constants.Value unfit(Type type) {
        return new Constants.Unfit("a value of type " + type.sql());
    }

    private static Text bytes(Object value) {
        if (value instanceof String text) {
            return Text.of(text.getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof Boolean truth) {
            return NestedParts.ofTruth(truth);
        }
        if (value instanceof Double number) {
            return NestedParts.ofFloating(number);
        }
        return value instanceof Long number ? NestedParts.ofNumber(number) : Text.of((byte[]) value);
    }
}
