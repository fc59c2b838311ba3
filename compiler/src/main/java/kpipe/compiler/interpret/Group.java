package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.DistinctSketch;
import org.jspecify.annotations.Nullable;

/** The rows of one group in one window, kept as they came; aggregates are computed from them when asked for. */
final class Group {

    /** A row of a group: its ROWTIME, its place in the order of arrival, and for each aggregate the values of its arguments. */
    record Entry(long rowtime, long arrival, List<List<@Nullable Object>> arguments) {}

    final List<@Nullable Object> keys;
    private final List<Entry> entries = new ArrayList<>();

    Group(List<@Nullable Object> keys) {
        this.keys = keys;
    }

    /** The arrival of the group's first row. */
    long firstSeen() {
        return entries.stream().mapToLong(Entry::arrival).min().orElse(Long.MAX_VALUE);
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    void addAll(Group other) {
        entries.addAll(other.entries);
    }

    List<Entry> entries() {
        return entries;
    }

    /** The values of the aggregates, in order. Throws a RowException where a sum does not fit its type. */
    List<@Nullable Object> results(List<Aggregate> aggregates) {
        List<@Nullable Object> results = new ArrayList<>();
        for (int i = 0; i < aggregates.size(); i++) {
            results.add(compute(aggregates.get(i), i, entries));
        }
        return results;
    }

    private static @Nullable Object compute(Aggregate aggregate, int index, List<Entry> rows) {
        List<Entry> byArrival = new ArrayList<>(rows);
        byArrival.sort((a, b) -> Long.compare(a.arrival(), b.arrival()));
        return switch (aggregate.function()) {
            case FIRST_VALUE, LAST_VALUE -> edge(aggregate, index, byArrival);
            case COUNT -> (long) taken(aggregate, index, byArrival).size();
            case ARRAY_AGG -> TextLists.array(aggregate, index, byArrival);
            case LISTAGG -> TextLists.of(aggregate, index, byArrival);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_COUNT, REGR_AVGX, REGR_AVGY ->
                Pairs.of(aggregate, taken(aggregate, index, byArrival));
            case APPROX_COUNT_DISTINCT -> sketched(taken(aggregate, index, byArrival));
            default -> {
                List<Object> values = new ArrayList<>();
                taken(aggregate, index, byArrival).forEach(arguments -> values.add(arguments.get(0)));
                yield values.isEmpty() ? null : ofValues(aggregate, values);
            }
        };
    }

    private static Object sketched(List<List<Object>> taken) {
        DistinctSketch sketch = new DistinctSketch();
        for (List<Object> arguments : taken) {
            sketch.add(Values.hash(arguments.get(0)));
        }
        return sketch.count();
    }

    /** The arguments of the rows that count: none of them NULL, each once for DISTINCT. */
    private static List<List<Object>> taken(Aggregate aggregate, int index, List<Entry> rows) {
        List<List<Object>> taken = new ArrayList<>();
        Map<List<Object>, List<Object>> distinct = new LinkedHashMap<>();
        for (Entry row : rows) {
            List<@Nullable Object> arguments = row.arguments().get(index);
            if (!arguments.contains(null)) {
                taken.add(List.copyOf(arguments));
                List<Object> key = new ArrayList<>();
                arguments.forEach(argument -> key.add(Objects.requireNonNull(Values.key(argument))));
                distinct.putIfAbsent(key, List.copyOf(arguments));
            }
        }
        return aggregate.distinct() ? List.copyOf(distinct.values()) : taken;
    }

    private static @Nullable Object edge(Aggregate aggregate, int index, List<Entry> byArrival) {
        List<Entry> ordered = new ArrayList<>(byArrival);
        ordered.sort((a, b) -> Long.compare(a.rowtime(), b.rowtime()));
        if (aggregate.arguments().size() > 1) {
            ordered.removeIf(
                    row -> !Boolean.TRUE.equals(row.arguments().get(index).get(1)));
        }
        if (aggregate.ignoreNulls()) {
            ordered.removeIf(row -> row.arguments().get(index).get(0) == null);
        }
        if (ordered.isEmpty()) {
            return null;
        }
        int place = aggregate.function() == AggregateFunction.FIRST_VALUE ? 0 : ordered.size() - 1;
        return ordered.get(place).arguments().get(index).get(0);
    }

    private static @Nullable Object ofValues(Aggregate aggregate, List<Object> values) {
        Kind kind = aggregate.arguments().get(0).kind();
        return switch (aggregate.function()) {
            case SUM -> sum(values, kind, aggregate.type());
            case AVG -> average(values, kind, aggregate.type());
            case MIN ->
                values.stream()
                        .reduce((a, b) -> Values.compare(b, a, kind) < 0 ? b : a)
                        .orElseThrow();
            case PERCENTILE_CONT, PERCENTILE_DISC, APPROX_QUANTILE -> Percentiles.of(aggregate, values);
            case VAR_POP, STDDEV_POP -> spread(aggregate, values, values.size());
            case VAR_SAMP, STDDEV_SAMP -> values.size() == 1 ? null : spread(aggregate, values, values.size() - 1);
            case EVERY -> !values.contains(false);
            case ANY -> values.contains(true);
            case BIT_AND -> values.stream().reduce(-1L, (a, b) -> (Long) a & (Long) b);
            case BIT_OR -> values.stream().reduce(0L, (a, b) -> (Long) a | (Long) b);
            case BIT_XOR -> values.stream().reduce(0L, (a, b) -> (Long) a ^ (Long) b);
            default ->
                values.stream()
                        .reduce((a, b) -> Values.compare(b, a, kind) > 0 ? b : a)
                        .orElseThrow();
        };
    }

    /** Computed with as many digits as it takes, and rounded at the end. */
    private static Object spread(Aggregate aggregate, List<Object> values, int divisor) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (Object value : values) {
            BigDecimal number = value instanceof Double real ? new BigDecimal(real) : Values.exact(value);
            sum = sum.add(number);
            squares = squares.add(number.multiply(number));
        }
        BigDecimal count = BigDecimal.valueOf(values.size());
        BigDecimal distances =
                squares.multiply(count).subtract(sum.multiply(sum)).divide(count, MathContext.DECIMAL128);
        Values.approximate(distances.doubleValue(), aggregate.type());
        double variance = distances
                .divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128)
                .doubleValue();
        boolean deviation = aggregate.function() == AggregateFunction.STDDEV_POP
                || aggregate.function() == AggregateFunction.STDDEV_SAMP;
        return deviation ? Math.sqrt(variance) : variance;
    }

    private static Object sum(List<Object> values, Kind kind, Type type) {
        if (kind.isApproximate()) {
            double sum = 0;
            for (Object value : values) {
                sum += (Double) value;
            }
            return Values.approximate(sum, type);
        }
        return Values.fit(exactSum(values), type);
    }

    private static BigDecimal exactSum(List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(Values.exact(value));
        }
        return sum;
    }

    private static Object average(List<Object> values, Kind kind, Type type) {
        BigDecimal count = BigDecimal.valueOf(values.size());
        if (kind.isApproximate()) {
            return Values.approximate((Double) sum(values, kind, Type.of(Kind.DOUBLE, true)) / values.size(), type);
        }
        RoundingMode rounding = kind == Kind.DECIMAL ? RoundingMode.HALF_UP : RoundingMode.DOWN;
        return Values.fit(exactSum(values).divide(count, type.scale(), rounding), type);
    }
}
