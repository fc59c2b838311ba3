package kpipe.runtime.operator;

import java.time.ZoneId;

/** Which windows hold a point in time, for windows that lie the same for all keys. Times are milliseconds since 1970-01-01 00:00:00 UTC. Not thread-safe. */
public abstract class WindowBounds {

    /** What {@link #locate} finds. */
    static final class Bounds {
        /** Between these the same windows hold every point. */
        long start;

        long end;

        /** The ends of the first and the last window that hold it. */
        long firstEnd;

        long lastEnd;

        /** Whether any does. */
        boolean held;
    }

    abstract void locate(long time, Bounds into);

    /** The end of the first window that holds the place that was located and ends behind {@code watermark}. */
    abstract long endAfter(Bounds located, long watermark);

    /** The start of the window that ends at {@code end}. */
    abstract long startOf(long end);

    /** The end of the window that begins next after the one that ends at {@code end}. */
    abstract long nextEnd(long end);

    /** Windows of {@code size}, one beginning at every {@code slide}, counted from 1970 plus {@code offset}. With equal size and slide they tumble. */
    public static WindowBounds hopping(long size, long slide, long offset) {
        return new Hopping(size, slide, offset);
    }

    /**
     * Windows by the calendar of a time zone. One begins with every period of {@code months} months or, where that is 0, of {@code days} days, and is {@code length} periods long.
     *
     * @param zone as java.time knows it
     */
    public static WindowBounds calendar(long months, long days, long length, String zone) {
        return new Calendar(new CalendarPeriods(months, days, ZoneId.of(zone)), length);
    }

    /** Windows that grow: from the start of each {@code whole} one, which follow one another, to the end of each of the {@code pieces} that lie in it. */
    public static WindowBounds cumulating(WindowBounds whole, WindowBounds pieces) {
        return new Cumulating(whole, pieces);
    }

    /** Windows that grow by a fixed length, counted from the start of each {@code whole} one. */
    public static WindowBounds cumulating(WindowBounds whole, long step) {
        return new Growing(whole, step);
    }

    /** Whether windows of one start are given out at several ends. */
    boolean grow() {
        return false;
    }

    private static final class Hopping extends WindowBounds {
        private final long size;
        private final long slide;
        private final long offset;

        /** How far into a slide the windows that began earlier end. */
        private final long cut;

        Hopping(long size, long slide, long offset) {
            this.size = size;
            this.slide = slide;
            this.offset = offset;
            cut = size % slide;
        }

        @Override
        void locate(long time, Bounds into) {
            long lastStart = time - Math.floorMod(time - offset, slide);
            boolean first = time < lastStart + cut || cut == 0;
            into.start = first ? lastStart : lastStart + cut;
            into.end = first && cut > 0 ? lastStart + cut : lastStart + slide;
            into.lastEnd = lastStart + size;
            // The first window that holds it is the one with the least end that is greater than the time.
            into.firstEnd = into.lastEnd - (into.lastEnd - time - 1) / slide * slide;
            into.held = time < into.lastEnd;
        }

        @Override
        long endAfter(Bounds located, long watermark) {
            long end = located.firstEnd;
            return end > watermark ? end : end + ((watermark - end) / slide + 1) * slide;
        }

        @Override
        long startOf(long end) {
            return end - size;
        }

        @Override
        long nextEnd(long end) {
            return end + slide;
        }
    }

    private static final class Calendar extends WindowBounds {
        private final CalendarPeriods periods;
        private final long length;

        Calendar(CalendarPeriods periods, long length) {
            this.periods = periods;
            this.length = length;
        }

        @Override
        void locate(long time, Bounds into) {
            long number = periods.number(time);
            into.start = periods.start(number);
            into.end = periods.start(number + 1);
            into.firstEnd = into.end;
            into.lastEnd = length == 1 ? into.end : periods.start(number + length);
            into.held = true;
        }

        @Override
        long endAfter(Bounds located, long watermark) {
            return located.firstEnd > watermark ? located.firstEnd : nextEnd(watermark);
        }

        @Override
        long startOf(long end) {
            return periods.start(periods.number(end) - length);
        }

        @Override
        long nextEnd(long end) {
            return periods.start(periods.number(end) + 1);
        }
    }

    /** What windows that grow have in common. */
    private abstract static class Grown extends WindowBounds {
        final WindowBounds whole;

        Grown(WindowBounds whole) {
            this.whole = whole;
        }

        /** Puts the bounds of the piece that holds {@code time}, in the whole window {@code into}, into their place there. */
        abstract void cut(long time, Bounds into);

        @Override
        final void locate(long time, Bounds into) {
            whole.locate(time, into);
            into.lastEnd = into.end;
            cut(time, into);
            into.firstEnd = into.end;
        }

        @Override
        final long endAfter(Bounds located, long watermark) {
            return located.firstEnd > watermark ? located.firstEnd : nextEnd(watermark);
        }

        @Override
        final long startOf(long end) {
            Bounds bounds = new Bounds();
            whole.locate(end - 1, bounds);
            return bounds.start;
        }

        @Override
        final long nextEnd(long end) {
            Bounds bounds = new Bounds();
            locate(end, bounds);
            return bounds.end;
        }

        @Override
        final boolean grow() {
            return true;
        }
    }

    private static final class Cumulating extends Grown {
        private final WindowBounds pieces;
        private final Bounds piece = new Bounds();

        Cumulating(WindowBounds whole, WindowBounds pieces) {
            super(whole);
            this.pieces = pieces;
        }

        @Override
        void cut(long time, Bounds into) {
            pieces.locate(time, piece);
            into.start = Math.max(into.start, piece.start);
            into.end = Math.min(into.end, piece.end);
        }
    }

    private static final class Growing extends Grown {
        private final long step;

        Growing(WindowBounds whole, long step) {
            super(whole);
            this.step = step;
        }

        @Override
        void cut(long time, Bounds into) {
            into.start += (time - into.start) / step * step;
            into.end = Math.min(into.end, into.start + step);
        }
    }
}
