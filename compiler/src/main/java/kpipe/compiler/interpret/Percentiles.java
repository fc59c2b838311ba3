package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.data.Kind;
import kpipe.runtime.operator.QuantileSketch;

/** Percentiles, of all values sorted. */
final class Percentiles {

    private Percentiles() {}

    static Object of(Aggregate aggregate, List<Object> values) {
        Aggregate.Fraction fraction = Objects.requireNonNull(aggregate.fraction());
        BigDecimal part = BigDecimal.valueOf(fraction.numerator()).divide(BigDecimal.valueOf(fraction.denominator()));
        if (aggregate.function() == AggregateFunction.APPROX_QUANTILE) {
            QuantileSketch sketch = new QuantileSketch();
            values.forEach(value -> sketch.add(number(value)));
            return sketch.quantile(fraction.numerator(), fraction.denominator());
        }
        Kind kind = aggregate.arguments().get(0).kind();
        List<Object> sorted = new ArrayList<>(values);
        sorted.sort((a, b) -> Values.compare(a, b, kind));
        if (fraction.descending()) {
            Collections.reverse(sorted);
        }
        if (aggregate.function() == AggregateFunction.PERCENTILE_DISC) {
            int place = part.multiply(BigDecimal.valueOf(sorted.size()))
                    .setScale(0, RoundingMode.CEILING)
                    .intValueExact();
            return sorted.get(Math.max(0, place - 1));
        }
        BigDecimal way = part.multiply(BigDecimal.valueOf(sorted.size() - 1L));
        int place = way.intValue();
        double first = number(sorted.get(place));
        double next = number(sorted.get(Math.min(place + 1, sorted.size() - 1)));
        double rest = way.subtract(BigDecimal.valueOf(place)).doubleValue();
        return first == next ? first : first * (1 - rest) + next * rest;
    }

    private static double number(Object value) {
        return value instanceof Double real ? real : Values.exact(value).doubleValue();
    }
}
