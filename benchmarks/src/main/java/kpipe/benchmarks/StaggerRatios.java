package kpipe.benchmarks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Stagger windows: generated kernels beside {@link HandStagger}, for few and for many keys. */
public final class StaggerRatios {

    private static final int ROWS = 1 << 20;
    private static final int ROUNDS = 20;
    private static final long SECONDS = 10;
    private static final Schema RESULT = Schema.of(
            new Column("device", Type.of(Kind.BIGINT, false)),
            new Column("readings", Type.of(Kind.BIGINT, false)),
            new Column("coldest", Type.of(Kind.DOUBLE, false)),
            new Column("hottest", Type.of(Kind.DOUBLE, false)),
            new Column("average", Type.of(Kind.DOUBLE, false)));

    private StaggerRatios() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        for (int devices : new int[] {1_000, 100_000}) {
            List<RowBatch> batches = Telemetry.batches(ROWS, devices, 1_000_000, 1);
            check(KernelOfText.ofArrivals(query("")), batches);
            Function<Boolean, KernelOfText> kernels = KernelOfText.ofArrivals(query(", AVG(temperature) AS average"));
            Ratios.compare(
                    "stagger, " + devices + " keys",
                    ROWS,
                    ROUNDS,
                    () -> byHand(batches, batch -> {}),
                    () -> generated(kernels.apply(false), batches));
        }
    }

    private static String query(String average) {
        return "SELECT STREAM device, COUNT(*) AS readings, MIN(temperature) AS coldest, MAX(temperature) AS hottest"
                + average + " FROM readings GROUP BY device WINDOWED BY STAGGER " + SECONDS + " SECONDS";
    }

    private static Runnable byHand(List<RowBatch> batches, Consumer<RowBatch> results) {
        HandStagger hand = new HandStagger(SECONDS * 1000, new RowBatch(RESULT), results);
        return () -> {
            batches.forEach(hand::batch);
            hand.end();
        };
    }

    private static Runnable generated(KernelOfText kernel, List<RowBatch> batches) {
        return () -> {
            batches.forEach(kernel::batch);
            kernel.end();
        };
    }

    /** Of averages, which are exact on one side alone, nothing is compared. */
    private static void check(Function<Boolean, KernelOfText> kernels, List<RowBatch> batches) {
        KernelOfText.Results byHand = new KernelOfText.Results();
        byHand(batches, batch -> byHand.add(batch, RESULT.size() - 1)).run();
        KernelOfText kernel = kernels.apply(true);
        generated(kernel, batches).run();
        byHand.sameAs(kernel.results);
    }
}
