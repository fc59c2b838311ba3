package kpipe.compiler.interpret;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowSpec.Calendar;
import kpipe.compiler.pipeline.WindowSpec.Cumulating;
import kpipe.compiler.pipeline.WindowSpec.Hopping;
import kpipe.compiler.pipeline.WindowSpec.Session;
import kpipe.compiler.pipeline.WindowSpec.Stagger;
import kpipe.compiler.pipeline.WindowSpec.Tumbling;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** Which windows a row belongs to, by kind of window. */
final class WindowSteps {

    private WindowSteps() {}

    static WindowStep of(Operator.WindowAggregate operator, KernelContext context, Evaluator evaluator, Step next) {
        WindowSpec window = operator.window();
        if (window instanceof Session session) {
            return new SessionStep(session.gap(), operator, context, evaluator, next);
        }
        if (window instanceof Stagger stagger) {
            return new StaggerStep(stagger.size(), operator, context, evaluator, next);
        }
        return new AlignedStep(operator, context, evaluator, next);
    }

    /** When the window that holds a time ends, of windows that follow one another. */
    static long end(WindowSpec window, long time) {
        return AlignedStep.first(window, time).end();
    }

    /** Tumbling, hopping, calendar and cumulating windows: the same for every key. */
    private static final class AlignedStep extends WindowStep {

        private record Bounds(long start, long end) {}

        AlignedStep(Operator.WindowAggregate operator, KernelContext context, Evaluator evaluator, Step next) {
            super(operator, context, evaluator, next);
        }

        @Override
        void put(Row row, List<@Nullable Object> keys, Group.Entry entry) {
            List<Bounds> all = windowsOf(row.rowtime());
            List<Bounds> open = new ArrayList<>(all);
            open.removeIf(window -> window.end() <= row.watermark());
            if (open.isEmpty()) {
                if (!all.isEmpty()) {
                    late(row, all.get(all.size() - 1).end());
                }
                return;
            }
            for (Bounds window : open) {
                Pane pane = find(window, keys);
                if (pane.group.entries().isEmpty()) {
                    panes.add(pane);
                }
                pane.group.add(entry);
            }
        }

        /** The pane of a window and key; a new one, not yet among the panes, where there is none. */
        private Pane find(Bounds window, List<@Nullable Object> keys) {
            for (Pane pane : panes) {
                if (pane.end == window.end() && pane.group.keys.equals(keys)) {
                    return pane;
                }
            }
            return new Pane(window.start(), window.end(), new Group(keys));
        }

        /** The windows that hold a time, in order. */
        private List<Bounds> windowsOf(long time) {
            WindowSpec window = operator.window();
            if (window instanceof Tumbling tumbling) {
                long start = floor(time, tumbling.size(), tumbling.offset());
                return List.of(new Bounds(start, start + tumbling.size()));
            }
            if (window instanceof Hopping hopping) {
                List<Bounds> windows = new ArrayList<>();
                long last = floor(time, hopping.slide(), hopping.offset());
                for (long start = last; start + hopping.size() > time; start -= hopping.slide()) {
                    windows.add(0, new Bounds(start, start + hopping.size()));
                }
                return windows;
            }
            if (window instanceof Cumulating cumulating) {
                return grown(cumulating, time);
            }
            return ofCalendar((Calendar) window, time);
        }

        /** From the start of the whole window to the end of each of its pieces. */
        private static List<Bounds> grown(Cumulating window, long time) {
            Bounds whole = first(window.whole(), time);
            List<Bounds> windows = new ArrayList<>();
            long end = whole.start();
            while (end < whole.end()) {
                long next = window.piece() instanceof Tumbling step
                        ? end + step.size()
                        : first(window.piece(), end).end();
                end = Math.min(next, whole.end());
                if (end > time) {
                    windows.add(new Bounds(whole.start(), end));
                }
            }
            return windows;
        }

        private static Bounds first(WindowSpec window, long time) {
            if (window instanceof Tumbling tumbling) {
                long start = floor(time, tumbling.size(), tumbling.offset());
                return new Bounds(start, start + tumbling.size());
            }
            return ofCalendar((Calendar) window, time).get(0);
        }

        /** The windows that hold a time, of those that begin some periods before and after. */
        private static List<Bounds> ofCalendar(Calendar window, long time) {
            ZoneId zone = ZoneId.of(window.zone());
            LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
            boolean weeks = window.unit().days() * window.count() % 7 == 0
                    && window.unit().months() == 0;
            LocalDate first = weeks ? LocalDate.of(1969, 12, 29) : LocalDate.EPOCH;
            Period period =
                    Period.of(0, window.unit().months(), window.unit().days()).multipliedBy(window.count());
            long periods = window.unit().months() > 0
                    ? (date.getYear() - 1970L) * 12 / period.toTotalMonths()
                    : ChronoUnit.DAYS.between(first, date) / period.getDays();
            List<Bounds> windows = new ArrayList<>();
            for (long i = periods - window.length() - 14; i <= periods + 14; i++) {
                long start = instant(first.plus(period.multipliedBy((int) i)), zone);
                long end = instant(first.plus(period.multipliedBy((int) i + window.length())), zone);
                if (start <= time && time < end) {
                    windows.add(new Bounds(start, end));
                }
            }
            return windows;
        }

        private static long instant(LocalDate date, ZoneId zone) {
            return date.atStartOfDay(zone).toInstant().toEpochMilli();
        }

        private static long floor(long time, long step, long offset) {
            return Math.floorDiv(time - offset, step) * step + offset;
        }
    }

    /** Rows of a key less than the gap apart. */
    private static final class SessionStep extends WindowStep {

        private final long gap;

        SessionStep(
                long gap, Operator.WindowAggregate operator, KernelContext context, Evaluator evaluator, Step next) {
            super(operator, context, evaluator, next);
            this.gap = gap;
        }

        @Override
        void put(Row row, List<@Nullable Object> keys, Group.Entry entry) {
            long time = row.rowtime();
            List<Pane> touched = new ArrayList<>();
            for (Pane pane : panesOf(keys)) {
                boolean closed = pane.end <= row.watermark();
                long lastRow = pane.end - gap;
                if (!closed && time < pane.end && time > pane.start - gap && lastRow >= pane.start) {
                    touched.add(pane);
                }
            }
            if (touched.isEmpty() && time + gap <= row.watermark()) {
                late(row, time + gap);
                return;
            }
            long start = time;
            long end = time + gap;
            Group group = new Group(keys);
            for (Pane pane : touched) {
                start = Math.min(start, pane.start);
                end = Math.max(end, pane.end);
                group.addAll(pane.group);
            }
            group.add(entry);
            panes.removeAll(touched);
            panes.add(new Pane(start, end, group));
        }
    }

    /** A key's window opens with its first row and lasts a fixed time. */
    private static final class StaggerStep extends WindowStep {

        private final long size;

        StaggerStep(
                long size, Operator.WindowAggregate operator, KernelContext context, Evaluator evaluator, Step next) {
            super(operator, context, evaluator, next);
            this.size = size;
        }

        @Override
        void put(Row row, List<@Nullable Object> keys, Group.Entry entry) {
            long time = row.rowtime();
            List<Pane> ofKey = panesOf(keys);
            for (Pane pane : ofKey) {
                if (pane.end > row.watermark() && pane.start <= time && time < pane.end) {
                    pane.group.add(entry);
                    return;
                }
            }
            long lastEnd = ofKey.stream().mapToLong(pane -> pane.end).max().orElse(Long.MIN_VALUE);
            if (time < row.watermark() || time < lastEnd) {
                late(row, time);
                return;
            }
            Group group = new Group(keys);
            group.add(entry);
            panes.add(new Pane(time, time + size, group));
        }
    }
}
