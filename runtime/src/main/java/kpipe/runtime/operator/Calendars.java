package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import kpipe.data.RowException;

/** Dates and times as numbers: days and milliseconds since 1970-01-01 00:00:00 UTC, milliseconds of a day, intervals in milliseconds or months. */
public final class Calendars {

    public static final long DAY = 86_400_000L;

    private Calendars() {}

    // ---- down and up to calendar units

    /** Down to a multiple of {@code length} milliseconds (or whatever the unit of value is), counted from 0. */
    public static long floor(long value, long length) {
        return value - Math.floorMod(value, length);
    }

    public static long ceil(long value, long length, String type) {
        long rest = Math.floorMod(value, length);
        return rest == 0 ? value : Exact.add(value, length - rest, type);
    }

    /** Down to the first day of its week, which is a Monday. */
    public static long floorDateToWeek(long days) {
        // 1970-01-01 is a Thursday.
        return days - Math.floorMod(days + 3, 7L);
    }

    /** Down to the first day of a period of {@code months} months (1, 3, 12), counted from January 1970 as {@code STEP} and calendars do. */
    public static long floorDateToMonths(long days, long months) {
        long month = monthOf(days);
        return firstDay(month - Math.floorMod(month, months));
    }

    public static long ceilDateToMonths(long days, long months) {
        long floor = floorDateToMonths(days, months);
        return floor == days ? days : firstDay(monthOf(floor) + months);
    }

    public static long ceilDateToWeek(long days) {
        return floorDateToWeek(days + 6);
    }

    public static long floorTimestampToWeek(long millis) {
        return floorDateToWeek(Math.floorDiv(millis, DAY)) * DAY;
    }

    public static long ceilTimestampToWeek(long millis, String type) {
        long floor = floorTimestampToWeek(millis);
        return floor == millis ? millis : Exact.add(floor, 7 * DAY, type);
    }

    public static long floorTimestampToMonths(long millis, long months) {
        return floorDateToMonths(Math.floorDiv(millis, DAY), months) * DAY;
    }

    public static long ceilTimestampToMonths(long millis, long months) {
        long floor = floorTimestampToMonths(millis, months);
        return floor == millis ? millis : firstDay(monthOf(Math.floorDiv(floor, DAY)) + months) * DAY;
    }

    // ---- parts

    public static long year(long days) {
        return date(days).getYear();
    }

    public static long quarter(long days) {
        return (date(days).getMonthValue() + 2) / 3;
    }

    public static long month(long days) {
        return date(days).getMonthValue();
    }

    /** The week of the year by ISO 8601. */
    public static long week(long days) {
        return date(days).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    public static long day(long days) {
        return date(days).getDayOfMonth();
    }

    /** 1 is Sunday, 7 is Saturday. */
    public static long dayOfWeek(long days) {
        return Math.floorMod(days + 4, 7L) + 1;
    }

    public static long dayOfYear(long days) {
        return date(days).getDayOfYear();
    }

    // ---- arithmetic

    /** A date some months later; a day that the month does not have becomes its last. */
    public static long addMonthsToDate(long days, long months, String type) {
        LocalDate date = date(days);
        long month = Exact.add(monthOf(days), months, type);
        if (Math.abs(month) > 12L * 900_000_000L) {
            throw Exact.overflow(type);
        }
        LocalDate first =
                LocalDate.of(Math.toIntExact(Math.floorDiv(month, 12L) + 1970), (int) Math.floorMod(month, 12L) + 1, 1);
        return first.withDayOfMonth(Math.min(date.getDayOfMonth(), first.lengthOfMonth()))
                .toEpochDay();
    }

    public static long addMonthsToTimestamp(long millis, long months, String type) {
        long days = addMonthsToDate(Math.floorDiv(millis, DAY), months, type);
        return Exact.add(Exact.multiply(days, DAY, type), Math.floorMod(millis, DAY), type);
    }

    /** Down to a multiple of a positive interval, counted from 1970. */
    public static long step(long value, long interval) {
        requirePositive(interval);
        return floor(value, interval);
    }

    /** As {@link #step} for a date, whose unit is a day while the interval's is a millisecond. */
    public static long stepDate(long days, long interval, String type) {
        requirePositive(interval);
        return Math.floorDiv(floor(Exact.multiply(days, DAY, type), interval), DAY);
    }

    public static long stepDateByMonths(long days, long months) {
        requirePositive(months);
        return floorDateToMonths(days, months);
    }

    public static long stepTimestampByMonths(long millis, long months) {
        requirePositive(months);
        return floorTimestampToMonths(millis, months);
    }

    private static void requirePositive(long step) {
        if (step <= 0) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "STEP needs a step greater than zero");
        }
    }

    public static long multiplyInterval(long interval, double factor, String type) {
        return Decimals.fromBig(BigDecimal.valueOf(interval).multiply(exact(factor, type)), 0, 19, type);
    }

    public static long divideInterval(long interval, double divisor, String type) {
        if (divisor == 0) {
            throw Exact.divisionByZero();
        }
        return Decimals.fromBig(
                BigDecimal.valueOf(interval).divide(exact(divisor, type), 0, RoundingMode.HALF_UP), 0, 19, type);
    }

    private static BigDecimal exact(double value, String type) {
        return BigDecimal.valueOf(Exact.finite(value, type));
    }

    /** A time of day some milliseconds later, past midnight if need be. */
    public static long addToTime(long time, long millis) {
        return Math.floorMod(time + Math.floorMod(millis, DAY), DAY);
    }

    /** Whole months from {@code right} to {@code left}, both in milliseconds. */
    public static long monthsBetween(long left, long right) {
        if (left < right) {
            return -monthsBetween(right, left);
        }
        long leftDays = Math.floorDiv(left, DAY);
        long rightDays = Math.floorDiv(right, DAY);
        long months = monthOf(leftDays) - monthOf(rightDays);
        long leftRest = (day(leftDays) - 1) * DAY + Math.floorMod(left, DAY);
        long rightRest = (day(rightDays) - 1) * DAY + Math.floorMod(right, DAY);
        return leftRest < rightRest ? months - 1 : months;
    }

    /** Months since January 1970. */
    public static long monthOf(long days) {
        LocalDate date = date(days);
        return (date.getYear() - 1970) * 12L + date.getMonthValue() - 1;
    }

    /** The first day of a month that is counted since January 1970. */
    public static long firstDay(long month) {
        return LocalDate.of((int) (Math.floorDiv(month, 12L) + 1970), (int) Math.floorMod(month, 12L) + 1, 1)
                .toEpochDay();
    }

    static LocalDate date(long days) {
        if (days < LocalDate.MIN.toEpochDay() || days > LocalDate.MAX.toEpochDay()) {
            throw Exact.overflow("DATE");
        }
        return LocalDate.ofEpochDay(days);
    }
}
