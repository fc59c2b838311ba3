package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.Kernel;

/** A stage that joins two streams, and rows for both, made from a seed: the same seed gives the same. */
public final class RandomJoin {

    private static final Span HERE = RandomExpressions.HERE;
    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    private final Random random;

    /** The stage. */
    public final Stage stage;

    /** The reference tables that it may join to, by name. */
    public final Map<String, RowBatch> tables;

    private final RowBatch left;
    private final RowBatch right;

    public RandomJoin(long seed) {
        random = new Random(seed);
        RandomParts parts = new RandomParts(random);
        tables = parts.tables;
        Schema leftSchema = parts.schema(1 + random.nextInt(4));
        List<Column> rightColumns =
                new ArrayList<>(parts.schema(1 + random.nextInt(3)).columns());
        List<Operator.StreamJoin.KeyPair> keys = new ArrayList<>();
        for (int i = 0; i < leftSchema.size() && keys.size() < 2; i++) {
            if (random.nextInt(3) != 0) {
                keys.add(new Operator.StreamJoin.KeyPair(i, rightColumns.size()));
                Type type = leftSchema.type(i);
                rightColumns.add(new Column("k" + i, type.withNullable(random.nextBoolean())));
            }
        }
        Schema rightSchema = new Schema(rightColumns);
        List<Operator> operators = new ArrayList<>();
        Operator.StreamJoin join = join(leftSchema, rightSchema, keys);
        operators.add(join);
        Schema output = parts.rowOperators(operators, join.output(), false);
        stage = new Stage(
                "p",
                "p",
                "l",
                "t",
                leftSchema,
                operators,
                output,
                false,
                List.of(new Stage.Inlet("r", rightSchema)),
                HERE);
        left = parts.fill(leftSchema, 1 + random.nextInt(40));
        right = parts.fill(rightSchema, 1 + random.nextInt(40));
        for (Operator.StreamJoin.KeyPair key : keys) {
            // Keys drawn from what is on the left, or hardly any would meet.
            for (int row = 0; row < right.size; row++) {
                int other = random.nextInt(left.size);
                right.clearNull(key.right(), row);
                if (!left.isNull(key.left(), other)) {
                    right.copyCell(left, key.left(), other, key.right(), row);
                } else if (rightSchema.type(key.right()).nullable()) {
                    right.setNull(key.right(), row);
                }
            }
        }
        parts.giveTimes(left, random.nextBoolean());
        parts.giveTimes(right, random.nextBoolean());
    }

    private Operator.StreamJoin join(Schema leftSchema, Schema rightSchema, List<Operator.StreamJoin.KeyPair> keys) {
        long lower = -random.nextInt(3) * 9_000L;
        long upper = random.nextInt(3) * 9_000L;
        int leftRows = 0;
        int rightRows = 0;
        switch (random.nextInt(5)) {
            case 0 -> {
                leftRows = 2 + random.nextInt(4);
                upper = Long.MAX_VALUE;
            }
            case 1 -> {
                rightRows = 2 + random.nextInt(4);
                lower = Long.MIN_VALUE;
                if (random.nextBoolean()) {
                    leftRows = 3;
                    upper = Long.MAX_VALUE;
                }
            }
            case 2 -> {
                long moved = (random.nextInt(5) - 2) * 6_000L;
                lower += moved;
                upper += moved;
            }
            default -> {}
        }
        boolean keepsLeft = random.nextInt(3) == 0;
        boolean keepsRight = random.nextInt(3) == 0;
        boolean latest = random.nextInt(3) == 0;
        if (latest) {
            leftRows = 0;
            rightRows = 0;
            lower = random.nextBoolean() ? Long.MIN_VALUE : -random.nextInt(3) * 9_000L;
            upper = -random.nextInt(2);
            keepsRight = false;
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : leftSchema.columns()) {
            columns.add(optional("l", column, keepsRight));
        }
        for (Column column : rightSchema.columns()) {
            columns.add(optional("r", column, keepsLeft));
        }
        columns.add(new Column("left ROWTIME", TIME.withNullable(keepsRight)));
        columns.add(new Column("right ROWTIME", TIME.withNullable(keepsLeft)));
        Schema output = new Schema(columns);
        Expr residual = random.nextInt(3) == 0
                ? new RandomExpressions(random, output).make(Type.of(Kind.BOOLEAN, true), 2)
                : null;
        return new Operator.StreamJoin(
                leftSchema.size(),
                keys,
                lower,
                upper,
                leftRows,
                rightRows,
                residual,
                keepsLeft,
                keepsRight,
                latest,
                output,
                HERE);
    }

    private static Column optional(String side, Column column, boolean missing) {
        Type type = column.type();
        return new Column(side + column.name(), type.withNullable(missing || type.nullable()));
    }

    /** Opens the kernel and gives it the rows of both sides, in batches of random sizes and in random turns, and the time of both as it goes on. */
    public RecordingContext run(Kernel kernel, long cut) {
        return run(() -> kernel, cut, false);
    }

    /** As above; if {@code restarts}, the kernel is now and then saved and another one goes on from there. */
    public RecordingContext run(Supplier<Kernel> kernels, long cut, boolean restarts) {
        Kernel kernel = kernels.get();
        RecordingContext context = new RecordingContext(stage.output(), 1 + (int) (cut % 3)).withTables(tables);
        Random cuts = new Random(cut);
        kernel.open(context);
        int[] next = {0, 0};
        long[] watermarks = {RowBatch.NO_WATERMARK, RowBatch.NO_WATERMARK};
        long time = RowBatch.NO_WATERMARK;
        RowBatch[] rows = {left, right};
        while (next[0] < left.size || next[1] < right.size) {
            int side = cuts.nextInt(2);
            RowBatch from = rows[side];
            RowBatch batch = new RowBatch(from.schema, 32);
            for (int more = 1 + cuts.nextInt(16); more > 0 && next[side] < from.size; more--) {
                batch.appendRow(from, next[side]++);
            }
            if (batch.size > 0) {
                watermarks[side] = batch.watermark[batch.size - 1];
                if (side == 0) {
                    kernel.batch(batch);
                } else {
                    kernel.right(batch);
                }
            } else {
                watermarks[side] = RowBatch.END_WATERMARK;
            }
            long reached = Math.min(watermarks[0], watermarks[1]);
            if (reached > time) {
                time = reached;
                kernel.time(time);
            }
            if (restarts && cuts.nextInt(3) == 0) {
                kernel = context.another(kernel, kernels);
            }
        }
        kernel.time(RowBatch.END_WATERMARK);
        context.main().flush();
        return context;
    }
}
