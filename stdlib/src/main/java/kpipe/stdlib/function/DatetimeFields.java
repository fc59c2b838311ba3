package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BIGINT;
import static kpipe.spi.ScalarFunction.ResultRule.DATE;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import kpipe.stdlib.format.Datetimes;

/** Parts of dates and times, and distances between them. All is UTC. Stateless. */
public final class DatetimeFields {

    private static final long DAY = 86_400_000L;

    private DatetimeFields() {}

    /** UNIX_TIMESTAMP. */
    public static final class UnixTimestamp extends Definition {
        public UnixTimestamp() {
            super(
                    DatetimeFields.class,
                    "UNIX_TIMESTAMP",
                    "Milliseconds (not seconds, as elsewhere) since 1970-01-01 00:00:00 UTC.");
            takes(BIGINT, "millis", timestamp("t"));
            example("UNIX_TIMESTAMP(TIMESTAMP '1970-01-01 00:00:01')", "1000");
        }
    }

    public static long millis(long millis) {
        return millis;
    }

    /** TSDIFF. */
    public static final class TimestampDifference extends Definition {
        public TimestampDifference() {
            super(
                    DatetimeFields.class,
                    "TSDIFF",
                    "Milliseconds from the first time to the second, which is negative if that is earlier.");
            takes(BIGINT, "difference", timestamp("from"), timestamp("to"));
            takes(BIGINT, "difference", integer("from"), integer("to"));
            example("TSDIFF(TIMESTAMP '2026-01-01 10:00:00', TIMESTAMP '2026-01-01 10:00:01')", "1000");
        }
    }

    public static long difference(long from, long to) {
        long result = to - from;
        if (((to ^ from) & (to ^ result)) < 0) {
            throw Failures.overflow("TSDIFF");
        }
        return result;
    }

    /** LAST_DAY. */
    public static final class LastDay extends Definition {
        public LastDay() {
            super(DatetimeFields.class, "LAST_DAY", "The last day of the month of a date.");
            takes(DATE, "lastDay", date("d"));
            takes(DATE, "lastDayOfMillis", timestamp("d"));
            example("LAST_DAY(DATE '2024-02-10')", "2024-02-29");
        }
    }

    public static long lastDay(long day) {
        long civil = Datetimes.civil(day);
        int month = (int) Math.floorMod(Math.floorDiv(civil, 100), 100L);
        return day - Math.floorMod(civil, 100) + Datetimes.daysOfMonth(Math.floorDiv(civil, 10_000L), month);
    }

    public static long lastDayOfMillis(long millis) {
        return lastDay(Math.floorDiv(millis, DAY));
    }

    /** YEAR. */
    public static final class Year extends Definition {
        public Year() {
            super(DatetimeFields.class, "YEAR", "The year of a date.");
            takes(BIGINT, "year", date("d"));
            takes(BIGINT, "yearOfMillis", timestamp("d"));
            example("YEAR(DATE '2026-03-05')", "2026");
        }
    }

    public static long year(long day) {
        return Math.floorDiv(Datetimes.civil(day), 10_000L);
    }

    public static long yearOfMillis(long millis) {
        return year(Math.floorDiv(millis, DAY));
    }

    /** QUARTER. */
    public static final class Quarter extends Definition {
        public Quarter() {
            super(DatetimeFields.class, "QUARTER", "The quarter of a date, 1 to 4.");
            takes(BIGINT, "quarter", date("d"));
            takes(BIGINT, "quarterOfMillis", timestamp("d"));
            example("QUARTER(DATE '2026-03-05')", "1");
        }
    }

    public static long quarter(long day) {
        return (month(day) + 2) / 3;
    }

    public static long quarterOfMillis(long millis) {
        return quarter(Math.floorDiv(millis, DAY));
    }

    /** MONTH. */
    public static final class Month extends Definition {
        public Month() {
            super(DatetimeFields.class, "MONTH", "The month of a date, 1 to 12.");
            takes(BIGINT, "month", date("d"));
            takes(BIGINT, "monthOfMillis", timestamp("d"));
            example("MONTH(DATE '2026-03-05')", "3");
        }
    }

    public static long month(long day) {
        return Math.floorMod(Math.floorDiv(Datetimes.civil(day), 100L), 100L);
    }

    public static long monthOfMillis(long millis) {
        return month(Math.floorDiv(millis, DAY));
    }

    /** WEEK. */
    public static final class Week extends Definition {
        public Week() {
            super(DatetimeFields.class, "WEEK", "The week of a date by ISO 8601, 1 to 53.");
            takes(BIGINT, "week", date("d"));
            takes(BIGINT, "weekOfMillis", timestamp("d"));
            example("WEEK(DATE '2026-03-05')", "10");
        }
    }

    public static long week(long day) {
        return LocalDate.ofEpochDay(day).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    public static long weekOfMillis(long millis) {
        return week(Math.floorDiv(millis, DAY));
    }

    /** DAYOFMONTH. */
    public static final class DayOfMonth extends Definition {
        public DayOfMonth() {
            super(DatetimeFields.class, "DAYOFMONTH", "The day of a date within its month, 1 to 31.");
            takes(BIGINT, "dayOfMonth", date("d"));
            takes(BIGINT, "dayOfMonthOfMillis", timestamp("d"));
            example("DAYOFMONTH(DATE '2026-03-05')", "5");
        }
    }

    public static long dayOfMonth(long day) {
        return Math.floorMod(Datetimes.civil(day), 100L);
    }

    public static long dayOfMonthOfMillis(long millis) {
        return dayOfMonth(Math.floorDiv(millis, DAY));
    }

    /** DAYOFWEEK. */
    public static final class DayOfWeek extends Definition {
        public DayOfWeek() {
            super(
                    DatetimeFields.class,
                    "DAYOFWEEK",
                    "The day of a date within its week, from 1 for Sunday to 7 for Saturday.");
            takes(BIGINT, "dayOfWeek", date("d"));
            takes(BIGINT, "dayOfWeekOfMillis", timestamp("d"));
            example("DAYOFWEEK(DATE '2026-03-05')", "5");
        }
    }

    public static long dayOfWeek(long day) {
        return Math.floorMod(day + 4, 7L) + 1;
    }

    public static long dayOfWeekOfMillis(long millis) {
        return dayOfWeek(Math.floorDiv(millis, DAY));
    }

    /** DAYOFYEAR. */
    public static final class DayOfYear extends Definition {
        public DayOfYear() {
            super(DatetimeFields.class, "DAYOFYEAR", "The day of a date within its year, 1 to 366.");
            takes(BIGINT, "dayOfYear", date("d"));
            takes(BIGINT, "dayOfYearOfMillis", timestamp("d"));
            example("DAYOFYEAR(DATE '2026-03-05')", "64");
        }
    }

    public static long dayOfYear(long day) {
        return day - Datetimes.day(year(day), 1, 1) + 1;
    }

    public static long dayOfYearOfMillis(long millis) {
        return dayOfYear(Math.floorDiv(millis, DAY));
    }

    /** HOUR. */
    public static final class Hour extends Definition {
        public Hour() {
            super(DatetimeFields.class, "HOUR", "The hour of a time, 0 to 23.");
            takes(BIGINT, "hour", timestamp("t"));
            takes(BIGINT, "hour", time("t"));
            example("HOUR(TIMESTAMP '2026-03-05 13:05:09')", "13");
        }
    }

    public static long hour(long millis) {
        return Math.floorMod(Math.floorDiv(millis, 3_600_000L), 24L);
    }

    /** MINUTE. */
    public static final class Minute extends Definition {
        public Minute() {
            super(DatetimeFields.class, "MINUTE", "The minute of a time, 0 to 59.");
            takes(BIGINT, "minute", timestamp("t"));
            takes(BIGINT, "minute", time("t"));
            example("MINUTE(TIMESTAMP '2026-03-05 13:05:09')", "5");
        }
    }

    public static long minute(long millis) {
        return Math.floorMod(Math.floorDiv(millis, 60_000L), 60L);
    }

    /** SECOND. */
    public static final class Second extends Definition {
        public Second() {
            super(DatetimeFields.class, "SECOND", "The second of a time, 0 to 59, without its fraction.");
            takes(BIGINT, "second", timestamp("t"));
            takes(BIGINT, "second", time("t"));
            example("SECOND(TIMESTAMP '2026-03-05 13:05:09')", "9");
        }
    }

    public static long second(long millis) {
        return Math.floorMod(Math.floorDiv(millis, 1000L), 60L);
    }
}
