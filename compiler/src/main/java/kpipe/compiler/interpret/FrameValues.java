package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.interpret.OverStep.Seen;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.data.Kind;
import org.jspecify.annotations.Nullable;

/** The values of functions over the rows of a frame, of which the last is the row itself. */
final class FrameValues {

    private FrameValues() {}

    /**
     * The value of a function. Throws a RowException where it does not fit its type.
     *
     * @param index which function it is: the place of its arguments in the rows
     */
    static @Nullable Object of(OverFunction function, int index, List<Seen> frame) {
        return switch (function.function()) {
            case COUNT, MIN, MAX -> aggregate(function, index, frame);
            case SUM, AVG -> sum(function, index, frame);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> variance(function, values(function, index, frame));
            case EXP_AVG -> weighted(function, index, frame);
            case FROM_FIRST -> picked(function, index, frame, function.number(), true);
            case FROM_LAST -> picked(function, index, frame, function.number(), false);
            case LAG -> lag(function, index, frame);
            case RANK -> rank(function, index, frame);
            case DENSE_RANK -> denseRank(function, index, frame);
        };
    }

    private static @Nullable Object aggregate(OverFunction function, int index, List<Seen> frame) {
        Group group = new Group(List.of());
        for (int i = 0; i < frame.size(); i++) {
            List<List<@Nullable Object>> arguments = new ArrayList<>();
            arguments.add(frame.get(i).arguments().get(index));
            group.add(new Group.Entry(frame.get(i).rowtime(), i, arguments));
        }
        Aggregate aggregate = new Aggregate(
                AggregateFunction.valueOf(function.function().name()),
                function.arguments(),
                function.distinct(),
                function.ignoreNulls(),
                function.type(),
                function.span());
        return group.results(List.of(aggregate)).get(0);
    }

    /** The values of the first argument that count: none of them NULL, each once for DISTINCT. */
    private static List<Object> values(OverFunction function, int index, List<Seen> frame) {
        List<Object> values = new ArrayList<>();
        Set<@Nullable Object> distinct = new HashSet<>();
        for (Seen row : frame) {
            Object value = row.arguments().get(index).get(0);
            if (value != null && (distinct.add(Values.key(value)) || !function.distinct())) {
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable Object sum(OverFunction function, int index, List<Seen> frame) {
        if (!function.arguments().get(0).kind().isApproximate()) {
            return aggregate(function, index, frame);
        }
        List<Object> values = values(function, index, frame);
        if (values.isEmpty()) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(new BigDecimal((Double) value));
        }
        double total = (Double) Values.approximate(sum.doubleValue(), kpipe.data.Type.of(Kind.DOUBLE, false));
        boolean mean = function.function() == OverFunction.Function.AVG;
        return Values.approximate(mean ? total / values.size() : total, function.type());
    }

    private static @Nullable Object variance(OverFunction function, List<Object> values) {
        boolean sample = function.function() == OverFunction.Function.VAR_SAMP
                || function.function() == OverFunction.Function.STDDEV_SAMP;
        boolean root = function.function() == OverFunction.Function.STDDEV_POP
                || function.function() == OverFunction.Function.STDDEV_SAMP;
        int count = values.size();
        if (count == 0 || sample && count == 1) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (Object value : values) {
            BigDecimal number = new BigDecimal((Double) value);
            sum = sum.add(number);
            squares = squares.add(number.multiply(number));
        }
        double deviation = squares.multiply(BigDecimal.valueOf(count))
                .subtract(sum.multiply(sum))
                .doubleValue();
        double variance = deviation / count / (sample ? count - 1 : count);
        return Values.approximate(root ? Math.sqrt(variance) : variance, function.type());
    }

    private static @Nullable Object weighted(OverFunction function, int index, List<Seen> frame) {
        long halfLife = function.number();
        long base = Math.floorDiv(frame.get(frame.size() - 1).rowtime(), halfLife);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Seen row : frame) {
            Object value = row.arguments().get(index).get(0);
            if (value != null) {
                double part = Math.pow(2, Math.floorMod(row.rowtime(), halfLife) / (double) halfLife);
                long halvings = base - Math.floorDiv(row.rowtime(), halfLife);
                sum = sum.add(halved(new BigDecimal((Double) value * part), halvings));
                weights = weights.add(halved(new BigDecimal(part), halvings));
            }
        }
        return weights.signum() == 0
                ? null
                : Values.approximate(sum.doubleValue() / weights.doubleValue(), function.type());
    }

    private static BigDecimal halved(BigDecimal number, long times) {
        return number.divide(BigDecimal.valueOf(2).pow((int) times));
    }

    /** The value of the row that is {@code number} rows from the first or the last, those passed over not counted. */
    private static @Nullable Object picked(
            OverFunction function, int index, List<Seen> frame, long number, boolean fromFirst) {
        List<@Nullable Object> candidates = new ArrayList<>();
        for (Seen row : frame) {
            Object value = row.arguments().get(index).get(0);
            if (value != null || !function.ignoreNulls()) {
                candidates.add(value);
            }
        }
        if (number >= candidates.size()) {
            return null;
        }
        return candidates.get((int) (fromFirst ? number : candidates.size() - 1 - number));
    }

    private static @Nullable Object lag(OverFunction function, int index, List<Seen> frame) {
        Seen row = frame.get(frame.size() - 1);
        if (function.number() == 0) {
            return row.arguments().get(index).get(0);
        }
        List<Seen> before = frame.subList(0, frame.size() - 1);
        long candidates = before.stream()
                .filter(seen ->
                        !function.ignoreNulls() || seen.arguments().get(index).get(0) != null)
                .count();
        if (function.number() <= candidates) {
            return picked(function, index, before, function.number() - 1, false);
        }
        return function.arguments().size() == 1
                ? null
                : row.arguments().get(index).get(1);
    }

    private static Object rank(OverFunction function, int index, List<Seen> frame) {
        long rank = 1;
        for (int i = 1; i < frame.size(); i++) {
            rank = ranked(function, index, frame.get(i)).equals(ranked(function, index, frame.get(i - 1)))
                    ? rank
                    : i + 1;
        }
        return rank;
    }

    private static Object denseRank(OverFunction function, int index, List<Seen> frame) {
        long rank = 1;
        for (int i = 1; i < frame.size(); i++) {
            rank += ranked(function, index, frame.get(i)).equals(ranked(function, index, frame.get(i - 1))) ? 0 : 1;
        }
        return rank;
    }

    /** What rows of one rank have in common. */
    private static List<@Nullable Object> ranked(OverFunction function, int index, Seen row) {
        List<@Nullable Object> values = new ArrayList<>();
        if (function.arguments().isEmpty()) {
            values.add(row.rowtime());
        }
        row.arguments().get(index).forEach(value -> values.add(Values.key(value)));
        return values;
    }
}
