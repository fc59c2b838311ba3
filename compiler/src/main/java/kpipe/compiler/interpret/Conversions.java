package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.RowErrors;

/** CAST and the conversion of an assignment, over values that are not NULL. */
final class Conversions {

    private static final long DAY = 86_400_000L;

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern BLANKS = Pattern.compile("^ +| +$");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?");
    private static final Pattern DAYS = Pattern.compile("[+-]?[0-9]{1,9}");

    private Conversions() {}

    /** @param startDay the day on which the pipeline started, in days since 1970: that of a TIME cast to a TIMESTAMP */
    static Object convert(Object value, Type from, Type to, boolean assignment, long startDay) {
        return switch (to.kind()) {
            case BOOLEAN -> from.kind().isText() ? truth((String) value) : value;
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> Values.fit(number(value, from, to), to);
            case REAL, DOUBLE -> approximate(value, from, to);
            case CHAR, VARCHAR -> text(value, from, to, assignment);
            case BINARY, VARBINARY -> binary((byte[]) value, to, assignment);
            case DATE -> date(value, from);
            case TIME -> time(value, from);
            case TIMESTAMP -> timestamp(value, from, to, startDay);
            case INTERVAL_DAY_TIME -> from.kind().isText() ? parseInterval((String) value) : value;
            case INTERVAL_YEAR_MONTH, ARRAY, MAP, ROW -> value;
        };
    }

    private static Object truth(String text) {
        return switch (strip(text).toUpperCase(Locale.ROOT)) {
            case "TRUE" -> true;
            case "FALSE" -> false;
            default -> throw bad(text, "BOOLEAN");
        };
    }

    private static BigDecimal number(Object value, Type from, Type to) {
        if (from.kind().isText()) {
            return parse((String) value, to);
        }
        if (value instanceof Double number) {
            Values.approximate(number, to);
            // A whole number is that of the double itself, a decimal that of its shortest text.
            return to.kind() == Kind.DECIMAL ? BigDecimal.valueOf(number) : new BigDecimal(number);
        }
        return Values.exact(value);
    }

    private static BigDecimal parse(String text, Type to) {
        String number = strip(text);
        if (!(to.kind() == Kind.DECIMAL ? NUMBER : INTEGER).matcher(number).matches()) {
            throw bad(text, to.sql());
        }
        try {
            BigDecimal result = new BigDecimal(number);
            // Numbers beyond any type are told apart without writing all their digits.
            if (result.signum() != 0 && (long) result.precision() - result.scale() > 30) {
                throw Values.overflow(to);
            }
            return (long) result.precision() - result.scale() < -30 ? BigDecimal.ZERO : result;
        } catch (NumberFormatException e) {
            throw Values.overflow(to);
        }
    }

    private static Object approximate(Object value, Type from, Type to) {
        if (!from.kind().isText()) {
            double number = value instanceof Double already
                    ? already
                    : Values.exact(value).doubleValue();
            return Values.approximate(number, to);
        }
        String number = strip((String) value);
        if (!NUMBER.matcher(number).matches()) {
            throw bad((String) value, to.sql());
        }
        return Values.approximate(to.kind() == Kind.REAL ? Float.parseFloat(number) : Double.parseDouble(number), to);
    }

    private static Object binary(byte[] value, Type to, boolean assignment) {
        if (assignment && value.length > to.precision()) {
            throw new RowException(RowErrors.TEXT_TOO_LONG, value.length + " bytes do not fit " + to.sql());
        }
        int length = to.kind() == Kind.BINARY ? to.precision() : Math.min(value.length, to.precision());
        return Arrays.copyOf(value, length);
    }

    private static Object date(Object value, Type from) {
        return switch (from.kind()) {
            case CHAR, VARCHAR ->
                parseDate(strip((String) value), (String) value, "DATE").toEpochDay();
            case TIMESTAMP -> Math.floorDiv((Long) value, DAY);
            default -> value;
        };
    }

    private static Object time(Object value, Type from) {
        return switch (from.kind()) {
            case CHAR, VARCHAR ->
                parseTime(strip((String) value), (String) value, "TIME").toNanoOfDay() / 1_000_000L;
            case TIMESTAMP -> Math.floorMod((Long) value, DAY);
            default -> value;
        };
    }

    private static Object timestamp(Object value, Type from, Type to, long startDay) {
        return switch (from.kind()) {
            case CHAR, VARCHAR -> parseTimestamp((String) value);
            case DATE -> Values.fit(BigDecimal.valueOf((Long) value).multiply(BigDecimal.valueOf(DAY)), to);
            case TIME -> startDay * DAY + (Long) value;
            default -> value;
        };
    }

    private static Object parseTimestamp(String text) {
        String stripped = strip(text);
        int blank = stripped.indexOf(' ');
        if (blank < 0) {
            throw bad(text, "TIMESTAMP");
        }
        LocalDate date = parseDate(stripped.substring(0, blank), text, "TIMESTAMP");
        LocalTime time = parseTime(stripped.substring(blank + 1), text, "TIMESTAMP");
        return date.toEpochDay() * DAY + time.toNanoOfDay() / 1_000_000L;
    }

    /** {@code [+|-]d HH:mm:ss[.f]}. */
    private static Object parseInterval(String text) {
        String stripped = strip(text);
        int blank = stripped.indexOf(' ');
        if (blank < 0 || !DAYS.matcher(stripped.substring(0, blank)).matches()) {
            throw bad(text, "INTERVAL");
        }
        String days = stripped.substring(0, blank);
        LocalTime time = parseTime(stripped.substring(blank + 1), text, "INTERVAL");
        long size = Math.abs(Long.parseLong(days)) * DAY + time.toNanoOfDay() / 1_000_000L;
        return days.startsWith("-") ? -size : size;
    }

    private static LocalDate parseDate(String text, String whole, String type) {
        if (!DATE.matcher(text).matches()) {
            throw bad(whole, type);
        }
        try {
            return LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE);
        } catch (DateTimeParseException e) {
            throw bad(whole, type);
        }
    }

    /** Digits of the second beyond milliseconds are cut off. */
    private static LocalTime parseTime(String text, String whole, String type) {
        if (!TIME.matcher(text).matches()) {
            throw bad(whole, type);
        }
        try {
            return LocalTime.parse(text.length() > 12 ? text.substring(0, 12) : text);
        } catch (DateTimeParseException e) {
            throw bad(whole, type);
        }
    }

    private static Object text(Object value, Type from, Type to, boolean assignment) {
        boolean ofText = from.kind().isText();
        String text = ofText ? withoutExcessBlanks((String) value, to.precision()) : form(value, from);
        boolean mayBeCut = from.kind().isInterval() || ofText && !assignment;
        if (Values.length(text) > to.precision() && !mayBeCut) {
            throw new RowException(RowErrors.TEXT_TOO_LONG, "'" + text + "' does not fit " + to.sql());
        }
        String cut = Values.cut(text, to.precision());
        return to.kind() == Kind.CHAR ? Values.pad(cut, to.precision()) : cut;
    }

    /** Blanks at the end that do not fit are never missed. */
    private static String withoutExcessBlanks(String text, int length) {
        String cut = Values.cut(text, length);
        return text.substring(cut.length()).chars().allMatch(c -> c == ' ') ? cut : text;
    }

    /** Blanks around a text that is cast to something else mean nothing. */
    private static String strip(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    /** The text of a value, as CAST to VARCHAR gives it. */
    static String form(Object value, Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> (Boolean) value ? "TRUE" : "FALSE";
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case REAL -> Float.toString(((Double) value).floatValue());
            case DATE -> LocalDate.ofEpochDay((Long) value).toString();
            case TIME -> timeOfDay(LocalTime.ofNanoOfDay((Long) value * 1_000_000L));
            case TIMESTAMP -> {
                LocalDateTime moment = Calendars.dateTime(Kind.TIMESTAMP, (Long) value);
                yield moment.toLocalDate() + " " + timeOfDay(moment.toLocalTime());
            }
            case INTERVAL_DAY_TIME -> dayTime((Long) value);
            case INTERVAL_YEAR_MONTH -> yearMonth((Long) value);
            default -> value.toString();
        };
    }

    /** {@code HH:mm:ss}, with milliseconds where there are any. */
    private static String timeOfDay(LocalTime time) {
        String pattern = time.getNano() == 0 ? "HH:mm:ss" : "HH:mm:ss.SSS";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }

    private static String dayTime(long value) {
        long size = Math.abs(value);
        return (value < 0 ? "-" : "+") + size / DAY + " " + timeOfDay(LocalTime.ofNanoOfDay(size % DAY * 1_000_000L));
    }

    private static String yearMonth(long value) {
        long size = Math.abs(value);
        return String.format(Locale.ROOT, "%s%d-%02d", value < 0 ? "-" : "+", size / 12, size % 12);
    }

    private static RowException bad(String text, String type) {
        return new RowException(RowErrors.BAD_CAST, "'" + text + "' is no " + type);
    }
}
