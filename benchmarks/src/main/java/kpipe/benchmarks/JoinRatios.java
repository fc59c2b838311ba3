package kpipe.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Joins of two streams, with a window on both sides and with a condition on the two times: generated kernels beside {@link HandJoin}. A row meets one other on average. */
public final class JoinRatios {

    private static final int ROWS_PER_SIDE = 1 << 19;
    private static final int ROUNDS = 15;
    private static final long START = 1_767_225_600_000L;
    private static final Schema SIDE =
            Schema.of(new Column("id", Type.of(Kind.BIGINT, false)), new Column("amount", Type.of(Kind.BIGINT, false)));
    private static final Schema RESULT = Schema.of(
            new Column("id", Type.of(Kind.BIGINT, false)),
            new Column("asked", Type.of(Kind.BIGINT, false)),
            new Column("given", Type.of(Kind.BIGINT, false)));
    private static final String STREAMS = "STREAM orders (id BIGINT NOT NULL, amount BIGINT NOT NULL)"
            + " FROM FILE 'orders.jsonl' FORMAT JSON;\n"
            + "STREAM payments (id BIGINT NOT NULL, amount BIGINT NOT NULL)"
            + " FROM FILE 'payments.jsonl' FORMAT JSON;\n"
            + "PUMP p INTO results AS SELECT STREAM o.id, o.amount AS asked, p.amount AS given FROM ";

    private JoinRatios() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        for (int held : new int[] {1_000, 60_000}) {
            String window = " OVER (RANGE INTERVAL '" + held / 1000 + "' SECOND PRECEDING) AS ";
            compare(
                    "windowed join, " + held / 1000 + " s, " + 5 * held + " rows held a side",
                    "orders" + window + "o JOIN payments" + window + "p ON o.id = p.id",
                    held,
                    held,
                    5 * held * 2);
            compare(
                    "interval join, " + held / 1000 + " s, " + 5 * held + " rows held of one side",
                    "orders AS o JOIN payments AS p ON o.id = p.id AND p.ROWTIME BETWEEN o.ROWTIME AND o.ROWTIME"
                            + " + INTERVAL '" + held / 1000 + "' SECOND",
                    held,
                    0,
                    5 * held);
        }
    }

    private static void compare(String what, String from, long leftHeld, long rightHeld, int ids) {
        List<RowBatch> left = side(ids, 1);
        List<RowBatch> right = side(ids, 2);
        Function<Boolean, KernelOfText> kernels = KernelOfText.ofJoin(STREAMS + from + ";\n");
        KernelOfText.Results sums = new KernelOfText.Results();
        byHand(leftHeld, rightHeld, left, right, sums::add).run();
        KernelOfText kernel = kernels.apply(true);
        generated(kernel, left, right).run();
        sums.sameAs(kernel.results);
        Ratios.compare(
                what,
                2 * ROWS_PER_SIDE,
                ROUNDS,
                () -> byHand(leftHeld, rightHeld, left, right, batch -> {}),
                () -> generated(kernels.apply(false), left, right));
    }

    private static Runnable byHand(
            long leftHeld, long rightHeld, List<RowBatch> left, List<RowBatch> right, Consumer<RowBatch> results) {
        HandJoin join = new HandJoin(leftHeld, rightHeld, new RowBatch(RESULT), results);
        return () -> {
            for (int i = 0; i < left.size(); i++) {
                join.batches(left.get(i), right.get(i));
            }
            join.end();
        };
    }

    private static Runnable generated(KernelOfText kernel, List<RowBatch> left, List<RowBatch> right) {
        return () -> {
            for (int i = 0; i < left.size(); i++) {
                kernel.batches(left.get(i), right.get(i));
            }
            kernel.end();
        };
    }

    /** Five rows in a millisecond; a batch ends with the last row of one. */
    private static List<RowBatch> side(int ids, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RowBatch> batches = new ArrayList<>();
        RowBatch batch = new RowBatch(SIDE);
        for (int i = 0; i < ROWS_PER_SIDE; i++) {
            long time = START + i / 5;
            if (i % 5 == 0 && batch.size + 5 > batch.values[0].length) {
                batches.add(batch);
                batch = new RowBatch(SIDE);
            }
            int row = batch.size++;
            batch.values[0][row] = random.nextInt(ids);
            batch.values[1][row] = random.nextInt(1000);
            batch.rowtime[row] = time;
            batch.watermark[row] = time;
            batch.endWatermark = time;
        }
        batches.add(batch);
        return batches;
    }
}
