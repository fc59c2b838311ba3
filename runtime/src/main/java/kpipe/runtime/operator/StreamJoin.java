package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The two sides of a join of streams, and whose turn it is. Rows of both have their turns in the order of ROWTIME, at equal times those of the left side first, those of one
 * side as they came. A kernel asks for turns with {@link #next}: a row that meets the rows that the other side holds, or one whose time is over, which leaves. Not
 * thread-safe.
 *
 * <p>Turns follow from the rows and their times alone, whenever the kernel is called. Where a side holds a number of rows, all of one instant must be there before any of it has
 * its turn, so that turns begin only when the watermark is past it; where both hold them by time, the order within an instant changes no match, and nobody waits longer than
 * until the watermark is there.
 */
public final class StreamJoin {

    /** There is nothing to do until time moves on. */
    public static final int NONE = 0;

    /** A row of the left side meets those that the right side holds; it is to be held or let go. */
    public static final int LEFT = 1;

    /** As LEFT, the other way round. */
    public static final int RIGHT = 2;

    /** A row of the left side that has met nobody leaves: no row that comes meets it any more. Where such rows are kept. */
    public static final int LEFT_ALONE = 3;

    /** As LEFT_ALONE, of the right side. */
    public static final int RIGHT_ALONE = 4;

    public final JoinSide left;
    public final JoinSide right;

    /** The time of the turn: the ROWTIME of the row whose turn it is, or the last time at which the row that leaves could have met another, but
     * never less than that of the turn before. */
    public long time = RowBatch.NO_WATERMARK;

    /** Where the row of the turn stands on its side. */
    public int place;

    private final boolean leftKept;
    private final boolean rightKept;
    private final boolean strict;
    private int leaving = NONE;

    /**
     * One side.
     *
     * @param holdMillis for how long a row meets rows of the other side that come after it
     * @param holdRows how many rows are held at most, whatever their time; -1 where they are held by time
     * @param kept whether a row that has met nobody is given out alone
     */
    public StreamJoin(
            Schema left,
            long leftMillis,
            int leftRows,
            boolean leftKept,
            Schema right,
            long rightMillis,
            int rightRows,
            boolean rightKept) {
        this.left = new JoinSide(left, leftMillis, leftRows);
        this.right = new JoinSide(right, rightMillis, rightRows);
        this.leftKept = leftKept;
        this.rightKept = rightKept;
        strict = leftRows >= 0 || rightRows >= 0;
    }

    /** Whose turn it is, now that the time of both inputs has come to {@code watermark}. What left with the last call is let go. */
    public int next(long watermark) {
        letGo();
        while (true) {
            long leftTime = left.nextTime();
            long rightTime = right.nextTime();
            long next = Math.min(leftTime, rightTime);
            boolean due = strict ? next < watermark : next <= watermark && next < Long.MAX_VALUE;
            long limit = due ? next : watermark;
            boolean ended = !due && watermark == RowBatch.END_WATERMARK;
            long leftEnd = end(left, limit, ended);
            long rightEnd = end(right, limit, ended);
            if (leftEnd < limit || rightEnd < limit) {
                boolean fromLeft = left.overflows() || !right.overflows() && leftEnd <= rightEnd;
                if (leaves(fromLeft ? left : right, fromLeft ? leftKept : rightKept, Math.min(leftEnd, rightEnd))) {
                    leaving = fromLeft ? LEFT_ALONE : RIGHT_ALONE;
                    return leaving;
                }
            } else if (due) {
                time = next;
                boolean fromLeft = leftTime <= rightTime;
                place = (fromLeft ? left : right).takeNext();
                return fromLeft ? LEFT : RIGHT;
            } else {
                return NONE;
            }
        }
    }

    /** When the first row that a side holds leaves: one too many now, and those that are counted at the end; {@code limit} where none does yet. */
    private long end(JoinSide side, long limit, boolean ended) {
        if (side.overflows() || ended && side.holdsAny() && side.firstEnd() == Long.MAX_VALUE) {
            return Math.min(time, limit - 1);
        }
        return Math.min(side.firstEnd(), limit);
    }

    /** The first row of a side leaves; returns whether it is given out alone. */
    private boolean leaves(JoinSide side, boolean kept, long end) {
        place = side.release();
        if (kept && !side.isMatched(place)) {
            time = Math.max(time, end);
            return true;
        }
        side.letGo(place);
        return false;
    }

    private void letGo() {
        if (leaving != NONE) {
            (leaving == LEFT_ALONE ? left : right).letGo(place);
            leaving = NONE;
        }
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        left.holds(held, leftKept, strict);
        right.holds(held, rightKept, strict);
    }

    /** Writes what both sides hold. */
    public void save(StateWriter out) throws IOException {
        letGo();
        out.number(time);
        left.save(out);
        right.save(out);
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        time = in.number();
        left.restore(in, "left");
        right.restore(in, "right");
    }
}
