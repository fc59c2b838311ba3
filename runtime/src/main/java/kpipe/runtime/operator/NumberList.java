package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** All numbers of a group, for exact percentiles. Whole numbers and decimals stand as they are; doubles as words that are in the same order. */
public final class NumberList extends Gathering {

    private long[] values = new long[8];
    private int size;
    private boolean sorted = true;

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        sorted = false;
    }

    public void addDouble(double value) {
        add(turned(Double.doubleToRawLongBits(value + 0.0)));
    }

    /** Bits of doubles into words that are in the same order, and back. */
    private static long turned(long bits) {
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    public int size() {
        return size;
    }

    private long at(long place, boolean descending) {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return values[(int) (descending ? size - 1 - place : place)];
    }

    /** The first value with at least {@code numerator / denominator} of all values up to it. There must be one. */
    public long discrete(long numerator, long denominator, boolean descending) {
        long place = (numerator * size + denominator - 1) / denominator - 1;
        return at(Math.max(0, place), descending);
    }

    /** As {@link #discrete}, of doubles. */
    public double discreteDouble(long numerator, long denominator, boolean descending) {
        return Double.longBitsToDouble(turned(discrete(numerator, denominator, descending)));
    }

    /** The value at {@code numerator / denominator} of the way from the first to the last value of {@code scale} digits behind the point, between two values in proportion. There must be one. */
    public double continuous(long numerator, long denominator, boolean descending, int scale) {
        long way = numerator * (size - 1L);
        long place = way / denominator;
        double unit = Decimals.power(scale);
        double first = at(place, descending) / unit;
        double next = at(Math.min(place + 1, size - 1L), descending) / unit;
        return between(first, next, way % denominator / (double) denominator);
    }

    /** As {@link #continuous}, of doubles. */
    public double continuousDouble(long numerator, long denominator, boolean descending) {
        long way = numerator * (size - 1L);
        long place = way / denominator;
        double first = Double.longBitsToDouble(turned(at(place, descending)));
        double next = Double.longBitsToDouble(turned(at(Math.min(place + 1, size - 1L), descending)));
        return between(first, next, way % denominator / (double) denominator);
    }

    private static double between(double first, double next, double part) {
        return first == next ? first : first * (1 - part) + next * part;
    }

    @Override
    Gathering fresh() {
        return new NumberList();
    }

    @Override
    void addAll(Gathering other) {
        NumberList from = (NumberList) other;
        for (int i = 0; i < from.size; i++) {
            add(from.values[i]);
        }
    }

    @Override
    long bytes() {
        return 48 + 8L * values.length;
    }

    @Override
    int kind() {
        return Gathering.NUMBER_LIST;
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.words(values, 0, size);
        out.flag(sorted);
    }

    @Override
    void restore(StateReader in) throws IOException {
        long[] saved = in.words();
        size = saved.length;
        values = Arrays.copyOf(saved, Math.max(8, size));
        sorted = in.flag();
    }
}
