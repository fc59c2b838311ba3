package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;
import kpipe.compiler.pipeline.Aggregate;
import org.jspecify.annotations.Nullable;

/** Covariances, correlations and regressions, computed with all digits and rounded at the end. */
final class Pairs {

    private static final MathContext DIGITS = MathContext.DECIMAL128;

    private final List<List<Object>> rows;
    private final BigDecimal count;

    private Pairs(List<List<Object>> rows) {
        this.rows = rows;
        count = BigDecimal.valueOf(rows.size());
    }

    /** @param rows pairs, none of them with a NULL */
    static @Nullable Object of(Aggregate aggregate, List<List<Object>> rows) {
        Pairs pairs = new Pairs(rows);
        if (aggregate.function() == Aggregate.AggregateFunction.REGR_COUNT) {
            return (long) rows.size();
        }
        if (rows.isEmpty()) {
            return null;
        }
        if (aggregate.function() == Aggregate.AggregateFunction.REGR_AVGX) {
            return Values.approximate(pairs.sum(Pairs::x).doubleValue() / rows.size(), aggregate.type());
        }
        if (aggregate.function() == Aggregate.AggregateFunction.REGR_AVGY) {
            return Values.approximate(pairs.sum(Pairs::y).doubleValue() / rows.size(), aggregate.type());
        }
        BigDecimal result = pairs.value(aggregate.function());
        return result == null ? null : Values.approximate(result.doubleValue(), aggregate.type());
    }

    private @Nullable BigDecimal value(Aggregate.AggregateFunction function) {
        BigDecimal ofX = deviation(Pairs::x, Pairs::x);
        BigDecimal ofY = deviation(Pairs::y, Pairs::y);
        BigDecimal ofBoth = deviation(Pairs::y, Pairs::x);
        boolean line = ofX.signum() > 0;
        return switch (function) {
            case COVAR_POP -> ofBoth.divide(count.multiply(count), DIGITS);
            case COVAR_SAMP ->
                rows.size() < 2 ? null : ofBoth.divide(count.multiply(count.subtract(BigDecimal.ONE)), DIGITS);
            case CORR ->
                line && ofY.signum() > 0
                        ? ofBoth.divide(ofX.multiply(ofY, DIGITS).sqrt(DIGITS), DIGITS)
                        : null;
            case REGR_SLOPE -> line ? ofBoth.divide(ofX, DIGITS) : null;
            case REGR_INTERCEPT ->
                line
                        ? sum(Pairs::y)
                                .multiply(ofX)
                                .subtract(ofBoth.multiply(sum(Pairs::x)))
                                .divide(ofX.multiply(count), DIGITS)
                        : null;
            case REGR_R2 ->
                !line
                        ? null
                        : ofY.signum() == 0
                                ? BigDecimal.ONE
                                : ofBoth.multiply(ofBoth).divide(ofX.multiply(ofY), DIGITS);
            default -> throw new IllegalStateException(function + " takes no pairs");
        };
    }

    private static BigDecimal y(List<Object> row) {
        return new BigDecimal((Double) row.get(0));
    }

    private static BigDecimal x(List<Object> row) {
        return new BigDecimal((Double) row.get(1));
    }

    private BigDecimal sum(Function<List<Object>, BigDecimal> of) {
        return rows.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal deviation(Function<List<Object>, BigDecimal> left, Function<List<Object>, BigDecimal> right) {
        return sum(row -> left.apply(row).multiply(right.apply(row)))
                .multiply(count)
                .subtract(sum(left).multiply(sum(right)));
    }
}
