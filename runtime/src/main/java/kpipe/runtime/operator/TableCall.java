package kpipe.runtime.operator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;
import org.jspecify.annotations.Nullable;

/** A table function in a stage: the rows on their way into its machine, and those that it has given. Not thread-safe. */
public final class TableCall implements TableResults {

    private static final int INPUT_ROWS = 64;
    private static final int MAX_SPARE = 4;

    /** The row that {@link #next} has found. Valid until the next call of any method. */
    public @Nullable RowBatch rows;

    public int row;

    private final TableMachine machine;
    private final int inputColumns;
    private final Schema output;
    private final RowBatch input;
    private final Deque<RowBatch> given = new ArrayDeque<>();
    private final Deque<RowBatch> spare = new ArrayDeque<>();

    /**
     * @param arguments behind the query, in the form that {@link TableFunction.Family} says
     * @param query the columns of the rows that it takes
     * @param output those, then the ones that it adds
     */
    public TableCall(TableFunction function, Object[] arguments, Schema query, Schema output) {
        machine = function.machine(query, List.of(arguments));
        this.output = output;
        inputColumns = query.size();
        input = new RowBatch(query, INPUT_ROWS);
    }

    /** Where the caller writes the next row, at the batch's size, which it raises; {@link #added} must follow. */
    public RowBatch input() {
        return input;
    }

    /** The row that was written last is complete. */
    public void added() {
        if (input.isFull()) {
            run();
        }
    }

    /** Gives the machine the rows that were written. */
    public void run() {
        for (int i = 0; i < input.size; i++) {
            machine.row(input, i, this);
        }
        input.clear();
    }

    /** As {@link #run}; then time has come to {@code watermark}. */
    public void time(long watermark) {
        run();
        machine.time(watermark, this);
    }

    @Override
    public RowBatch pass(RowBatch batch, int index) {
        RowBatch to = given.peekLast();
        if (to == null || to.isFull()) {
            to = spare.isEmpty() ? new RowBatch(output) : spare.pop();
            given.addLast(to);
        }
        int at = to.size++;
        to.rowtime[at] = batch.rowtime[index];
        to.watermark[at] = batch.watermark[index];
        for (int column = 0; column < inputColumns; column++) {
            to.copyCell(batch, column, index, column, at);
        }
        return to;
    }

    /** Finds the next row that the machine has given, or returns false. */
    public boolean next() {
        RowBatch first = given.peekFirst();
        if (first == null) {
            return false;
        }
        int at = first == rows ? row + 1 : 0;
        if (at == first.size) {
            given.removeFirst();
            rows = null;
            first.clear();
            if (spare.size() < MAX_SPARE) {
                spare.push(first);
            }
            return next();
        }
        rows = first;
        row = at;
        return true;
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        held.rows += machine.rows();
        held.bytes += machine.bytes() + input.sizeInBytes();
        held.dueAt(machine.due());
    }

    /** Writes what the machine remembers. */
    public void save(StateWriter out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream remembered = new DataOutputStream(bytes);
        machine.save(remembered);
        remembered.flush();
        out.bytes(bytes.toByteArray(), 0, bytes.size());
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        machine.restore(new DataInputStream(new ByteArrayInputStream(in.bytes())));
    }
}
