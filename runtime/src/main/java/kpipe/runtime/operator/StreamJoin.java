package kpipe.runtime.operator;

import kpipe.data.RowBatch;
import kpipe.data.Schema;

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

    /** A row of the left side leaves: no row that comes meets it any more. */
    public static final int LEFT_LEAVES = 3;

    /** As LEFT_LEAVES, of the right side. */
    public static final int RIGHT_LEAVES = 4;

    public final JoinSide left;
    public final JoinSide right;

    /** The time of the turn: the ROWTIME of the row whose turn it is, or the last time at which the row that leaves could have met another. */
    public long time = RowBatch.NO_WATERMARK;

    /** Where the row of the turn stands on its side. */
    public int place;

    private final boolean strict;
    private int leaving = NONE;

    /**
     * @param leftMillis for how long a row of the left side meets rows of the right side that come after it
     * @param leftRows how many rows of the left side are held at most, whatever their time; -1 where they are held by time
     * @param rightMillis as {@code leftMillis}, of the right side
     * @param rightRows as {@code leftRows}, of the right side
     */
    public StreamJoin(Schema left, long leftMillis, int leftRows, Schema right, long rightMillis, int rightRows) {
        this.left = new JoinSide(left, leftMillis, leftRows);
        this.right = new JoinSide(right, rightMillis, rightRows);
        strict = leftRows >= 0 || rightRows >= 0;
    }

    /** Whose turn it is, now that the time of both inputs has come to {@code watermark}. What left with the last call is let go. */
    public int next(long watermark) {
        letGo();
        if (left.overflows()) {
            return leaves(left, LEFT_LEAVES);
        }
        if (right.overflows()) {
            return leaves(right, RIGHT_LEAVES);
        }
        long leftTime = left.nextTime();
        long rightTime = right.nextTime();
        long next = Math.min(leftTime, rightTime);
        boolean due = strict ? next < watermark : next <= watermark && next < Long.MAX_VALUE;
        long limit = due ? next : watermark;
        long leftEnd = left.firstEnd();
        long rightEnd = right.firstEnd();
        if (Math.min(leftEnd, rightEnd) < limit) {
            time = Math.min(leftEnd, rightEnd);
            return leftEnd <= rightEnd ? leaves(left, LEFT_LEAVES) : leaves(right, RIGHT_LEAVES);
        }
        if (due) {
            time = next;
            boolean fromLeft = leftTime <= rightTime;
            place = (fromLeft ? left : right).takeNext();
            return fromLeft ? LEFT : RIGHT;
        }
        return watermark == RowBatch.END_WATERMARK ? last() : NONE;
    }

    /** At the end rows that are counted leave too. */
    private int last() {
        if (left.holdsAny()) {
            return leaves(left, LEFT_LEAVES);
        }
        return right.holdsAny() ? leaves(right, RIGHT_LEAVES) : NONE;
    }

    private int leaves(JoinSide side, int turn) {
        place = side.release();
        leaving = turn;
        return turn;
    }

    private void letGo() {
        if (leaving != NONE) {
            (leaving == LEFT_LEAVES ? left : right).letGo(place);
            leaving = NONE;
        }
    }

    /** Roughly. */
    public long bytes() {
        return left.bytes() + right.bytes();
    }
}
