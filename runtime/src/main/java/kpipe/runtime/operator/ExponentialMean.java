package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The mean of doubles in which a number weighs half for each half-life that it is older. Numbers weigh by their time alone, 2^(time / half-life), which is scaled down from time to time, so
 * that nothing is computed anew when time goes on; the sums are exact.
 */
public final class ExponentialMean extends FrameState {

    /** How many halvings the weights are scaled down by at once: 16 limbs of an exact sum. */
    private static final int STEP = 512;

    private final ExactSum sum = new ExactSum();
    private final ExactSum weights = new ExactSum();
    private final long halfLife;
    private long count;

    /** The half-life in which a number weighs between 1 and 2. */
    private long base;

    /** @param halfLife in milliseconds, more than 0 */
    public ExponentialMean(long halfLife) {
        this.halfLife = halfLife;
    }

    /** Adds a number; times come in order. */
    public void add(double number, long time) {
        long life = Math.floorDiv(time, halfLife);
        if (count++ == 0) {
            base = life;
        }
        if (life - base > 4L * STEP) {
            // All that is there weighs nothing beside this number, but for its being there.
            long steps = (life - base) / STEP;
            scaleDown(steps);
        }
        while (life - base > STEP) {
            scaleDown(1);
        }
        int scale = (int) (life - base);
        double part = part(time);
        sum.add(Math.scalb(number * part, scale));
        weights.add(Math.scalb(part, scale));
    }

    private void scaleDown(long steps) {
        int limbs = (int) Math.min(steps, 256) * (STEP / 32);
        sum.shiftDown(limbs);
        weights.shiftDown(limbs);
        base += steps * STEP;
    }

    /** Takes a number away that was added at {@code time}. */
    public void subtract(double number, long time) {
        if (--count == 0) {
            sum.clear();
            weights.clear();
            return;
        }
        long life = Math.max(Math.floorDiv(time, halfLife) - base, -1L << 20);
        double part = part(time);
        sum.subtract(Math.scalb(number * part, (int) life));
        weights.subtract(Math.scalb(part, (int) life));
    }

    private double part(long time) {
        return Math.pow(2, Math.floorMod(time, halfLife) / (double) halfLife);
    }

    /** How many numbers there are. */
    public long count() {
        return count;
    }

    /** The mean; there must be a number. */
    public double value() {
        return sum.value() / weights.value();
    }

    @Override
    void clear() {
        sum.clear();
        weights.clear();
        count = 0;
    }

    @Override
    long bytes() {
        return 48 + sum.bytes() + weights.bytes();
    }

    @Override
    int kind() {
        return FrameState.EXPONENTIAL_MEAN;
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.number(halfLife);
        sum.save(out);
        weights.save(out);
        out.number(count);
        out.number(base);
    }

    /** But for the half-life, with which the mean is made. */
    @Override
    void restore(StateReader in) throws IOException {
        sum.restore(in);
        weights.restore(in);
        count = in.number();
        base = in.number();
    }
}
