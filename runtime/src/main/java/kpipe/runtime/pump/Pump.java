package kpipe.runtime.pump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.host.Agent;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.LateRows;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Tally;
import org.jspecify.annotations.Nullable;

/** One lane of a stage: takes batches from a lane of its stream or of each of them, runs the kernel over them, tells it the time, and hands on what came out. */
public final class Pump implements Agent, Checkpointed {

    /** Few enough that batches are still in the cache when the next stage takes them. */
    private static final int BATCHES_A_TURN = 8;

    private final String stateId;
    private final String form;
    private final Surroundings surroundings;
    private final Kernel kernel;
    private final Feed from;
    private final Producer to;
    private final StreamOutlet outlet;
    private final Tally tally = new Tally();
    private volatile long time = RowBatch.NO_WATERMARK;
    private volatile long moved;
    private boolean open;
    private boolean done;

    /**
     * @param stateId what no other lane of a stage is called
     * @param form what the state of its kernel means; two that are equal understand each other
     * @param from a lane of each stream that it reads
     * @param join whether the second of them is the right side of a join; else all are read alike
     */
    public Pump(
            String stateId,
            String form,
            Surroundings surroundings,
            Kernel kernel,
            List<Subscription> from,
            boolean join,
            Producer to) {
        this.stateId = stateId;
        this.form = form;
        this.surroundings = surroundings;
        this.kernel = kernel;
        Subscription[] subscriptions = from.toArray(new Subscription[0]);
        to.reads(subscriptions);
        this.from =
                subscriptions.length == 1 ? new Feed.Single(subscriptions[0]) : new Feed.Several(subscriptions, join);
        this.to = to;
        outlet = new StreamOutlet(to, tally);
    }

    @Override
    public String name() {
        return "pump " + surroundings.pump();
    }

    public Tally tally() {
        return tally;
    }

    @Override
    public String stateId() {
        return stateId;
    }

    @Override
    public String form() {
        return form;
    }

    @Override
    public void save(StateWriter out) throws IOException {
        out.flag(open);
        out.flag(done && time == RowBatch.END_WATERMARK);
        out.number(time);
        out.number(moved);
        tally.save(out);
        to.save(out);
        from.save(out);
        if (open) {
            kernel.save(out);
        }
    }

    /** The tables that it looks into are loaded already. */
    @Override
    public void restore(StateReader in) throws IOException {
        boolean wasOpen = in.flag();
        boolean wasDone = in.flag();
        time = in.number();
        moved = in.number();
        tally.restore(in);
        to.restore(in);
        from.restore(in);
        if (wasOpen) {
            open();
            kernel.restore(in);
        }
        if (wasDone) {
            end();
        }
    }

    /** How far time has come for the kernel. */
    public long watermark() {
        return time;
    }

    /** When {@link #watermark} moved last, or 0. */
    public long moved() {
        return moved;
    }

    /** What the kernel holds. Only while nobody runs it. */
    public Holding holding() {
        Holding holding = new Holding();
        if (open && !done) {
            kernel.holds(holding);
        }
        return holding;
    }

    /** The tables that it waits for before it begins. */
    public List<String> missingTables() {
        List<String> missing = new ArrayList<>();
        surroundings.tables().forEach((name, table) -> {
            if (!table.isLoaded()) {
                missing.add(name);
            }
        });
        return missing;
    }

    /** How many bytes wait for it. */
    public long queuedBytes() {
        return from.queuedBytes();
    }

    @Override
    public int doWork() {
        if (!open && !open()) {
            return 0;
        }
        int work = 0;
        for (int i = 0; i < BATCHES_A_TURN && to.hasRoom(); i++) {
            int rows = from.next(kernel);
            work += rows;
            tally.read += rows;
            if (from.watermark() > time) {
                time = from.watermark();
                moved = surroundings.clock().millis();
                kernel.time(time);
                work++;
            } else if (rows > 0 && from.hasWaiting()) {
                // Rows of the present instant have come behind it.
                kernel.time(time);
            }
            if (rows == 0) {
                break;
            }
        }
        if (work > 0) {
            outlet.flush();
            to.flush();
            to.promise(kernel.promise(time));
        }
        if (!done && from.ended()) {
            // The last watermark may have come after the last look at the queue.
            from.next(kernel);
            if (from.watermark() == time) {
                end();
            }
            work++;
        }
        return work;
    }

    /** Opens the kernel, once all tables that it looks into are loaded. */
    private boolean open() {
        for (LoadedTable table : surroundings.tables().values()) {
            if (!table.isLoaded()) {
                return false;
            }
        }
        kernel.open(new Context());
        open = true;
        return true;
    }

    private void end() {
        done = true;
        to.end();
        surroundings.errors().leave();
        LateRows late = surroundings.late();
        if (late != null) {
            late.leave();
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    /** The main outlet: full batches go on to the stream. */
    private static final class StreamOutlet extends Outlet {
        private final Producer producer;
        private final Tally tally;

        StreamOutlet(Producer producer, Tally tally) {
            super(producer.batch());
            this.producer = producer;
            this.tally = tally;
        }

        @Override
        protected RowBatch handOver(RowBatch filled) {
            tally.out += filled.size;
            return producer.publish();
        }
    }

    private final class Context implements KernelContext, LateOutlet, ErrorOutlet {

        @Override
        public Outlet main() {
            return outlet;
        }

        @Override
        public LateOutlet late() {
            return this;
        }

        @Override
        public ErrorOutlet errors() {
            return this;
        }

        @Override
        public ReferenceTable table(String name) {
            ReferenceTable table = surroundings.tables().get(name);
            if (table == null) {
                throw new IllegalStateException("no table " + name);
            }
            return table;
        }

        @Override
        public @Nullable Object parameter(String name) {
            return surroundings.parameters().get(name);
        }

        @Override
        public kpipe.spi.Clock clock() {
            return surroundings.clock();
        }

        @Override
        public long startTime() {
            return surroundings.startTime();
        }

        @Override
        public void late(RowBatch rows, int row, long by) {
            tally.late++;
            LateRows late = surroundings.late();
            if (late != null) {
                late.append(rows, row, by);
            }
            surroundings
                    .errors()
                    .late(
                            "the row came " + by + " ms too late for the last window that could have taken it",
                            rows,
                            row);
        }

        @Override
        public void error(RowBatch rows, int row, int line, RowException reason) {
            tally.errors++;
            surroundings.errors().row(reason.name(), reason.getMessage(), at(line), rows, row);
        }

        @Override
        public void resultError(long rowtime, int line, RowException reason) {
            tally.errors++;
            surroundings.errors().result(reason.name(), reason.getMessage(), at(line), rowtime);
        }

        private String at(int line) {
            return surroundings.file() + ":" + line;
        }
    }
}
