package kpipe.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Sliding windows: generated kernels beside {@link HandSliding}, in the manner of {@link KernelRatios}, for windows of several lengths: a row must cost the same in all. */
public final class SlidingRatios {

    private static final int ROWS = 1 << 20;
    private static final int DEVICES = 1_000;
    private static final int ROUNDS = 12;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Schema RESULT = Schema.of(
            new Column("device", Type.of(Kind.BIGINT, false)),
            new Column("readings", Type.of(Kind.BIGINT, false)),
            new Column("rooms", Type.of(Kind.BIGINT, false)),
            new Column("coldest", Type.of(Kind.DOUBLE, false)),
            new Column("hottest", Type.of(Kind.DOUBLE, false)),
            new Column("average", Type.of(Kind.DOUBLE, false)));

    private SlidingRatios() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        List<RowBatch> batches = Telemetry.batches(ROWS, DEVICES, 100_000, 1);
        for (long millis : new long[] {1_000, 60_000, 300_000}) {
            check(KernelOfText.ofArrivals(query("", millis)), batches, millis);
            String average = ", AVG(temperature) OVER w AS average";
            compare(KernelOfText.ofArrivals(query(average, millis)), batches, millis);
        }
    }

    private static String query(String average, long millis) {
        return "SELECT STREAM device, COUNT(*) OVER w AS readings, SUM(room) OVER w AS rooms,"
                + " MIN(temperature) OVER w AS coldest, MAX(temperature) OVER w AS hottest" + average
                + " FROM readings WINDOW w AS (PARTITION BY device RANGE INTERVAL '" + millis / 1000
                + "' SECOND PRECEDING)";
    }

    /** Of averages, which are exact on one side alone, nothing is compared. */
    private static void check(Function<Boolean, KernelOfText> kernels, List<RowBatch> batches, long millis) {
        KernelOfText kernel = kernels.apply(true);
        RowBatch out = new RowBatch(RESULT);
        HandSliding hand = new HandSliding(millis, DEVICES, out);
        KernelOfText.Results byHand = new KernelOfText.Results();
        for (RowBatch batch : batches) {
            hand.batch(batch);
            Arrays.fill(out.values[5], 0);
            byHand.add(out);
            kernel.batch(batch);
        }
        if (byHand.rows != kernel.results.rows || byHand.cells != kernel.results.cells) {
            throw new IllegalStateException(byHand.rows + " rows by hand, " + kernel.results.rows + " generated");
        }
    }

    private static void compare(Function<Boolean, KernelOfText> kernels, List<RowBatch> batches, long millis) {
        double byHand = Double.MAX_VALUE;
        double generated = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            HandSliding hand = new HandSliding(millis, DEVICES, new RowBatch(RESULT));
            byHand = Math.min(byHand, nanosPerRow(() -> batches.forEach(hand::batch)));
            KernelOfText kernel = kernels.apply(false);
            generated = Math.min(generated, nanosPerRow(() -> batches.forEach(kernel::batch)));
        }
        System.out.printf(
                Locale.ROOT,
                "sliding %6d ms, %d keys: by hand %6.2f ns, generated %6.2f ns: %.2f%n",
                millis,
                DEVICES,
                byHand,
                generated,
                generated / byHand);
    }

    private static double nanosPerRow(Runnable pass) {
        long start = THREADS.getCurrentThreadCpuTime();
        pass.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) ROWS;
    }
}
