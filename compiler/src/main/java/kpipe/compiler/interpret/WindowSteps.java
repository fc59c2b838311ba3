package kpipe.compiler.interpret;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowSpec.Calendar;
import kpipe.compiler.pipeline.WindowSpec.Hopping;
import kpipe.compiler.pipeline.WindowSpec.Session;
import kpipe.compiler.pipeline.WindowSpec.Stagger;
import kpipe.compiler.pipeline.WindowSpec.Tumbling;
import kpipe.data.Kind;
import kpipe.data.Type;
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

    /** Tumbling, hopping and calendar windows: the same for every key. */
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
            WindowSpec.Unit unit = ((Calendar) window).unit();
            Type type = Type.of(Kind.TIMESTAMP, false);
            long start = (Long) Calendars.round(Kind.TIMESTAMP, time, unit.name(), false, type);
            LocalDateTime first = Calendars.dateTime(Kind.TIMESTAMP, start);
            LocalDateTime end = switch (unit) {
                case MONTH -> first.plusMonths(1);
                case QUARTER -> first.plusMonths(3);
                case YEAR -> first.plusYears(1);
            };
            return List.of(new Bounds(start, end.toEpochSecond(ZoneOffset.UTC) * 1000));
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
                boolean closed = pane.closed || pane.end <= row.watermark();
                long lastRow = pane.end - gap;
                if (!closed && time < pane.end && time > pane.start - gap && lastRow >= pane.start) {
                    touched.add(pane);
                }
            }
            if (touched.isEmpty() && time + gap <= row.watermark()) {
                close(keys, row.watermark());
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
            close(keys, row.watermark());
            group.add(entry);
            panes.removeAll(touched);
            panes.add(new Pane(start, end, group));
        }

        private void close(List<@Nullable Object> keys, long watermark) {
            panesOf(keys).forEach(pane -> pane.closed |= pane.end <= watermark);
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
