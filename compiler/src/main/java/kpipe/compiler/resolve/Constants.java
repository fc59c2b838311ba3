package kpipe.compiler.resolve;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Constants as values of a type, in the Java forms of {@link kpipe.compiler.pipeline.Expr.Literal}. */
public final class Constants {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);

    private Constants() {}

    /** What an expression is as a value of a type. */
    public sealed interface Value {}

    /** It is this value; null is NULL. */
    public record Known(@Nullable Object value) implements Value {}

    /** It is no value of the type; the words say what it would have to be. */
    public record Unfit(String expected) implements Value {}

    /** It is no constant. */
    public record NoConstant() implements Value {}

    /** The value of an expression that is a constant: a literal, a sign before one. */
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
            Object value = moment(time.text().value(), type.kind());
            return value == null ? new Unfit(shape(type.kind())) : new Known(value);
        }
        return new Unfit("a value of type " + type.sql());
    }

    /** The value of a text that a user gave on the command line; null where it is none of that type. */
    public static @Nullable Object parse(String text, Type type) {
        Kind kind = type.kind();
        if (kind.isText()) {
            return text(text, type) instanceof Known known ? known.value() : null;
        }
        if (kind == Kind.BOOLEAN) {
            return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
        }
        if (kind.isDatetime()) {
            return moment(text, kind);
        }
        try {
            return number(new BigDecimal(text.trim()), type) instanceof Known known ? known.value() : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** A value as a user would write it, without quotes. */
    public static String text(Object value, Type type) {
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.valueOf((Long) value, type.scale()).toPlainString();
            case DATE -> LocalDate.ofEpochDay((Long) value).toString();
            case TIME -> TIME.format(LocalTime.ofNanoOfDay((Long) value * 1_000_000));
            case TIMESTAMP -> {
                long millis = (Long) value;
                LocalDateTime time = LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, 1_000L), (int) Math.floorMod(millis, 1_000L) * 1_000_000, ZoneOffset.UTC);
                yield time.toLocalDate() + " " + TIME.format(time.toLocalTime());
            }
            default -> value.toString();
        };
    }

    /** Milliseconds since 1970 of {@code yyyy-MM-dd HH:mm:ss[.SSS]}, days of a date, milliseconds of a time; null where it is none. */
    static @Nullable Long moment(String text, Kind kind) {
        try {
            return switch (kind) {
                case DATE -> LocalDate.parse(text).toEpochDay();
                case TIME -> LocalTime.parse(text, TIME).toNanoOfDay() / 1_000_000;
                case TIMESTAMP -> {
                    int blank = text.indexOf(' ');
                    if (blank < 0) {
                        yield null;
                    }
                    LocalDate date = LocalDate.parse(text.substring(0, blank));
                    LocalTime time = LocalTime.parse(text.substring(blank + 1), TIME);
                    yield date.toEpochDay() * 86_400_000L + time.toNanoOfDay() / 1_000_000;
                }
                default -> null;
            };
        } catch (DateTimeException notThatShape) {
            return null;
        }
    }

    private static String shape(Kind kind) {
        return switch (kind) {
            case DATE -> "a day as 'yyyy-MM-dd'";
            case TIME -> "a time as 'HH:mm:ss[.SSS]'";
            default -> "a time as 'yyyy-MM-dd HH:mm:ss[.SSS]'";
        };
    }

    private static Value text(String value, Type type) {
        int length = value.codePointCount(0, value.length());
        if (length > type.precision()) {
            return new Unfit("at most " + type.precision() + " characters long");
        }
        return new Known(type.kind() == Kind.CHAR ? value + " ".repeat(type.precision() - length) : value);
    }

    private static Value number(BigDecimal value, Type type) {
        Unfit unfit = new Unfit("a value of type " + type.sql());
        try {
            return switch (type.kind()) {
                case TINYINT -> new Known((long) value.byteValueExact());
                case SMALLINT -> new Known((long) value.shortValueExact());
                case INTEGER -> new Known((long) value.intValueExact());
                case BIGINT -> new Known(value.longValueExact());
                case REAL -> new Known((double) value.floatValue());
                case DOUBLE -> new Known(value.doubleValue());
                case DECIMAL -> {
                    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
                    yield scaled.precision() > type.precision()
                            ? unfit
                            : new Known(scaled.unscaledValue().longValueExact());
                }
                default -> unfit;
            };
        } catch (ArithmeticException doesNotFit) {
            return unfit;
        }
    }
}
