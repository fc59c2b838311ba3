package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Count, sum and sum of squares of doubles, from which variances come. Sums and squares are exact, and the two are set against each other with twice the digits of a double: neither
 * many numbers, nor large ones that have been taken away again, nor a mean far from zero spoil the result.
 */
public final class Moments extends FrameState {

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long count;

    public void add(double number) {
        count++;
        sum.add(number);
        double square = number * number;
        squares.add(square);
        if (square != 0 && !Double.isInfinite(square)) {
            squares.add(Math.fma(number, number, -square));
        }
    }

    public void subtract(double number) {
        count--;
        sum.subtract(number);
        double square = number * number;
        squares.subtract(square);
        if (square != 0 && !Double.isInfinite(square)) {
            squares.subtract(Math.fma(number, number, -square));
        }
    }

    /** How many numbers there are. */
    public long count() {
        return count;
    }

    /** The variance of all numbers; there must be one. */
    public double variance() {
        return deviation() / count / count;
    }

    /** The variance of a sample; there must be two numbers. */
    public double sampleVariance() {
        return deviation() / count / (count - 1);
    }

    /** The count times the sum of squares, less the square of the sum. */
    private double deviation() {
        double sumHigh = sum.value();
        double sumLow = rest(sum, sumHigh);
        double squaresHigh = squares.value();
        double squaresLow = rest(squares, squaresHigh);
        double left = count * squaresHigh;
        double leftRest = Math.fma((double) count, squaresHigh, -left) + count * squaresLow;
        double right = sumHigh * sumHigh;
        double rightRest = Math.fma(sumHigh, sumHigh, -right) + 2 * sumHigh * sumLow;
        double difference = left - right;
        double virtual = left - difference;
        double error = left - (difference + virtual) + (virtual - right);
        double result = difference + (error + (leftRest - rightRest));
        return result < 0 ? 0 : result;
    }

    /** What is left of a sum beyond its double. */
    private static double rest(ExactSum sum, double value) {
        sum.subtract(value);
        double rest = sum.value();
        sum.add(value);
        return rest;
    }

    @Override
    void clear() {
        sum.clear();
        squares.clear();
        count = 0;
    }

    @Override
    long bytes() {
        return 32 + sum.bytes() + squares.bytes();
    }

    @Override
    int kind() {
        return FrameState.MOMENTS;
    }

    @Override
    void save(StateWriter out) throws IOException {
        sum.save(out);
        squares.save(out);
        out.number(count);
    }

    @Override
    void restore(StateReader in) throws IOException {
        sum.restore(in);
        squares.restore(in);
        count = in.number();
    }
}
