package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The two sides of a join of each left row with the latest right row of its key, and whose turn it is. Rows have their turns in the order of ROWTIME, those of one side as they came: a right
 * row becomes the latest of its key, a left row looks for that and is done with. Turns begin only when the watermark is past them, since which row is the latest depends on
 * all those of its instant. Not thread-safe.
 */
public final class AsOfJoin {

    /** There is nothing to do until time moves on. */
    public static final int NONE = 0;

    /** A row of the left side is to meet the latest of its key. */
    public static final int LEFT = 1;

    /** A row of the right side is to become the latest of its key. */
    public static final int RIGHT = 2;

    public final JoinSide left;
    public final JoinSide right;

    /** The right rows that are the latest of their keys. */
    public final LatestRows latest;

    /** The ROWTIME of the row whose turn it is. */
    public long time = RowBatch.NO_WATERMARK;

    /** Where it stands on its side, until the next turn. */
    public int place;

    private final long reach;
    private final boolean before;
    private int turn = NONE;

    /**
     * A join.
     *
     * @param reach how many milliseconds the right row may be older than the left one; {@link Long#MAX_VALUE} for any number
     * @param before whether it must be older: at equal times the left side has its turns first
     */
    public AsOfJoin(Schema left, Schema right, long reach, boolean before) {
        this.left = new JoinSide(left, 0, -1);
        this.right = new JoinSide(right, 0, -1);
        this.latest = new LatestRows(right);
        this.reach = reach;
        this.before = before;
    }

    /** Whose turn it is, now that the time of both inputs has come to {@code watermark}. */
    public int next(long watermark) {
        letGo();
        long leftTime = left.nextTime();
        long rightTime = right.nextTime();
        long next = Math.min(leftTime, rightTime);
        boolean due = next < watermark;
        long now = due ? next : watermark;
        if (reach != Long.MAX_VALUE && now > Long.MIN_VALUE + reach) {
            latest.forget(now - reach);
        }
        if (due) {
            boolean fromLeft = before ? leftTime <= rightTime : leftTime < rightTime;
            time = next;
            place = (fromLeft ? left : right).takeNext();
            turn = fromLeft ? LEFT : RIGHT;
        }
        return turn;
    }

    private void letGo() {
        if (turn != NONE) {
            (turn == LEFT ? left : right).letGo(place);
            turn = NONE;
        }
    }

    /** The right row whose turn it is becomes the latest of its key. */
    public void become(long hash, int replaced) {
        latest.put(right.batch(place), right.row(place), hash, replaced);
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        left.holds(held, false, true);
        right.holds(held, false, true);
        latest.holds(held);
    }

    /** Writes what is held. */
    public void save(StateWriter out) throws IOException {
        letGo();
        out.number(time);
        left.save(out);
        right.save(out);
        latest.save(out);
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        time = in.number();
        left.restore(in, "left");
        right.restore(in, "right");
        latest.restore(in);
    }
}
