package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.KernelContext;
import org.jspecify.annotations.Nullable;

/** {@link Operator.StreamJoin}: each row whose turn it is looks at all rows of the other side that are held. A row is late, and left out, where its turn has passed. */
final class JoinStep implements JoiningStep {

    /** A row of one side that those of the other side may meet. */
    private static final class Held {
        final Row row;
        final long end;
        boolean matched;

        Held(Row row, long end) {
            this.row = row;
            this.end = end;
        }
    }

    /** One side: what waits for its turn, and what is held, both in their order. */
    private static final class Side {
        final List<Row> waiting = new ArrayList<>();
        final List<Held> held = new ArrayList<>();
        final boolean left;
        final boolean kept;
        final long hold;
        final int rows;

        Side(boolean left, boolean kept, long hold, int rows) {
            this.left = left;
            this.kept = kept;
            this.hold = hold;
            this.rows = rows;
        }

        @Nullable
        Row first() {
            Row first = null;
            for (Row row : waiting) {
                if (first == null || row.rowtime() < first.rowtime()) {
                    first = row;
                }
            }
            return first;
        }

        long end(Row row) {
            return rows > 0 || hold == Long.MAX_VALUE ? Long.MAX_VALUE : row.rowtime() + hold;
        }
    }

    private final Operator.StreamJoin operator;
    private final KernelContext context;
    private final Evaluator evaluator;
    private final Step next;
    private final Side left;
    private final Side right;
    private long turn = RowBatch.NO_WATERMARK;

    JoinStep(Operator.StreamJoin operator, KernelContext context, Evaluator evaluator, Step next) {
        this.operator = operator;
        this.context = context;
        this.evaluator = evaluator;
        this.next = next;
        left = new Side(true, operator.keepsLeft(), operator.leftHold(), operator.leftRows());
        right = new Side(false, operator.keepsRight(), operator.rightHold(), operator.rightRows());
    }

    @Override
    public void row(Row row) {
        take(left, row);
    }

    @Override
    public void right(Row row) {
        take(right, row);
    }

    private void take(Side side, Row row) {
        if (row.rowtime() < row.watermark()) {
            context.late().late(Objects.requireNonNull(row.origin()), 0, row.watermark() - row.rowtime());
        } else {
            side.waiting.add(row);
        }
    }

    @Override
    public void begin() {
        next.begin();
    }

    @Override
    public void time(long watermark) {
        boolean counts = left.rows > 0 || right.rows > 0;
        while (true) {
            Row fromLeft = left.first();
            Row fromRight = right.first();
            boolean ofLeft = fromLeft != null && (fromRight == null || fromLeft.rowtime() <= fromRight.rowtime());
            Row row = ofLeft ? fromLeft : fromRight;
            boolean due = row != null && (counts ? row.rowtime() < watermark : row.rowtime() <= watermark);
            if (row == null || !due) {
                leave(watermark, watermark == RowBatch.END_WATERMARK);
                break;
            }
            leave(row.rowtime(), false);
            turn = row.rowtime();
            turn(ofLeft ? left : right, ofLeft ? right : left, row);
        }
        next.time(watermark);
    }

    /** Those whose time ends before {@code limit} leave, in the order of their ends; at the end those that are counted too, as if with the last turn. */
    private void leave(long limit, boolean ended) {
        long last = turn;
        List<Held> due = new ArrayList<>(left.held);
        due.addAll(right.held);
        due.removeIf(held -> held.end >= limit && !ended);
        due.sort(Comparator.comparingLong(held -> held.end == Long.MAX_VALUE ? last : held.end));
        for (Held held : due) {
            long end = held.end == Long.MAX_VALUE ? last : held.end;
            leaves(left.held.contains(held) ? left : right, held, end);
        }
    }

    private void leaves(Side side, Held held, long time) {
        side.held.remove(held);
        if (side.kept && !held.matched) {
            turn = Math.max(turn, time);
            give(side.left ? held.row : null, side.left ? null : held.row);
        }
    }

    private void turn(Side side, Side other, Row row) {
        side.waiting.remove(row);
        Held own = new Held(row, side.end(row));
        for (Held held : other.held) {
            Row leftRow = side.left ? row : held.row;
            Row rightRow = side.left ? held.row : row;
            if (meets(leftRow, rightRow)) {
                own.matched = true;
                held.matched = true;
                give(leftRow, rightRow);
            }
        }
        side.held.add(own);
        if (side.rows > 0 && side.held.size() > side.rows) {
            leaves(side, side.held.get(0), turn);
        }
    }

    private boolean meets(Row leftRow, Row rightRow) {
        if (!JoiningStep.equalKeys(operator, leftRow, rightRow)) {
            return false;
        }
        long distance = rightRow.rowtime() - leftRow.rowtime();
        boolean near = (left.rows > 0 && distance >= 0 || distance <= operator.upper())
                && (right.rows > 0 && distance <= 0 || distance >= operator.lower());
        return near && JoiningStep.holds(operator, pair(leftRow, rightRow), evaluator, context);
    }

    private void give(@Nullable Row leftRow, @Nullable Row rightRow) {
        next.row(pair(leftRow, rightRow));
    }

    private Row pair(@Nullable Row leftRow, @Nullable Row rightRow) {
        return JoiningStep.pair(operator, leftRow, rightRow, turn);
    }
}
