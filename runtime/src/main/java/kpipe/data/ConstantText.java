package kpipe.data;

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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Constants as a user writes them on the command line or in the environment, without quotes. Their Java forms are Long (DECIMAL unscaled; days, milliseconds), Double, Boolean
 * and String.
 */
public final class ConstantText {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT);

    private ConstantText() {}

    /** The value of a text; null where it is none of that type. */
    public static @Nullable Object parse(String text, Type type) {
        Kind kind = type.kind();
        if (kind.isText()) {
            return fitted(text, type);
        }
        if (kind == Kind.BOOLEAN) {
            return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
        }
        if (kind.isDatetime()) {
            return moment(text, kind);
        }
        try {
            return number(new BigDecimal(text.trim()), type);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** A value as a user would write it, without quotes. */
    public static String of(Object value, Type type) {
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

    /** A text as a value of a text type: CHAR is padded; null where it is too long. */
    public static @Nullable String fitted(String value, Type type) {
        int length = value.codePointCount(0, value.length());
        if (length > type.precision()) {
            return null;
        }
        return type.kind() == Kind.CHAR ? value + " ".repeat(type.precision() - length) : value;
    }

    /** A number as a value of a numeric type; null where it does not fit without loss, but for REAL and DOUBLE, which round. */
    public static @Nullable Object number(BigDecimal value, Type type) {
        try {
            return switch (type.kind()) {
                case TINYINT -> (long) value.byteValueExact();
                case SMALLINT -> (long) value.shortValueExact();
                case INTEGER -> (long) value.intValueExact();
                case BIGINT -> value.longValueExact();
                case REAL -> finite(value.floatValue());
                case DOUBLE -> finite(value.doubleValue());
                case DECIMAL -> {
                    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
                    yield scaled.precision() > type.precision()
                            ? null
                            : (Object) scaled.unscaledValue().longValueExact();
                }
                default -> null;
            };
        } catch (ArithmeticException doesNotFit) {
            return null;
        }
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Milliseconds since 1970 of {@code yyyy-MM-dd HH:mm:ss[.SSS]}, days of a date, milliseconds of a time; null where it is none. */
    public static @Nullable Long moment(String text, Kind kind) {
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
}
