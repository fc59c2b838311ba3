package kpipe.tool;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** A literal of a test, or one with a sign, as a value of the type of its column. */
final class ConstantValue {

    private static final long DAY = 86_400_000L;

    private ConstantValue() {}

    /**
     * The value in the Java form of {@link kpipe.compiler.pipeline.Expr.Literal}, null for NULL.
     *
     * @throws IllegalArgumentException if it is no value of the type
     */
    static @Nullable Object of(Expr written, Type type) {
        Kind kind = type.kind();
        if (written instanceof Literal.Null) {
            return null;
        }
        if (written instanceof Expr.Unary unary
                && unary.operand() instanceof Literal.Numeric number
                && unary.operator() != Expr.Unary.Operator.NOT) {
            boolean minus = unary.operator() == Expr.Unary.Operator.MINUS;
            return number(new BigDecimal(minus ? "-" + number.text() : number.text()), type);
        }
        if (written instanceof Literal.Numeric number) {
            return number(new BigDecimal(number.text()), type);
        }
        if (written instanceof Literal.Truth truth && kind == Kind.BOOLEAN) {
            return truth.value() == Literal.Truth.Value.UNKNOWN
                    ? null
                    : (Object) (truth.value() == Literal.Truth.Value.TRUE);
        }
        if (written instanceof Literal.Text text && kind.isText()) {
            int length = text.value().codePointCount(0, text.value().length());
            return kind == Kind.CHAR ? text.value() + " ".repeat(Math.max(0, type.precision() - length)) : text.value();
        }
        if (written instanceof Literal.Binary binary && kind.isBinary()) {
            return HexFormat.of().parseHex(binary.digits());
        }
        if (written instanceof Literal.DateTime time && time.kind().name().equals(kind.name())) {
            return moment(time.text().value(), kind);
        }
        throw new IllegalArgumentException();
    }

    private static Object number(BigDecimal number, Type type) {
        try {
            return switch (type.kind()) {
                case TINYINT -> (long) number.byteValueExact();
                case SMALLINT -> (long) number.shortValueExact();
                case INTEGER -> (long) number.intValueExact();
                case BIGINT -> number.longValueExact();
                case DECIMAL -> number.setScale(type.scale()).unscaledValue().longValueExact();
                case REAL -> (double) number.floatValue();
                case DOUBLE -> number.doubleValue();
                default -> throw new IllegalArgumentException();
            };
        } catch (ArithmeticException doesNotFit) {
            throw new IllegalArgumentException(doesNotFit);
        }
    }

    private static Object moment(String text, Kind kind) {
        try {
            return switch (kind) {
                case DATE -> LocalDate.parse(text).toEpochDay();
                case TIME -> LocalTime.parse(text).toNanoOfDay() / 1_000_000;
                default ->
                    LocalDate.parse(text.substring(0, text.indexOf(' '))).toEpochDay() * DAY
                            + LocalTime.parse(text.substring(text.indexOf(' ') + 1))
                                            .toNanoOfDay()
                                    / 1_000_000;
            };
        } catch (DateTimeException | IndexOutOfBoundsException notThatShape) {
            throw new IllegalArgumentException(notThatShape);
        }
    }

    /** A value that is neither text, truth nor bytes, as a test would write it. */
    static String text(Object value, Type type) {
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.valueOf((Long) value, type.scale()).toPlainString();
            case DATE -> LocalDate.ofEpochDay((Long) value).toString();
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1_000_000).toString();
            case TIMESTAMP ->
                LocalDate.ofEpochDay(Math.floorDiv((Long) value, DAY)) + " "
                        + LocalTime.ofNanoOfDay(Math.floorMod((Long) value, DAY) * 1_000_000);
            default -> value.toString();
        };
    }
}
