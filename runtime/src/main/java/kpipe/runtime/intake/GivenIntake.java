package kpipe.runtime.intake;

import java.io.IOException;
import java.util.ArrayDeque;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;
import org.jspecify.annotations.Nullable;

/** Fills a stream with rows that a test gives. It goes through everything that rows of a source go through. Not thread-safe. */
public final class GivenIntake extends Intake {

    private record Given(RowBatch rows, int shard) {}

    private final ArrayDeque<Given> given = new ArrayDeque<>();
    private int next;
    private boolean ended;

    public GivenIntake(Target target) {
        super(target);
    }

    /**
     * Puts rows at the end of what is given.
     *
     * @param rows in the stream's columns; ROWTIME is not looked at
     * @param shard the shard that they come in by, or -1
     */
    public void give(RowBatch rows, int shard) {
        given.add(new Given(rows, shard));
    }

    /** The shard brings nothing for now, and does not hold time back. */
    public void idle(int shard) {
        input(shard).idle = true;
        inputs.recompute();
    }

    /** Nothing more is given. */
    public void finish() {
        ended = true;
    }

    private Input input(int shard) {
        String name = shard < 0 ? "" : "shard " + shard;
        Input found = inputs.find(name);
        if (found != null) {
            return found;
        }
        Input added = inputs.add(new Input(name, null));
        added.shard = Math.max(shard, 0);
        return added;
    }

    @Override
    Status fill() {
        Given current = given.peek();
        if (current == null) {
            return ended ? Status.ENDED : Status.IDLE;
        }
        RowBatch from = current.rows;
        RowBatch to = producer().batch();
        while (next < from.size && !to.isFull()) {
            to.appendRow(from, next++);
        }
        arrived(input(current.shard), to, 0);
        if (current.shard >= 0) {
            producer().publishTo(current.shard);
        }
        if (next == from.size) {
            given.remove();
            next = 0;
        }
        return Status.READ;
    }

    @Override
    boolean keepsSystemColumns() {
        return true;
    }

    @Override
    @Nullable
    Source source() {
        return null;
    }

    @Override
    void closeSource() {
        given.clear();
    }

    @Override
    void saveRest(StateWriter out) throws IOException {
        out.flag(ended);
        out.number(next);
        out.number(given.size());
        for (Given one : given) {
            out.number(one.shard);
            out.schema(one.rows.schema);
            out.number(one.rows.size);
            out.rows(one.rows);
        }
    }

    @Override
    void restoreRest(StateReader in) throws IOException {
        ended = in.flag();
        next = in.small();
        for (int waiting = in.small(); waiting > 0; waiting--) {
            int shard = in.small();
            Schema schema = producer().batch().schema;
            SavedColumns columns = in.columns(schema);
            RowBatch rows = new RowBatch(schema, Math.max(1, in.small()));
            in.rows(rows, columns);
            given.add(new Given(rows, shard));
        }
    }

    @Override
    String currentInput() {
        @Nullable Given current = given.peek();
        return current == null || current.shard < 0 ? "" : "shard " + current.shard;
    }
}
