package kpipe.runtime.operator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The periods of the calendar of a time zone, numbered: so many months, counted from January 1970, or so many days, counted from 1970-01-01, whole weeks from the Monday before. A period begins
 * with the first instant of its first day, which on some days in some zones is not midnight. Times are milliseconds since 1970-01-01 00:00:00 UTC. Immutable.
 */
final class CalendarPeriods {

    private static final LocalDate FIRST_MONDAY = LocalDate.of(1969, 12, 29);

    private final long months;
    private final long days;
    private final LocalDate first;
    private final ZoneId zone;

    /** Periods of {@code months} months or, where that is 0, of {@code days} days. */
    CalendarPeriods(long months, long days, ZoneId zone) {
        this.months = months;
        this.days = days;
        this.zone = zone;
        first = months == 0 && days % 7 == 0 ? FIRST_MONDAY : LocalDate.EPOCH;
    }

    /** The number of the period that holds {@code time}. */
    long number(long time) {
        LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
        long number = months > 0
                ? Math.floorDiv(date.getYear() * 12L + date.getMonthValue() - 1 - 1970 * 12L, months)
                : Math.floorDiv(ChronoUnit.DAYS.between(first, date), days);
        // Where clocks are put back over midnight, the rest of the day before comes once more, and belongs to the new
        // day.
        return start(number + 1) <= time ? number + 1 : number;
    }

    /** The first instant of a period. */
    long start(long number) {
        LocalDate date = months > 0 ? first.plusMonths(number * months) : first.plusDays(number * days);
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
