package kpipe.benchmarks;

import java.util.List;
import java.util.function.Function;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Sliding windows: generated kernels beside {@link HandSliding} for windows of several lengths: a row must cost the same in all. */
public final class SlidingRatios {

    private static final int ROWS = 1 << 20;
    private static final int DEVICES = 1_000;
    private static final int ROUNDS = 12;
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
            byHand.add(out, RESULT.size() - 1);
            kernel.batch(batch);
        }
        byHand.sameAs(kernel.results);
    }

    private static void compare(Function<Boolean, KernelOfText> kernels, List<RowBatch> batches, long millis) {
        Ratios.compare(
                "sliding, " + millis / 1000 + " s, " + DEVICES + " keys",
                ROWS,
                ROUNDS,
                () -> {
                    HandSliding hand = new HandSliding(millis, DEVICES, new RowBatch(RESULT));
                    return () -> batches.forEach(hand::batch);
                },
                () -> {
                    KernelOfText kernel = kernels.apply(false);
                    return () -> batches.forEach(kernel::batch);
                });
    }
}
