package kpipe.runtime.operator;

/** Which windows hold a point in time, for windows that lie the same for all keys. Times are milliseconds since 1970-01-01 00:00:00 UTC. Immutable. */
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

    /** Calendar periods of {@code months} months. */
    public static WindowBounds calendar(long months) {
        return new Calendar(months);
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
        private final long months;

        Calendar(long months) {
            this.months = months;
        }

        @Override
        void locate(long time, Bounds into) {
            into.start = Calendars.floorTimestampToMonths(time, months);
            into.end = nextEnd(into.start);
            into.firstEnd = into.end;
            into.lastEnd = into.end;
            into.held = true;
        }

        @Override
        long endAfter(Bounds located, long watermark) {
            return located.end;
        }

        @Override
        long startOf(long end) {
            return Calendars.addMonthsToTimestamp(end, -months, "TIMESTAMP");
        }

        @Override
        long nextEnd(long end) {
            return Calendars.addMonthsToTimestamp(end, months, "TIMESTAMP");
        }
    }
}
