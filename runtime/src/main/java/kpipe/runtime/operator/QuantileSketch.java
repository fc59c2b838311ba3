package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Quantiles, nearly: a histogram whose bars grow with the values (DDSketch), so that an answer is a value within one percent of the true one. At most 2,048 bars are kept for each sign, which is seventeen orders of
 * magnitude; of values nearer to zero than these less is known. The least and the greatest value are exact. Unlike sketches that draw lots, it answers the same in whatever order and parts values come.
 */
public final class QuantileSketch extends Gathering {

    private static final double ACCURACY = 0.01;
    private static final double GROWTH = (1 + ACCURACY) / (1 - ACCURACY);
    private static final double LOG_GROWTH = StrictMath.log(GROWTH);
    private static final int MOST_BARS = 2_048;

    private final Bars above = new Bars();
    private final Bars below = new Bars();
    private long zeros;
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** Adds a finite value. */
    public void add(double value) {
        count++;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        if (value > 0) {
            above.add(bar(value), 1);
        } else if (value < 0) {
            below.add(bar(-value), 1);
        } else {
            zeros++;
        }
    }

    private static int bar(double value) {
        return (int) Math.ceil(StrictMath.log(value) / LOG_GROWTH);
    }

    public long count() {
        return count;
    }

    /** The value below which {@code numerator / denominator} of the values lie. There must be one. */
    public double quantile(long numerator, long denominator) {
        long rank = numerator * (count - 1) / denominator;
        if (rank == 0 || rank == count - 1) {
            return rank == 0 ? least : greatest;
        }
        double value;
        if (rank < below.total) {
            value = -middle(below.at(below.total - 1 - rank));
        } else if (rank < below.total + zeros) {
            value = 0;
        } else {
            value = middle(above.at(rank - below.total - zeros));
        }
        return Math.max(least, Math.min(greatest, value));
    }

    private static double middle(int bar) {
        return 2 * StrictMath.exp(bar * LOG_GROWTH) / (GROWTH + 1);
    }

    /** Counts by bar: those of the highest bars there have been. */
    private static final class Bars {
        private long[] counts = new long[0];
        private int first;
        private long total;

        void add(int bar, long times) {
            total += times;
            if (counts.length == 0) {
                counts = new long[64];
                first = bar - 32;
            }
            if (bar >= first + counts.length) {
                raise(bar);
            } else if (bar < first) {
                lower(bar);
            }
            counts[Math.max(0, bar - first)] += times;
        }

        /** Makes room for a higher bar; where there is none left, the lowest bars become one. */
        private void raise(int bar) {
            int length = Math.min(MOST_BARS, Math.max(bar - first + 1, counts.length * 2));
            int newFirst = Math.max(first, bar - length + 1);
            long[] grown = new long[length];
            for (int i = 0; i < counts.length; i++) {
                grown[Math.max(0, first + i - newFirst)] += counts[i];
            }
            counts = grown;
            first = newFirst;
        }

        /** Makes room for a lower bar, as far as the highest one that is counted leaves it. */
        private void lower(int bar) {
            int highest = counts.length - 1;
            while (highest > 0 && counts[highest] == 0) {
                highest--;
            }
            int top = first + highest;
            int newFirst = Math.max(bar, top - MOST_BARS + 1);
            if (newFirst >= first) {
                return;
            }
            newFirst = Math.max(Math.min(newFirst, first - counts.length), top - MOST_BARS + 1);
            long[] grown = new long[top - newFirst + 1];
            System.arraycopy(counts, 0, grown, first - newFirst, highest + 1);
            counts = grown;
            first = newFirst;
        }

        /** The bar that holds the value of that rank, counted from 0. */
        int at(long rank) {
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen > rank) {
                    return first + i;
                }
            }
            throw new IllegalStateException(rank + " of " + total);
        }

        void save(StateWriter out) throws IOException {
            out.words(counts, 0, counts.length);
            out.number(first);
            out.number(total);
        }

        void restore(StateReader in) throws IOException {
            counts = in.words();
            first = in.small();
            total = in.number();
        }

        void addAll(Bars other) {
            for (int i = other.counts.length - 1; i >= 0; i--) {
                if (other.counts[i] > 0) {
                    add(other.first + i, other.counts[i]);
                }
            }
        }
    }

    @Override
    Gathering fresh() {
        return new QuantileSketch();
    }

    @Override
    void addAll(Gathering other) {
        QuantileSketch from = (QuantileSketch) other;
        count += from.count;
        zeros += from.zeros;
        least = Math.min(least, from.least);
        greatest = Math.max(greatest, from.greatest);
        above.addAll(from.above);
        below.addAll(from.below);
    }

    @Override
    long bytes() {
        return 160 + 8L * (above.counts.length + below.counts.length);
    }

    @Override
    int kind() {
        return Gathering.QUANTILE_SKETCH;
    }

    @Override
    void save(StateWriter out) throws IOException {
        above.save(out);
        below.save(out);
        out.number(zeros);
        out.number(count);
        out.word(Double.doubleToRawLongBits(least));
        out.word(Double.doubleToRawLongBits(greatest));
    }

    @Override
    void restore(StateReader in) throws IOException {
        above.restore(in);
        below.restore(in);
        zeros = in.number();
        count = in.number();
        least = Double.longBitsToDouble(in.word());
        greatest = Double.longBitsToDouble(in.word());
    }
}
