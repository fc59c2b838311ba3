package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.Match.MatchVariable;
import kpipe.compiler.pipeline.Operator.Match.Skip;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.Kernel;

/** A stage that searches a pattern, and rows for it, made from a seed: few different values, so that much matches. */
public final class RandomMatch {

    private static final Span HERE = RandomExpressions.HERE;
    private static final Type TEXT = Type.varchar(3, true);
    private static final Type WHOLE = Type.of(Kind.INTEGER, true);
    private static final Schema INPUT = new Schema(
            List.of(new Column("k", TEXT), new Column("n", WHOLE), new Column("d", Type.of(Kind.DOUBLE, true))));
    private static final int MOST_ROWS = 6;

    private final Random random;
    private final int variables;

    /** The stage. */
    public final Stage stage;

    private final RowBatch rows;

    public RandomMatch(long seed) {
        random = new Random(seed);
        variables = 1 + random.nextInt(3);
        MatchPattern pattern = pattern(2);
        while (least(pattern) == 0) {
            pattern = new MatchPattern.Sequence(List.of(pattern, pattern(1)));
        }
        List<MatchSlot> tests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tests.add(numeric("t" + i));
        }
        List<MatchVariable> conditions = new ArrayList<>();
        for (int i = 0; i < variables; i++) {
            conditions.add(new MatchVariable("V" + i, random.nextInt(5) == 0 ? null : condition(tests)));
        }
        List<MatchSlot> results = new ArrayList<>();
        results.add(new MatchSlot(
                MatchSlot.Kind.CLASSIFIER,
                "c",
                MatchSlot.ALL,
                false,
                0,
                0,
                random.nextBoolean(),
                -1,
                null,
                null,
                Type.varchar(2, false)));
        for (int i = 0; i < 4; i++) {
            results.add(slot("r" + i));
        }
        boolean allRows = random.nextBoolean();
        long within = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(30) * 1000L;
        Skip skip = Skip.values()[random.nextInt(4)];
        int history = 0;
        for (MatchSlot slot : tests) {
            history = Math.max(history, slot.back());
        }
        for (MatchSlot slot : results) {
            history = Math.max(history, slot.kind() == MatchSlot.Kind.NUMBER ? 1 : slot.back());
        }
        Schema output = Operator.Match.schema(results);
        Operator.Match match = new Operator.Match(
                random.nextInt(4) == 0 ? List.of() : List.of(0),
                pattern,
                conditions,
                tests,
                results,
                allRows,
                skip,
                1L << random.nextInt(variables),
                within,
                history,
                output,
                HERE);
        List<Operator> operators = new ArrayList<>();
        operators.add(Operator.TimeSort.byRowtime(INPUT, HERE));
        operators.add(match);
        stage = new Stage("p", "p", "s", "t", INPUT, operators, output, false, HERE);
        rows = rows();
    }

    private MatchPattern pattern(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return new MatchPattern.Variable(random.nextInt(variables), random.nextInt(6) == 0);
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                List<MatchPattern> parts = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    parts.add(pattern(depth - 1));
                }
                return new MatchPattern.Sequence(parts);
            }
            case 1 -> {
                return new MatchPattern.Alternation(List.of(pattern(depth - 1), pattern(depth - 1)));
            }
            default -> {
                int least = random.nextInt(3);
                int most = random.nextBoolean() ? -1 : least + random.nextInt(3);
                return new MatchPattern.Repeated(pattern(depth - 1), least, most, random.nextBoolean());
            }
        }
    }

    /** The least number of rows of a match. */
    private static int least(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable) {
            return 1;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().stream().mapToInt(RandomMatch::least).sum();
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            return alternation.choices().stream()
                    .mapToInt(RandomMatch::least)
                    .min()
                    .orElse(0);
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        return repeated.least() * least(repeated.part());
    }

    private long some() {
        return random.nextInt(3) == 0 ? MatchSlot.ALL : 1 + random.nextInt((1 << variables) - 1);
    }

    private MatchSlot numeric(String name) {
        if (random.nextInt(5) == 0) {
            AggregateFunction function = random.nextBoolean() ? AggregateFunction.MAX : AggregateFunction.MIN;
            return new MatchSlot(MatchSlot.Kind.AGGREGATE, name, some(), false, 0, 0, false, 1, function, WHOLE, WHOLE);
        }
        int back = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        int offset = random.nextInt(4) == 0 ? 1 : 0;
        return new MatchSlot(
                MatchSlot.Kind.COLUMN, name, some(), random.nextInt(3) == 0, offset, back, false, 1, null, null, WHOLE);
    }

    private MatchSlot slot(String name) {
        Type bigint = Type.of(Kind.BIGINT, true);
        boolean atEnd = random.nextBoolean();
        return switch (random.nextInt(6)) {
            case 0 ->
                new MatchSlot(
                        MatchSlot.Kind.NUMBER,
                        name,
                        MatchSlot.ALL,
                        false,
                        0,
                        0,
                        false,
                        -1,
                        null,
                        null,
                        Type.of(Kind.BIGINT, false));
            case 1 ->
                new MatchSlot(
                        MatchSlot.Kind.ROWTIME,
                        name,
                        some(),
                        random.nextBoolean(),
                        random.nextInt(2),
                        0,
                        atEnd,
                        -1,
                        null,
                        null,
                        Type.of(Kind.TIMESTAMP, true));
            case 2 ->
                new MatchSlot(
                        MatchSlot.Kind.COLUMN,
                        name,
                        some(),
                        random.nextBoolean(),
                        random.nextInt(2),
                        random.nextInt(2),
                        atEnd,
                        0,
                        null,
                        null,
                        TEXT);
            case 3 ->
                new MatchSlot(
                        MatchSlot.Kind.AGGREGATE,
                        name,
                        some(),
                        false,
                        0,
                        0,
                        atEnd,
                        1,
                        AggregateFunction.SUM,
                        WHOLE,
                        bigint);
            case 4 ->
                new MatchSlot(
                        MatchSlot.Kind.AGGREGATE,
                        name,
                        some(),
                        false,
                        0,
                        0,
                        atEnd,
                        2,
                        AggregateFunction.AVG,
                        Type.of(Kind.DOUBLE, true),
                        Type.of(Kind.DOUBLE, true));
            default -> numeric(name);
        };
    }

    private Expr condition(List<MatchSlot> tests) {
        int first = random.nextInt(tests.size());
        Expr left = new Expr.Column(first, WHOLE, HERE);
        int second = random.nextInt(tests.size());
        Expr right = random.nextInt(3) == 0
                ? new Expr.Column(second, WHOLE, HERE)
                : new Expr.Literal((long) random.nextInt(4), Type.of(Kind.INTEGER, false), HERE);
        Operation[] operations = {
            Operation.LESS, Operation.GREATER_OR_EQUAL, Operation.NOT_EQUAL, Operation.LESS_OR_EQUAL
        };
        return new Expr.Call(
                operations[random.nextInt(operations.length)], List.of(left, right), Type.of(Kind.BOOLEAN, true), HERE);
    }

    private RowBatch rows() {
        int keys = 1 + random.nextInt(5);
        int count = 1 + random.nextInt(keys * MOST_ROWS);
        RowBatch batch = new RowBatch(INPUT, count);
        for (int row = 0; row < count; row++) {
            int key = random.nextInt(keys);
            Values.write(batch, 0, row, key == 0 ? null : Values.ofJavaForm("k" + key, TEXT));
            Values.write(batch, 1, row, random.nextInt(8) == 0 ? null : Long.valueOf(random.nextInt(4)));
            Values.write(batch, 2, row, random.nextInt(8) == 0 ? null : Double.valueOf(random.nextInt(100) / 8.0));
            batch.size++;
        }
        new RandomParts(random).giveTimes(batch, random.nextBoolean());
        return batch;
    }

    /** Opens the kernel and gives it the rows, in batches of random sizes. */
    public RecordingContext run(Kernel kernel, long cut) {
        return run(() -> kernel, cut, false);
    }

    /** As above; if {@code restarts}, the kernel is now and then saved and another one goes on from there. */
    public RecordingContext run(Supplier<Kernel> kernels, long cut, boolean restarts) {
        Kernel kernel = kernels.get();
        RecordingContext context = new RecordingContext(stage.output(), 1 + (int) (cut % 3));
        Random cuts = new Random(cut);
        kernel.open(context);
        for (int row = 0; row < rows.size; ) {
            RowBatch batch = new RowBatch(INPUT, 32);
            for (int more = 1 + cuts.nextInt(8); more > 0 && row < rows.size; more--) {
                batch.appendRow(rows, row++);
            }
            kernel.batch(batch);
            if (cuts.nextInt(3) != 0) {
                kernel.time(batch.watermark[batch.size - 1]);
            }
            if (restarts && cuts.nextInt(3) == 0) {
                kernel = context.another(kernel, kernels);
            }
        }
        kernel.time(RowBatch.END_WATERMARK);
        return context;
    }
}
