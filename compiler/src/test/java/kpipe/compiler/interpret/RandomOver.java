package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.OverFunction.Function;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Functions with OVER made at random. Variances and weighted means are taken of small whole numbers, of which no digit is lost whichever way they are computed. */
final class RandomOver {

    private static final Span HERE = RandomExpressions.HERE;

    private final Random random;
    private final RandomExpressions expressions;
    private final List<Frame> frames = new ArrayList<>();

    RandomOver(Random random, Schema input) {
        this.random = random;
        this.expressions = new RandomExpressions(random, input);
        for (int i = random.nextInt(2); i >= 0; i--) {
            frames.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Frame.Unbounded();
                        case 1, 2 -> new Frame.Rows(random.nextInt(5));
                        default -> new Frame.Range(random.nextInt(4) * 5_000L);
                    });
        }
    }

    /** An operator over rows of the schema. */
    Operator.Over make(Schema input) {
        List<Expr> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            keys.add(expressions.make(type(), random.nextInt(2)));
        }
        List<OverFunction> functions = new ArrayList<>();
        List<Column> columns = new ArrayList<>(input.columns());
        for (int i = random.nextInt(5); i >= 0; i--) {
            OverFunction function = function();
            functions.add(function);
            columns.add(new Column("o" + i, function.type()));
        }
        @Nullable
        WindowSpec period = switch (random.nextInt(4)) {
            case 0 -> new WindowSpec.Tumbling(1, 0);
            case 1 -> new WindowSpec.Tumbling(15_000, random.nextInt(3) * 1_000L);
            default -> null;
        };
        return new Operator.Over(period, keys, functions, new Schema(columns), HERE);
    }

    private Type type() {
        return RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
    }

    private OverFunction function() {
        Function[] all = Function.values();
        Function function = all[random.nextInt(all.length)];
        Frame frame = frames.get(random.nextInt(frames.size()));
        return switch (function) {
            case RANK, DENSE_RANK -> of(function, ranked(), 0, false, false, new Frame.Unbounded(), count());
            case COUNT ->
                random.nextBoolean()
                        ? of(function, List.of(), 0, false, false, frame, count())
                        : gathering(function, type(), frame);
            case SUM, AVG -> {
                Type type = type();
                yield type.kind().isNumeric() ? gathering(function, type, frame) : function();
            }
            case MIN, MAX -> gathering(function, type(), frame);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, EXP_AVG -> ofDoubles(function, frame);
            case FROM_FIRST, FROM_LAST, LAG -> picking(function, frame);
        };
    }

    private List<Expr> ranked() {
        List<Expr> by = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            by.add(expressions.make(type(), random.nextInt(2)));
        }
        return by;
    }

    private static Type count() {
        return Type.of(Kind.BIGINT, false);
    }

    private static OverFunction of(
            Function function,
            List<Expr> arguments,
            long number,
            boolean distinct,
            boolean ignoreNulls,
            Frame frame,
            Type type) {
        return new OverFunction(function, arguments, number, distinct, ignoreNulls, frame, type, HERE);
    }

    private OverFunction gathering(Function function, Type wanted, Frame frame) {
        Expr argument = expressions.make(wanted, 2);
        Type type = argument.type();
        Type result = switch (function) {
            case COUNT -> count();
            case SUM ->
                type.kind().isInteger()
                        ? Type.of(Kind.BIGINT, type.nullable())
                        : type.kind() == Kind.DECIMAL
                                ? Type.decimal(18, type.scale(), type.nullable())
                                : Type.of(Kind.DOUBLE, type.nullable());
            case AVG -> type.kind().isApproximate() ? Type.of(Kind.DOUBLE, type.nullable()) : type;
            default -> type;
        };
        boolean each = function != Function.MIN && function != Function.MAX;
        boolean distinct = each && !(frame instanceof Frame.Unbounded) && random.nextInt(3) == 0;
        return of(function, List.of(argument), 0, distinct, false, frame, result);
    }

    private OverFunction ofDoubles(Function function, Frame frame) {
        Expr small = expressions.make(Type.of(Kind.TINYINT, true), 1);
        Expr argument = new Expr.Cast(
                small, Expr.Cast.Mode.CAST, Type.of(Kind.DOUBLE, small.type().nullable()), HERE);
        boolean sample = function == Function.VAR_SAMP || function == Function.STDDEV_SAMP;
        Type type = Type.of(Kind.DOUBLE, sample || argument.type().nullable());
        boolean mean = function == Function.EXP_AVG;
        Frame bounded = mean && frame instanceof Frame.Unbounded ? new Frame.Rows(3) : frame;
        boolean distinct = !mean && !(bounded instanceof Frame.Unbounded) && random.nextInt(3) == 0;
        return of(function, List.of(argument), mean ? 7_000 : 0, distinct, false, bounded, type);
    }

    private OverFunction picking(Function function, Frame frame) {
        Expr argument = expressions.make(type(), 2);
        boolean ignoreNulls = random.nextBoolean();
        long number = random.nextInt(4);
        boolean all = frame instanceof Frame.Unbounded;
        Frame bounded = all && function == Function.LAG && !ignoreNulls ? new Frame.Range(12_000) : frame;
        if (all && function == Function.FROM_LAST && !ignoreNulls) {
            number = 0;
        }
        List<Expr> arguments = new ArrayList<>(List.of(argument));
        Type type = argument.type().withNullable(true);
        if (function == Function.LAG && random.nextBoolean()) {
            Expr otherwise = expressions.make(argument.type(), 1);
            if (otherwise.type().withNullable(true).equals(type)) {
                arguments.add(otherwise);
            }
        }
        return of(function, arguments, number, false, ignoreNulls, bounded, type);
    }
}
