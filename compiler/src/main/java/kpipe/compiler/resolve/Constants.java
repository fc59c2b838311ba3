package kpipe.compiler.resolve;

import java.math.BigDecimal;
import java.util.HexFormat;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.ConstantText;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Constants as values of a type, in the Java forms of {@link kpipe.compiler.pipeline.Expr.Literal}. */
public final class Constants {

    private Constants() {}

    /** What an expression is as a value of a type. */
    public sealed interface Value {}

    /** It is this value; null is NULL. */
    public record Known(@Nullable Object value) implements Value {}

    /** It is no value of the type; the words say what it would have to be. */
    public record Unfit(String expected) implements Value {}

    /** It is no constant. */
    public record NoConstant() implements Value {}

    /** The value of an expression that is a constant: a literal, a sign before one, an ARRAY, MAP or ROW of constants. */
    public static Value of(Expr expression, Type type) {
        if (expression instanceof Literal.Null
                || expression instanceof Literal.Truth truth && truth.value() == Literal.Truth.Value.UNKNOWN) {
            return type.nullable() ? new Known(null) : new Unfit("a value, for it is NOT NULL");
        }
        if (expression instanceof Expr.Unary unary && unary.operand() instanceof Literal.Numeric numeric) {
            return switch (unary.operator()) {
                case PLUS -> number(new BigDecimal(numeric.text()), type);
                case MINUS -> number(new BigDecimal(numeric.text()).negate(), type);
                case NOT -> new NoConstant();
            };
        }
        if (type.kind().isNested() && !(expression instanceof Literal)) {
            return NestedConstants.of(expression, type);
        }
        if (!(expression instanceof Literal literal)) {
            return new NoConstant();
        }
        if (literal instanceof Literal.Numeric numeric) {
            return number(new BigDecimal(numeric.text()), type);
        }
        if (literal instanceof Literal.Truth truth) {
            return type.kind() == Kind.BOOLEAN
                    ? new Known(truth.value() == Literal.Truth.Value.TRUE)
                    : new Unfit("a value of type " + type.sql());
        }
        if (literal instanceof Literal.Text text) {
            return type.kind().isText() ? text(text.value(), type) : new Unfit("a value of type " + type.sql());
        }
        if (literal instanceof Literal.Binary binary && type.kind().isBinary()) {
            return new Known(HexFormat.of().parseHex(binary.digits()));
        }
        if (literal instanceof Literal.DateTime time
                && time.kind().name().equals(type.kind().name())) {
            Object value = ConstantText.moment(time.text().value(), type.kind());
            return value == null ? new Unfit(shape(type.kind())) : new Known(value);
        }
        return new Unfit("a value of type " + type.sql());
    }

    private static String shape(Kind kind) {
        return switch (kind) {
            case DATE -> "a day as 'yyyy-MM-dd'";
            case TIME -> "a time as 'HH:mm:ss[.SSS]'";
            default -> "a time as 'yyyy-MM-dd HH:mm:ss[.SSS]'";
        };
    }

    private static Value text(String value, Type type) {
        String fitted = ConstantText.fitted(value, type);
        return fitted == null
                ? new Unfit("at most " + Counted.of(type.precision(), "character") + " long")
                : new Known(fitted);
    }

    private static Value number(BigDecimal value, Type type) {
        Object number = ConstantText.number(value, type);
        return number == null ? new Unfit("a value of type " + type.sql()) : new Known(number);
    }
}
