package kpipe.compiler.resolve;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowSpec.Calendar;
import kpipe.compiler.pipeline.WindowSpec.Unit;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.WindowShape;
import org.jspecify.annotations.Nullable;

/** Windows that follow the calendar: those of months and years, and those of days and weeks that name a time zone. */
final class CalendarWindows {

    private static final Code OFFSET = Code.error("K0309", "windows that follow the calendar take no OFFSET");
    private static final Code ODD_MONTHS =
            Code.error("K0310", "windows of months are 1, 2, 3, 4 or 6 months or whole years long");
    private static final Code UNKNOWN_ZONE = Code.error("K0315", "there is no time zone `{0}`");
    private static final Code SHORT =
            Code.error("K0317", "TIME ZONE is for windows of whole days, weeks, months or years");
    private static final Code NO_STEPS =
            Code.error("K0318", "a window of the calendar is whole steps of days, of weeks or of months long");

    private static final long DAY = 86_400_000L;

    private final Workspace workspace;

    CalendarWindows(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Whether a window of that length follows the calendar. */
    static boolean follows(ClauseValues.Length size, Literal.@Nullable Text zone) {
        return size.months() > 0 || zone != null;
    }

    /** A number of units, at least one. */
    private record Units(Unit unit, int count) {

        /** How many times it is as long as {@code other}; 0 where that is no whole number. */
        int times(Units other) {
            int months = unit.months() * count;
            int otherMonths = other.unit.months() * other.count;
            int days = unit.days() * count;
            int otherDays = other.unit.days() * other.count;
            if (months > 0 && otherMonths > 0) {
                return months % otherMonths == 0 ? months / otherMonths : 0;
            }
            return days > 0 && otherDays > 0 && days % otherDays == 0 ? days / otherDays : 0;
        }
    }

    Optional<WindowSpec> tumbling(WindowShape.Tumbling node, ClauseValues.Length size) {
        String zone = zone(node.zone(), node.offset());
        Units units = units(size, node.size().span());
        return zone == null || units == null ? Optional.empty() : Optional.of(whole(units, zone));
    }

    private static Calendar whole(Units units, String zone) {
        return new Calendar(units.unit(), units.count(), 1, zone);
    }

    Optional<WindowSpec> hopping(WindowShape.Hopping node, ClauseValues.Length size, ClauseValues.Length every) {
        String zone = zone(node.zone(), node.offset());
        Units length = units(size, node.size().span());
        Units step = units(every, node.every().span());
        if (zone == null || length == null || step == null) {
            return Optional.empty();
        }
        if (length.times(step) == 0) {
            workspace.reports.report(
                    step.times(length) > 0 ? ResolveWindows.HOP_TOO_LONG : NO_STEPS,
                    node.every().span());
            return Optional.empty();
        }
        return Optional.of(new Calendar(step.unit(), step.count(), length.times(step), zone));
    }

    Optional<WindowSpec> cumulating(WindowShape.Cumulating node, ClauseValues.Length size, ClauseValues.Length every) {
        String zone = zone(node.zone(), node.offset());
        Units length = units(size, node.size().span());
        if (zone == null || length == null) {
            return Optional.empty();
        }
        Calendar whole = whole(length, zone);
        if (every.months() == 0 && every.millis() < DAY) {
            if (DAY % every.millis() != 0) {
                workspace.reports.report(ResolveWindows.NO_PIECES, node.every().span());
                return Optional.empty();
            }
            return Optional.of(new WindowSpec.Cumulating(whole, new WindowSpec.Tumbling(every.millis(), 0)));
        }
        Units step = units(every, node.every().span());
        if (step == null) {
            return Optional.empty();
        }
        boolean daysOfMonths = length.unit().months() > 0 && step.unit() == Unit.DAY && step.count() == 1;
        if (!daysOfMonths && length.times(step) == 0) {
            workspace.reports.report(NO_STEPS, node.every().span());
            return Optional.empty();
        }
        return Optional.of(new WindowSpec.Cumulating(whole, whole(step, zone)));
    }

    private @Nullable Units units(ClauseValues.Length length, Span span) {
        int months = length.months();
        if (months > 0) {
            if (12 % months != 0 && months % 12 != 0) {
                workspace.reports.report(ODD_MONTHS, span);
                return null;
            }
            return months % 12 == 0
                    ? new Units(Unit.YEAR, months / 12)
                    : months % 3 == 0 ? new Units(Unit.QUARTER, months / 3) : new Units(Unit.MONTH, months);
        }
        if (length.millis() % DAY != 0 || length.millis() / DAY > 100_000) {
            workspace.reports.report(SHORT, span);
            return null;
        }
        int days = (int) (length.millis() / DAY);
        return days % 7 == 0 ? new Units(Unit.WEEK, days / 7) : new Units(Unit.DAY, days);
    }

    /** The name of the time zone; null where an error was reported. */
    private @Nullable String zone(Literal.@Nullable Text zone, @Nullable Duration offset) {
        if (offset != null) {
            workspace.reports.report(OFFSET, offset.span());
            return null;
        }
        if (zone == null) {
            return WindowSpec.UTC;
        }
        try {
            return ZoneId.of(zone.value()).getId();
        } catch (DateTimeException unknown) {
            Diagnostic diagnostic = Diagnostic.of(UNKNOWN_ZONE, zone.span(), zone.value());
            workspace.reports.report(diagnostic.withNote(
                    "a time zone is named as in `Europe/Berlin`, or by its distance from UTC as in `+05:30`"));
            return null;
        }
    }
}
