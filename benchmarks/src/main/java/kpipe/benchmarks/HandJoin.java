package kpipe.benchmarks;

import java.util.Arrays;
import java.util.function.Consumer;
import kpipe.data.RowBatch;

/**
 * The loop that an expert would write by hand for a join of two streams of {@code (id, value)} within a time: for each side a ring of rows in the order of time and a chain for each hash of the id. Both
 * sides come in order; a row meets those of the other side that are held, and is then held itself.
 */
final class HandJoin {

    private static final int ID = 0;
    private static final int VALUE = 1;

    private final Side left;
    private final Side right;
    private final RowBatch out;
    private final Consumer<RowBatch> results;

    /** Rows of one side. They are counted from the first that ever came; the place of one is its number within the ring. */
    private static final class Side {
        private final long held;
        private long[] ids = new long[1024];
        private long[] values = new long[1024];
        private long[] times = new long[1024];
        private int[] next = new int[1024];
        private int[] heads = new int[2048];
        private int[] tails = new int[2048];
        private int first;
        private int end;

        Side(long held) {
            this.held = held;
            Arrays.fill(heads, -1);
        }

        int chain(long id) {
            return (int) (id * 0x9E3779B97F4A7C15L >>> 32) & heads.length - 1;
        }

        void forget(long now) {
            int mask = ids.length - 1;
            while (first < end && times[first & mask] + held < now) {
                int place = first++ & mask;
                heads[chain(ids[place])] = next[place];
            }
        }

        void hold(long id, long value, long time) {
            if (end - first == ids.length) {
                widen();
            }
            int place = end++ & ids.length - 1;
            ids[place] = id;
            values[place] = value;
            times[place] = time;
            link(place);
        }

        private void link(int place) {
            int chain = chain(ids[place]);
            next[place] = -1;
            if (heads[chain] < 0) {
                heads[chain] = place;
            } else {
                next[tails[chain]] = place;
            }
            tails[chain] = place;
        }

        private void widen() {
            ids = wider(ids);
            values = wider(values);
            times = wider(times);
            next = new int[ids.length];
            heads = new int[ids.length * 2];
            tails = new int[heads.length];
            Arrays.fill(heads, -1);
            for (int i = first; i < end; i++) {
                link(i & ids.length - 1);
            }
        }

        private long[] wider(long[] ring) {
            long[] more = new long[ring.length * 2];
            for (int i = first; i < end; i++) {
                more[i & more.length - 1] = ring[i & ring.length - 1];
            }
            return more;
        }
    }

    /**
     * A join.
     *
     * @param leftHeld for how long a row of the left side meets later ones of the right side, in milliseconds
     * @param rightHeld the other way round
     */
    HandJoin(long leftHeld, long rightHeld, RowBatch out, Consumer<RowBatch> results) {
        this.left = new Side(leftHeld);
        this.right = new Side(rightHeld);
        this.out = out;
        this.results = results;
    }

    /** Takes a batch of each side; all times of later batches are greater. */
    void batches(RowBatch fromLeft, RowBatch fromRight) {
        int leftRow = 0;
        int rightRow = 0;
        while (leftRow < fromLeft.size || rightRow < fromRight.size) {
            boolean isLeft = rightRow == fromRight.size
                    || leftRow < fromLeft.size && fromLeft.rowtime[leftRow] <= fromRight.rowtime[rightRow];
            if (isLeft) {
                long time = fromLeft.rowtime[leftRow];
                forget(time);
                long id = fromLeft.values[ID][leftRow];
                long value = fromLeft.values[VALUE][leftRow++];
                for (int at = right.heads[right.chain(id)]; at >= 0; at = right.next[at]) {
                    if (right.ids[at] == id) {
                        give(id, value, right.values[at], time);
                    }
                }
                left.hold(id, value, time);
            } else {
                long time = fromRight.rowtime[rightRow];
                forget(time);
                long id = fromRight.values[ID][rightRow];
                long value = fromRight.values[VALUE][rightRow++];
                for (int at = left.heads[left.chain(id)]; at >= 0; at = left.next[at]) {
                    if (left.ids[at] == id) {
                        give(id, left.values[at], value, time);
                    }
                }
                right.hold(id, value, time);
            }
        }
    }

    private void forget(long now) {
        left.forget(now);
        right.forget(now);
    }

    private void give(long id, long leftValue, long rightValue, long time) {
        int row = out.size++;
        out.values[0][row] = id;
        out.values[1][row] = leftValue;
        out.values[2][row] = rightValue;
        out.rowtime[row] = time;
        out.watermark[row] = time;
        if (out.isFull()) {
            end();
        }
    }

    /** Hands on what has been gathered. */
    void end() {
        results.accept(out);
        out.clear();
    }
}
