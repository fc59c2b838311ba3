package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.stdlib.table.GroupRank;
import kpipe.stdlib.table.RandomCutForest;
import org.jspecify.annotations.Nullable;

/** A stage and rows for it, made from a seed: the same seed gives the same. */
public final class RandomStage {

    private static final Span HERE = RandomExpressions.HERE;

    private final boolean large;
    private final Random random;

    /** The stage. */
    public final Stage stage;

    /** The reference tables that it may join to, by name. */
    public final Map<String, RowBatch> tables;

    private final RowBatch rows;

    public RandomStage(long seed) {
        this(seed, false);
    }

    /** @param large whether to aggregate more than one method of generated code deals with */
    public RandomStage(long seed, boolean large) {
        this.large = large;
        random = new Random(seed);
        RandomParts parts = new RandomParts(random);
        tables = parts.tables;
        Schema input = parts.schema(1 + random.nextInt(6));
        List<Operator> operators = new ArrayList<>();
        boolean window = large || random.nextInt(3) != 0;
        Schema schema = parts.rowOperators(operators, input, !window);
        if (window) {
            schema = window(operators, schema);
            schema = parts.rowOperators(operators, schema, true);
        }
        stage = new Stage("p", "p", "s", "t", input, operators, schema, false, HERE);
        rows = parts.fill(input, 1 + random.nextInt(60));
        boolean sorts = operators.stream().anyMatch(operator -> operator instanceof Operator.TimeSort);
        boolean ordered = operators.stream()
                .anyMatch(operator -> operator instanceof Operator.WindowAggregate aggregate
                                && aggregate.window() instanceof WindowSpec.Stagger
                        || (operator instanceof Operator.Over
                                        || operator instanceof Operator.Lead
                                        || operator instanceof Operator.TableCall)
                                && !sorts);
        parts.giveTimes(rows, ordered);
    }

    /** The rows in batches of random sizes; the watermark behind each is somewhere between what has been carried and what will be. */
    public List<RowBatch> batches(long seed) {
        Random cuts = new Random(seed);
        List<RowBatch> batches = new ArrayList<>();
        int row = 0;
        while (row < rows.size) {
            RowBatch batch = new RowBatch(rows.schema, 64);
            for (int left = 1 + cuts.nextInt(20); left > 0 && row < rows.size; left--) {
                batch.appendRow(rows, row++);
            }
            batch.endWatermark = batch.watermark[batch.size - 1];
            batches.add(batch);
        }
        return batches;
    }

    private Schema window(List<Operator> operators, Schema input) {
        if (!large && random.nextInt(3) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> sorted(operators, input);
                case 1 -> called(operators, input);
                default -> over(operators, input);
            };
        }
        WindowSpec window = switch (random.nextInt(9)) {
            case 0 -> new WindowSpec.Hopping(30_000, 10_000, 0);
            case 1 -> new WindowSpec.Hopping(25_000, 10_000, 3_000);
            case 2 -> new WindowSpec.Session(8_000);
            case 3 -> new WindowSpec.Stagger(20_000);
            case 4 -> calendar();
            case 5 ->
                new WindowSpec.Cumulating(
                        new WindowSpec.Tumbling(30_000, 1_000), new WindowSpec.Tumbling(10_000, 1_000));
            case 6 -> new WindowSpec.Cumulating(new WindowSpec.Tumbling(60_000, 0), new WindowSpec.Tumbling(25_000, 0));
            default -> new WindowSpec.Tumbling(20_000, random.nextInt(3) * 1000L);
        };
        if (!(window instanceof WindowSpec.Stagger) && random.nextInt(4) == 0) {
            operators.add(Operator.TimeSort.byRowtime(input, HERE));
        }
        RandomExpressions expressions = new RandomExpressions(random, input);
        List<Expr> keys = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        int moreKeys = large && random.nextInt(4) == 0 ? 45 : 0;
        for (int i = random.nextInt(3) + moreKeys; i > 0; i--) {
            Type type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            Expr key = expressions.make(type, random.nextInt(2));
            keys.add(key);
            columns.add(new Column("k" + i, key.type()));
        }
        List<Aggregate> aggregates = new ArrayList<>();
        for (int i = random.nextInt(4) + (large ? 40 : 0); i >= 0; i--) {
            Aggregate aggregate = aggregate(expressions);
            aggregates.add(aggregate);
            columns.add(new Column("a" + i, aggregate.type()));
        }
        columns.add(new Column("window_start", Type.of(Kind.TIMESTAMP, false)));
        columns.add(new Column("window_end", Type.of(Kind.TIMESTAMP, false)));
        Schema output = new Schema(columns);
        operators.add(new Operator.WindowAggregate(
                window, keys, aggregates, window.isKeyed() || random.nextInt(5) != 0, output, HERE));
        return output;
    }

    private WindowSpec calendar() {
        if (random.nextInt(3) != 0) {
            WindowSpec.Unit unit = WindowSpec.Unit.values()[random.nextInt(5)];
            return new WindowSpec.Calendar(unit, 1 + random.nextInt(3), 1 + random.nextInt(3), "Europe/Berlin");
        }
        return new WindowSpec.Cumulating(
                new WindowSpec.Calendar(WindowSpec.Unit.DAY, 1, 1, "Asia/Kolkata"),
                new WindowSpec.Tumbling(3_600_000, 0));
    }

    /** A sort by some columns, within a period or an instant. */
    private Schema sorted(List<Operator> operators, Schema input) {
        @Nullable
        WindowSpec period = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> WindowSpec.Calendar.of(WindowSpec.Unit.DAY);
            default -> new WindowSpec.Tumbling(1000L + random.nextInt(20) * 1000L, random.nextInt(2));
        };
        List<Operator.TimeSort.SortKey> keys = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            if (random.nextInt(2) == 0) {
                keys.add(new Operator.TimeSort.SortKey(i, random.nextBoolean(), random.nextBoolean()));
            }
        }
        Operator.TimeSort.First first = random.nextInt(3) != 0 || period == null && keys.isEmpty()
                ? null
                : new Operator.TimeSort.First(
                        random.nextBoolean() ? List.of() : List.of(random.nextInt(input.size())),
                        1 + random.nextInt(3));
        operators.add(new Operator.TimeSort(period, keys, first, input, HERE));
        return input;
    }

    /** Rows through a table function, of which some give several rows later and others one at once. */
    private Schema called(List<Operator> operators, Schema input) {
        if (random.nextInt(3) != 0) {
            operators.add(Operator.TimeSort.byRowtime(input, HERE));
        }
        boolean ranks = random.nextInt(3) != 0
                || !new RandomCutForest()
                        .complaints(input, List.of(5L, 8L, 100L, 1L))
                        .isEmpty();
        String order = List.of("asc", "desc", "none").get(random.nextInt(3));
        List<Object> arguments = ranks
                ? List.of(
                        random.nextInt(input.size()), "place", random.nextBoolean() ? "asc" : "desc", order, 0L, (long)
                                random.nextInt(4))
                : List.of(5L, 8L, 100L, 1L);
        TableFunction function = ranks ? new GroupRank() : new RandomCutForest();
        List<Column> columns = new ArrayList<>(input.columns());
        columns.addAll(function.added(arguments));
        Schema output = new Schema(columns);
        operators.add(new Operator.TableCall(function, arguments, input, output, HERE));
        return output;
    }

    private Schema over(List<Operator> operators, Schema input) {
        if (random.nextInt(3) != 0) {
            operators.add(Operator.TimeSort.byRowtime(input, HERE));
        }
        if (random.nextInt(3) == 0) {
            Operator.Lead lead = lead(input);
            operators.add(lead);
            return lead.output();
        }
        Operator.Over over = new RandomOver(random, input).make(input);
        operators.add(over);
        return over.output();
    }

    private Operator.Lead lead(Schema input) {
        List<Integer> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            keys.add(random.nextInt(input.size()));
        }
        List<Operator.Lead.LeadFunction> functions = new ArrayList<>();
        List<Column> columns = new ArrayList<>(input.columns());
        boolean periodic = random.nextBoolean();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int column = random.nextInt(input.size());
            int otherwise = random.nextInt(input.size());
            boolean fits = input.type(otherwise)
                    .withNullable(true)
                    .equals(input.type(column).withNullable(true));
            functions.add(new Operator.Lead.LeadFunction(
                    column,
                    fits ? otherwise : -1,
                    random.nextInt(4),
                    random.nextBoolean(),
                    periodic && random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(5) * 4_000L,
                    HERE));
            columns.add(new Column("l" + i, input.type(column).withNullable(true)));
        }
        WindowSpec period = periodic ? new WindowSpec.Tumbling(15_000, random.nextInt(3) * 1_000L) : null;
        return new Operator.Lead(period, keys, functions, new Schema(columns), HERE);
    }

    private Aggregate aggregate(RandomExpressions expressions) {
        AggregateFunction[] functions = AggregateFunction.values();
        AggregateFunction function = functions[random.nextInt(functions.length)];
        if (Aggregate.PAIRS.contains(function)) {
            return pair(function, expressions);
        }
        boolean edge = function == AggregateFunction.FIRST_VALUE || function == AggregateFunction.LAST_VALUE;
        if (function == AggregateFunction.COUNT && random.nextBoolean()) {
            return new Aggregate(function, List.of(), false, false, Type.of(Kind.BIGINT, false), HERE);
        }
        List<Type> types = RandomValues.TYPES.stream()
                .filter(type -> takes(function, type.kind()))
                .toList();
        Expr argument = expressions.make(types.get(random.nextInt(types.size())), 2);
        argument = function == AggregateFunction.ARRAY_AGG ? ofOne(argument) : argument;
        boolean distinct = !edge && random.nextInt(3) == 0;
        boolean filtered = edge && random.nextInt(3) == 0;
        List<Expr> arguments =
                filtered ? List.of(argument, expressions.make(Type.of(Kind.BOOLEAN, true), 2)) : List.of(argument);
        boolean ignoreNulls = edge && !filtered && random.nextBoolean();
        Aggregate.Fraction fraction = new Aggregate.Fraction(random.nextInt(101), 100, random.nextBoolean());
        Aggregate.Listing listing = null;
        if (function == AggregateFunction.LISTAGG || function == AggregateFunction.ARRAY_AGG) {
            List<Aggregate.Listing.Order> orders = new ArrayList<>();
            arguments = new ArrayList<>(arguments);
            for (int i = random.nextInt(3); i > 0; i--) {
                arguments.add(expressions.make(RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size())), 1));
                orders.add(new Aggregate.Listing.Order(random.nextBoolean(), random.nextBoolean()));
            }
            listing = new Aggregate.Listing(random.nextBoolean() ? ", " : "", orders);
        }
        boolean sketched = function == AggregateFunction.APPROX_COUNT_DISTINCT;
        return new Aggregate(
                function,
                arguments,
                distinct && (listing != null || !Aggregate.GATHERINGS.contains(function)),
                ignoreNulls,
                Aggregate.GATHERINGS.contains(function) && !sketched && listing == null ? fraction : null,
                listing,
                type(function, argument),
                HERE);
    }

    /** The ARRAY of one number; NULL now and then. */
    private Expr ofOne(Expr number) {
        Expr part = RandomParts.part(number);
        Expr array = RandomParts.array(List.of(part), Type.array(number.type(), true));
        Expr never = new Expr.Literal(null, array.type(), HERE);
        Expr there = new Expr.Call(Operation.IS_NOT_NULL, List.of(number), Type.of(Kind.BOOLEAN, false), HERE);
        return random.nextBoolean()
                ? array
                : new Expr.Case(List.of(new Expr.Case.Branch(there, array)), never, array.type(), HERE);
    }

    /** Of small whole numbers, so that nothing is lost by an infinite product. */
    private static Aggregate pair(AggregateFunction function, RandomExpressions expressions) {
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Expr small = expressions.make(Type.of(Kind.TINYINT, true), 1);
            Type type = Type.of(Kind.DOUBLE, small.type().nullable());
            arguments.add(new Expr.Cast(small, Expr.Cast.Mode.CAST, type, HERE));
        }
        Type type = function == AggregateFunction.REGR_COUNT ? Type.of(Kind.BIGINT, false) : Type.of(Kind.DOUBLE, true);
        return new Aggregate(function, arguments, false, false, type, HERE);
    }

    private static boolean takes(AggregateFunction function, Kind kind) {
        return switch (function) {
            case SUM, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, PERCENTILE_CONT, APPROX_QUANTILE ->
                kind.isNumeric();
            case PERCENTILE_DISC -> kind.form() != Kind.Form.BYTES;
            case APPROX_COUNT_DISTINCT -> true;
            case LISTAGG -> kind.isText();
            case ARRAY_AGG -> kind.isInteger();
            case ANY, EVERY -> kind == Kind.BOOLEAN;
            case BIT_AND, BIT_OR, BIT_XOR -> kind.isInteger();
            case COUNT, MIN, MAX, FIRST_VALUE, LAST_VALUE -> true;
            default -> false;
        };
    }

    private Type type(AggregateFunction function, Expr argument) {
        Type type = argument.type().withNullable(true);
        return switch (function) {
            case COUNT, APPROX_COUNT_DISTINCT -> Type.of(Kind.BIGINT, false);
            case LISTAGG -> Type.varchar(random.nextInt(4) == 0 ? 8 : 2_000, true);
            case PERCENTILE_CONT, APPROX_QUANTILE -> Type.of(Kind.DOUBLE, true);
            case SUM ->
                type.kind().isInteger()
                        ? Type.of(Kind.BIGINT, true)
                        : type.kind() == Kind.DECIMAL
                                ? Type.decimal(18, type.scale(), true)
                                : Type.of(Kind.DOUBLE, true);
            case AVG -> type.kind().isApproximate() ? Type.of(Kind.DOUBLE, true) : type;
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> Type.of(Kind.DOUBLE, true);
            default -> type;
        };
    }
}
