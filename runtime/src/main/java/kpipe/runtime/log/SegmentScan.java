package kpipe.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import kpipe.spi.DiskFile;

/** Reads a segment of which nothing is known, front to back, to find out what is whole in it. */
final class SegmentScan {

    private static final int WINDOW = 1 << 20;
    /** No clock is wrong by more than this many milliseconds (10 years), and no shard passes over so many indices. */
    private static final long PLAUSIBLE_TIME = 315_360_000_000L;

    private static final long PLAUSIBLE_GAP = 1L << 40;

    private final DiskFile file;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowStart;

    SegmentScan(DiskFile file) throws IOException {
        this.file = file;
        size = file.size();
        window.limit(0);
    }

    /** Whether a whole frame stands at {@code position}; its head is then in {@code head}. */
    boolean frameAt(int position, Frame head) throws IOException {
        if (size - position < Frame.HEAD || !head.readHead(view(position, Frame.HEAD))) {
            return false;
        }
        return size - position - Frame.HEAD >= head.length && head.isWhole(view(position, Frame.HEAD + head.length));
    }

    /**
     * Where the next whole frame behind a broken place begins, or -1 if there is none.
     *
     * @param index the least index it may have
     * @param arrival when the last record before the broken place arrived
     */
    int nextFrame(int broken, long index, long arrival) throws IOException {
        Frame head = new Frame();
        for (int position = broken + 1; size - position >= Frame.HEAD; position++) {
            boolean plausible = head.readHead(view(position, Frame.HEAD))
                    && head.firstIndex >= index
                    && head.firstIndex - index < PLAUSIBLE_GAP
                    && head.firstArrival >= arrival
                    && (arrival == Long.MIN_VALUE || head.firstArrival - arrival < PLAUSIBLE_TIME);
            if (plausible && frameAt(position, head)) {
                return position;
            }
        }
        return -1;
    }

    private ByteBuffer view(int position, int length) throws IOException {
        if (position < windowStart || position + length > windowStart + window.limit()) {
            if (length > window.capacity()) {
                window = ByteBuffer.allocate(length);
            }
            window.clear();
            windowStart = position;
            file.read(position, window);
            window.flip();
        }
        return window.slice((int) (position - windowStart), length);
    }
}
