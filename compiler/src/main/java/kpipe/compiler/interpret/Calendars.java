package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.RowErrors;

/** Dates and times of the interpreter, all in UTC and the proleptic Gregorian calendar of java.time. Weeks begin on Monday, as in ISO 8601. */
final class Calendars {

    private static final long DAY = 86_400_000L;

    private Calendars() {}

    /** The moment that a DATE, TIME (of 1970-01-01) or TIMESTAMP means. */
    static LocalDateTime dateTime(Kind kind, long value) {
        if (kind == Kind.DATE && (value < LocalDate.MIN.toEpochDay() || value > LocalDate.MAX.toEpochDay())) {
            throw Values.overflow(Type.of(Kind.DATE, true));
        }
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(value).atStartOfDay();
            case TIME -> LocalDate.EPOCH.atTime(LocalTime.ofNanoOfDay(value * 1_000_000L));
            default ->
                LocalDate.ofEpochDay(Math.floorDiv(value, DAY))
                        .atTime(LocalTime.ofNanoOfDay(Math.floorMod(value, DAY) * 1_000_000L));
        };
    }

    /** The value of a moment as {@code kind} holds it; a moment that it cannot hold fails the row. */
    private static long value(Kind kind, LocalDateTime moment, Type type) {
        BigInteger days = BigInteger.valueOf(moment.toLocalDate().toEpochDay());
        long millisecondOfDay = moment.toLocalTime().toNanoOfDay() / 1_000_000L;
        return switch (kind) {
            case DATE -> days.longValueExact();
            case TIME -> millisecondOfDay;
            default ->
                (Long) Values.fit(
                        new BigDecimal(
                                days.multiply(BigInteger.valueOf(DAY)).add(BigInteger.valueOf(millisecondOfDay))),
                        type);
        };
    }

    static Object plusMonths(Kind kind, long value, BigInteger months, Type type) {
        try {
            return value(kind, dateTime(kind, value).plusMonths(months.longValueExact()), type);
        } catch (DateTimeException | ArithmeticException e) {
            throw Values.overflow(type);
        }
    }

    /** Down to a multiple of {@code step} months counted from January 1970. */
    static Object stepMonths(Kind kind, long value, long step, Type type) {
        LocalDate date = dateTime(kind, value).toLocalDate();
        long months = date.getYear() * 12L + date.getMonthValue() - 1 - 1970 * 12L;
        long floored = Math.floorDiv(months, step) * step;
        return value(kind, LocalDate.EPOCH.plusMonths(floored).atStartOfDay(), type);
    }

    /** FLOOR(value TO unit) or CEIL(value TO unit). */
    static Object round(Kind kind, long value, String unit, boolean up, Type type) {
        if (kind.isInterval()) {
            return roundInterval(kind, value, unit, up, type);
        }
        LocalDateTime moment = dateTime(kind, value);
        LocalDateTime floor = floor(moment, unit);
        LocalDateTime result = up && floor.isBefore(moment) ? next(floor, unit) : floor;
        return value(kind, result, type);
    }

    private static LocalDateTime floor(LocalDateTime moment, String unit) {
        LocalDate date = moment.toLocalDate();
        return switch (unit) {
            case "YEAR" -> date.withDayOfYear(1).atStartOfDay();
            case "QUARTER" -> date.with(IsoFields.DAY_OF_QUARTER, 1).atStartOfDay();
            case "MONTH" -> date.withDayOfMonth(1).atStartOfDay();
            case "WEEK" ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
            case "DAY" -> date.atStartOfDay();
            case "HOUR" -> moment.truncatedTo(ChronoUnit.HOURS);
            case "MINUTE" -> moment.truncatedTo(ChronoUnit.MINUTES);
            case "SECOND" -> moment.truncatedTo(ChronoUnit.SECONDS);
            default -> throw badUnit(unit);
        };
    }

    private static LocalDateTime next(LocalDateTime floor, String unit) {
        return switch (unit) {
            case "YEAR" -> floor.plusYears(1);
            case "QUARTER" -> floor.plusMonths(3);
            case "MONTH" -> floor.plusMonths(1);
            case "WEEK" -> floor.plusWeeks(1);
            case "DAY" -> floor.plusDays(1);
            case "HOUR" -> floor.plusHours(1);
            case "MINUTE" -> floor.plusMinutes(1);
            default -> floor.plusSeconds(1);
        };
    }

    private static Object roundInterval(Kind kind, long value, String unit, boolean up, Type type) {
        BigDecimal width = BigDecimal.valueOf(
                kind == Kind.INTERVAL_YEAR_MONTH
                        ? switch (unit) {
                            case "YEAR" -> 12;
                            case "QUARTER" -> 3;
                            case "MONTH" -> 1;
                            default -> throw badUnit(unit);
                        }
                        : switch (unit) {
                            case "WEEK" -> 7 * DAY;
                            case "DAY" -> DAY;
                            case "HOUR" -> 3_600_000L;
                            case "MINUTE" -> 60_000L;
                            case "SECOND" -> 1_000L;
                            default -> throw badUnit(unit);
                        });
        BigDecimal units = BigDecimal.valueOf(value).divide(width, 0, up ? RoundingMode.CEILING : RoundingMode.FLOOR);
        return Values.fit(units.multiply(width), type);
    }

    /** EXTRACT(unit FROM value). */
    static Object extract(String unit, Kind kind, long value) {
        return switch (kind) {
            case INTERVAL_YEAR_MONTH ->
                switch (unit) {
                    case "YEAR" -> value / 12;
                    case "QUARTER" -> value % 12 / 3 + 1;
                    case "MONTH" -> value % 12;
                    default -> throw badUnit(unit);
                };
            case INTERVAL_DAY_TIME -> extractInterval(unit, value);
            default -> extractMoment(unit, kind, dateTime(kind, value));
        };
    }

    /** Every field has the sign of the interval. */
    private static Object extractInterval(String unit, long value) {
        return switch (unit) {
            case "DAY" -> value / DAY;
            case "HOUR" -> value % DAY / 3_600_000L;
            case "MINUTE" -> value % 3_600_000L / 60_000L;
            case "SECOND" -> BigDecimal.valueOf(value % 60_000L, 3);
            case "MILLISECOND" -> value % 60_000L;
            case "EPOCH" -> value / 1000;
            default -> throw badUnit(unit);
        };
    }

    private static Object extractMoment(String unit, Kind kind, LocalDateTime moment) {
        return switch (unit) {
            case "YEAR" -> (long) moment.getYear();
            case "QUARTER" -> moment.getLong(IsoFields.QUARTER_OF_YEAR);
            case "MONTH" -> (long) moment.getMonthValue();
            case "WEEK" -> moment.getLong(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "DAY" -> (long) moment.getDayOfMonth();
            case "DOW" -> moment.getDayOfWeek().getValue() % 7 + 1L;
            case "DOY" -> (long) moment.getDayOfYear();
            case "HOUR" -> (long) moment.getHour();
            case "MINUTE" -> (long) moment.getMinute();
            case "SECOND" -> BigDecimal.valueOf(milliseconds(moment), 3);
            case "MILLISECOND" -> milliseconds(moment);
            case "EPOCH" ->
                kind == Kind.TIME ? moment.toLocalTime().toSecondOfDay() : moment.toEpochSecond(ZoneOffset.UTC);
            default -> throw badUnit(unit);
        };
    }

    /** Seconds of the minute in milliseconds. */
    private static long milliseconds(LocalDateTime moment) {
        return moment.getSecond() * 1000L + moment.get(ChronoField.MILLI_OF_SECOND);
    }

    private static RowException badUnit(String unit) {
        return new RowException(RowErrors.BAD_ARGUMENT, unit + " is no unit of this value");
    }
}
