package kpipe.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import kpipe.benchmarks.KernelOfText.Results;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Generated kernels beside {@link HandLoops}: nanoseconds per row of one query over batches in memory, without decoding or encoding. Before anything is timed both
 * must give the same results.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class KernelBenchmark {

    static final int ROWS = 1 << 21;
    private static final Type DOUBLE = Type.of(Kind.DOUBLE, true);
    private static final Type BIGINT = Type.of(Kind.BIGINT, false);

    /** Rows, and both ways of working them off. */
    @State(Scope.Benchmark)
    public static class Stateless {

        /** The query. */
        @Param({"passThrough", "filterProject"})
        public String query = "";

        List<RowBatch> batches = List.of();
        RowBatch out = new RowBatch(Telemetry.SCHEMA);
        KernelOfText kernel = new KernelOfText("SELECT STREAM * FROM readings", false);

        /** Makes the rows, and compares the results. */
        @Setup(Level.Trial)
        public void prepare() {
            batches = Telemetry.batches(ROWS, 1000, 100_000, 1);
            boolean passThrough = query.equals("passThrough");
            String text = passThrough
                    ? "SELECT STREAM * FROM readings"
                    : "SELECT STREAM device, temperature * 1.8 + 32 AS fahrenheit, room FROM readings"
                            + " WHERE humidity > 50 AND room <> 7";
            out = new RowBatch(
                    passThrough
                            ? Telemetry.SCHEMA
                            : Schema.of(
                                    new Column("device", BIGINT),
                                    new Column("fahrenheit", DOUBLE),
                                    new Column("room", Type.of(Kind.INTEGER, false))));
            kernel = new KernelOfText(text, false);
            Results byHand = new Results();
            KernelOfText checked = new KernelOfText(text, true);
            for (RowBatch batch : batches) {
                hand(batch);
                byHand.add(out);
                out.clear();
                checked.batch(batch);
            }
            same(byHand, checked.results);
        }

        void hand(RowBatch batch) {
            if (query.equals("passThrough")) {
                HandLoops.passThrough(batch, out);
            } else {
                HandLoops.filterProject(batch, out);
            }
        }
    }

    /** Rows of minutes, and both ways of working them off. */
    @State(Scope.Benchmark)
    public static class Tumbling {

        private static final String QUERY = "SELECT STREAM device, COUNT(*) AS readings, AVG(temperature) AS average,"
                + " MIN(temperature) AS coldest, MAX(temperature) AS hottest FROM readings WHERE humidity > 10"
                + " GROUP BY device WINDOWED BY TUMBLING 1 MINUTE";

        /** How many devices. */
        @Param({"1000", "1000000"})
        public int devices;

        List<RowBatch> batches = List.of();
        KernelOfText kernel = new KernelOfText(QUERY, false);
        HandLoops.TumblingAggregate hand = hand(null);

        private static HandLoops.TumblingAggregate hand(@org.jspecify.annotations.Nullable Results results) {
            RowBatch out = new RowBatch(Schema.of(
                    new Column("device", BIGINT),
                    new Column("readings", BIGINT),
                    new Column("average", DOUBLE),
                    new Column("coldest", DOUBLE),
                    new Column("hottest", DOUBLE)));
            return new HandLoops.TumblingAggregate(out, batch -> {
                if (results != null) {
                    results.add(batch);
                }
            });
        }

        /** Makes the rows, and compares the results. */
        @Setup(Level.Trial)
        public void prepare() {
            batches = Telemetry.batches(ROWS, devices, ROWS / 2, 1);
            kernel = new KernelOfText(QUERY, false);
            hand = hand(null);
            Results byHand = new Results();
            HandLoops.TumblingAggregate checkedHand = hand(byHand);
            KernelOfText checked = new KernelOfText(QUERY, true);
            for (RowBatch batch : batches) {
                checkedHand.batch(batch);
                checked.batch(batch);
            }
            checkedHand.end();
            checked.end();
            same(byHand, checked.results);
        }
    }

    private static void same(Results byHand, Results generated) {
        if (byHand.rows != generated.rows || byHand.cells != generated.cells) {
            throw new IllegalStateException("by hand " + byHand.rows + " rows, " + byHand.cells + "; generated "
                    + generated.rows + " rows, " + generated.cells);
        }
    }

    /** The loop by hand. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long statelessByHand(Stateless state) {
        long rows = 0;
        for (RowBatch batch : state.batches) {
            state.hand(batch);
            rows += state.out.size;
            state.out.clear();
        }
        return rows;
    }

    /** The generated kernel. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void statelessGenerated(Stateless state) {
        for (RowBatch batch : state.batches) {
            state.kernel.batch(batch);
        }
    }

    /** The loop by hand. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void tumblingByHand(Tumbling state) {
        for (RowBatch batch : state.batches) {
            state.hand.batch(batch);
        }
        state.hand.end();
    }

    /** The generated kernel. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void tumblingGenerated(Tumbling state) {
        for (RowBatch batch : state.batches) {
            state.kernel.batch(batch);
        }
        state.kernel.end();
    }
}
