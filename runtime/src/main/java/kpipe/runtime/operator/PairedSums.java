package kpipe.runtime.operator;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * What covariances, correlations and regressions are made of: how many pairs there are, and the sums of both numbers, of their squares and of their products. The sums are exact, so that neither
 * the order of pairs nor the parts in which they are gathered has a say in any result. Not thread-safe.
 */
public final class PairedSums extends Gathering {

    private static final MathContext DIGITS = MathContext.DECIMAL128;

    private final ExactSum sumY = new ExactSum();
    private final ExactSum sumX = new ExactSum();
    private final ExactSum squaresY = new ExactSum();
    private final ExactSum squaresX = new ExactSum();
    private final ExactSum products = new ExactSum();
    private long count;

    /** Adds a pair. */
    public void add(double y, double x) {
        count++;
        sumY.add(y);
        sumX.add(x);
        addProduct(squaresY, y, y);
        addProduct(squaresX, x, x);
        addProduct(products, y, x);
    }

    private static void addProduct(ExactSum sum, double left, double right) {
        double product = left * right;
        sum.add(product);
        if (product != 0 && !Double.isInfinite(product)) {
            sum.add(Math.fma(left, right, -product));
        }
    }

    /** How many pairs there are. */
    public long count() {
        return count;
    }

    /** The mean of the first numbers; there must be a pair. */
    public double meanY() {
        return sumY.value() / count;
    }

    /** The mean of the second numbers; there must be a pair. */
    public double meanX() {
        return sumX.value() / count;
    }

    /** The covariance of all pairs; there must be one. */
    public double covariance() {
        return isFinite() ? quotient(deviation(products, sumY, sumX), square(count)) : Double.NaN;
    }

    /** The covariance of a sample; there must be two pairs. */
    public double sampleCovariance() {
        BigDecimal divisor = BigDecimal.valueOf(count).multiply(BigDecimal.valueOf(count - 1));
        return isFinite() ? quotient(deviation(products, sumY, sumX), divisor) : Double.NaN;
    }

    /** Whether the second numbers differ, so that there is a line. */
    public boolean hasLine() {
        return count > 0 && (!isFinite() || deviation(squaresX, sumX, sumX).signum() > 0);
    }

    /** Whether both differ, so that there is a correlation. */
    public boolean hasCorrelation() {
        return hasLine() && (!isFinite() || deviation(squaresY, sumY, sumY).signum() > 0);
    }

    /** The correlation, if there is one. */
    public double correlation() {
        if (!isFinite()) {
            return Double.NaN;
        }
        BigDecimal square = deviation(squaresX, sumX, sumX).multiply(deviation(squaresY, sumY, sumY), DIGITS);
        return quotient(deviation(products, sumY, sumX), square.sqrt(DIGITS));
    }

    /** How much of the first numbers' variance the line explains, if there is a line: 1 where there is nothing to explain. */
    public double determination() {
        if (!isFinite()) {
            return Double.NaN;
        }
        BigDecimal ofY = deviation(squaresY, sumY, sumY);
        if (ofY.signum() == 0) {
            return 1;
        }
        BigDecimal both = deviation(products, sumY, sumX);
        return quotient(
                both.multiply(both, DIGITS), deviation(squaresX, sumX, sumX).multiply(ofY, DIGITS));
    }

    /** The slope of the line, if there is one. */
    public double slope() {
        return isFinite() ? quotient(deviation(products, sumY, sumX), deviation(squaresX, sumX, sumX)) : Double.NaN;
    }

    /** Where the line is at 0, if there is one. */
    public double intercept() {
        if (!isFinite()) {
            return Double.NaN;
        }
        BigDecimal rise = deviation(products, sumY, sumX).multiply(exact(sumX));
        BigDecimal run = deviation(squaresX, sumX, sumX);
        BigDecimal above = exact(sumY).multiply(run).subtract(rise);
        return quotient(above, run.multiply(BigDecimal.valueOf(count)));
    }

    private boolean isFinite() {
        double all = squaresY.value() + squaresX.value() + products.value();
        return !Double.isNaN(all - all);
    }

    /** The count times the sum of products, less the product of the sums. */
    private BigDecimal deviation(ExactSum ofProducts, ExactSum left, ExactSum right) {
        return exact(ofProducts)
                .multiply(BigDecimal.valueOf(count))
                .subtract(exact(left).multiply(exact(right)));
    }

    private static BigDecimal square(long number) {
        return BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(number));
    }

    private static double quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, DIGITS).doubleValue();
    }

    /** A sum to the digits of four doubles: what lies beyond them changes no result. */
    private static BigDecimal exact(ExactSum sum) {
        BigDecimal exact = BigDecimal.ZERO;
        double[] parts = new double[4];
        int count = 0;
        while (count < parts.length) {
            double part = sum.value();
            if (part == 0) {
                break;
            }
            parts[count++] = part;
            sum.subtract(part);
            exact = exact.add(new BigDecimal(part));
        }
        for (int i = 0; i < count; i++) {
            sum.add(parts[i]);
        }
        return exact;
    }

    @Override
    Gathering fresh() {
        return new PairedSums();
    }

    @Override
    void addAll(Gathering other) {
        PairedSums sums = (PairedSums) other;
        count += sums.count;
        sumY.addAll(sums.sumY);
        sumX.addAll(sums.sumX);
        squaresY.addAll(sums.squaresY);
        squaresX.addAll(sums.squaresX);
        products.addAll(sums.products);
    }

    @Override
    long bytes() {
        return 64 + sumY.bytes() + sumX.bytes() + squaresY.bytes() + squaresX.bytes() + products.bytes();
    }

    @Override
    int kind() {
        return Gathering.PAIRED_SUMS;
    }

    @Override
    void save(StateWriter out) throws IOException {
        sumY.save(out);
        sumX.save(out);
        squaresY.save(out);
        squaresX.save(out);
        products.save(out);
        out.number(count);
    }

    @Override
    void restore(StateReader in) throws IOException {
        sumY.restore(in);
        sumX.restore(in);
        squaresY.restore(in);
        squaresX.restore(in);
        products.restore(in);
        count = in.number();
    }
}
