package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * A sum of doubles without any rounding but one at the end: what has been added and taken away again leaves no trace, and the order of numbers has no say. The sum is held in limbs of
 * 32 bits, as many as the numbers need: adding costs three additions, the result a walk over the limbs, which for numbers of like magnitude are four or five.
 */
public final class ExactSum extends FrameState {

    private static final long MASK = 0xFFFF_FFFFL;
    private static final int MOST_ADDITIONS = 1 << 29;
    private static final long FRACTION = 1L << 52;

    /** Limb i counts in 2^(32 * (base + i) - 1074). Between two normalisations a limb may be larger than 32 bits, or negative. */
    private long[] limbs = new long[0];

    private int base;
    private int additions;

    /** How many of the numbers are infinite or not numbers: the sum of such is none. */
    private int infinite;

    public void add(double number) {
        accumulate(number, number < 0);
    }

    public void subtract(double number) {
        if (Double.isNaN(number - number)) {
            infinite -= 2;
        }
        accumulate(number, number >= 0);
    }

    /** Adds all numbers of another sum. */
    void addAll(ExactSum other) {
        infinite += other.infinite;
        if (other.limbs.length == 0) {
            return;
        }
        other.normalize();
        normalizeAny();
        reserveTo(other.base, other.base + other.limbs.length + 1);
        for (int i = 0; i < other.limbs.length; i++) {
            limbs[other.base + i - base] += other.limbs[i];
        }
        normalize();
    }

    private void normalizeAny() {
        if (limbs.length > 0) {
            normalize();
        }
    }

    private void accumulate(double number, boolean negative) {
        long bits = Double.doubleToRawLongBits(number);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & FRACTION - 1;
        if (exponent == 0x7FF) {
            infinite++;
            return;
        }
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= FRACTION;
        }
        int limb = exponent - 1 >>> 5;
        int shift = exponent - 1 & 31;
        int at = limb - base;
        if (at < 0 || at + 2 >= limbs.length) {
            reserve(limb);
            at = limb - base;
        }
        long low = mantissa << shift & MASK;
        long middle = mantissa >>> 32 - shift & MASK;
        long high = mantissa >>> 1 >>> 63 - shift;
        if (negative) {
            limbs[at] -= low;
            limbs[at + 1] -= middle;
            limbs[at + 2] -= high;
        } else {
            limbs[at] += low;
            limbs[at + 1] += middle;
            limbs[at + 2] += high;
        }
        if (++additions == MOST_ADDITIONS) {
            normalize();
        }
    }

    /** Makes room for a number whose lowest limb is {@code limb}, and one limb for what is carried. */
    private void reserve(int limb) {
        reserveTo(limb, limb + 4);
    }

    /** Makes room for the limbs from {@code from} to before {@code to}. */
    private void reserveTo(int from, int to) {
        int first = limbs.length == 0 ? from : Math.min(base, from);
        int end = Math.max(limbs.length == 0 ? 0 : base + limbs.length, to);
        long[] wider = new long[end - first];
        System.arraycopy(limbs, 0, wider, limbs.length == 0 ? 0 : base - first, limbs.length);
        limbs = wider;
        base = first;
    }

    /** Brings every limb but the last between 0 and 2^32; the last then has the sign of the sum. */
    private void normalize() {
        additions = 0;
        long carry = 0;
        for (int i = 0; i < limbs.length - 1; i++) {
            long limb = limbs[i] + carry;
            limbs[i] = limb & MASK;
            carry = limb >> 32;
        }
        int last = limbs.length - 1;
        limbs[last] += carry;
        if (limbs[last] != (int) limbs[last]) {
            limbs = Arrays.copyOf(limbs, limbs.length + 1);
            limbs[last + 1] = limbs[last] >> 32;
            limbs[last] &= MASK;
        }
    }

    /** The double nearest to the sum; NaN or an infinity where there is none. */
    public double value() {
        if (infinite > 0) {
            return Double.NaN;
        }
        if (limbs.length == 0) {
            return 0;
        }
        normalize();
        int lowest = 0;
        while (lowest < limbs.length && limbs[lowest] == 0) {
            lowest++;
        }
        if (lowest == limbs.length) {
            return 0;
        }
        boolean negative = limbs[limbs.length - 1] < 0;
        int highest = limbs.length - 1;
        while (highest > lowest && magnitude(highest, lowest, negative) == 0) {
            highest--;
        }
        double value = rounded(highest, lowest, negative);
        return negative ? -value : value;
    }

    /** A limb of the sum without its sign. */
    private long magnitude(int limb, int lowest, boolean negative) {
        if (limb < 0) {
            return 0;
        }
        if (!negative) {
            return limbs[limb];
        }
        return limb < lowest ? 0 : limb == lowest ? -limbs[limb] & MASK : ~limbs[limb] & MASK;
    }

    private double rounded(int highest, int lowest, boolean negative) {
        long upper = magnitude(highest, lowest, negative) << 32 | magnitude(highest - 1, lowest, negative);
        long lower = magnitude(highest - 2, lowest, negative);
        int zeros = Long.numberOfLeadingZeros(upper);
        long bits = upper << zeros | lower << 32 >>> 1 >>> 63 - zeros;
        boolean rest = (lower << zeros & MASK) != 0 || lowest < highest - 2;
        int position = 32 * (base + highest) + 31 - zeros;
        if (position <= 52) {
            // All bits are there, as the fraction of a number of the smallest exponent.
            return Double.longBitsToDouble(bits >>> 63 - position);
        }
        long kept = bits >>> 11;
        long half = bits & 0x7FF;
        if (half > 0x400 || half == 0x400 && (rest || (kept & 1) != 0)) {
            kept++;
        }
        int exponent = position - 51;
        long result = ((long) exponent << 52) + kept - FRACTION;
        return exponent >= 0x7FF || result >= 0x7FFL << 52 ? Double.POSITIVE_INFINITY : Double.longBitsToDouble(result);
    }

    /** Divides the sum by 2^(32 * count); what is less than the least double is lost. */
    void shiftDown(int count) {
        int lost = Math.min(limbs.length, Math.max(0, count - base));
        base = Math.max(0, base - count);
        if (lost > 0) {
            normalize();
            limbs = Arrays.copyOfRange(limbs, lost, limbs.length);
        }
    }

    @Override
    void clear() {
        Arrays.fill(limbs, 0);
        additions = 0;
        infinite = 0;
    }

    @Override
    long bytes() {
        return 48 + 8L * limbs.length;
    }

    @Override
    int kind() {
        return FrameState.EXACT_SUM;
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.words(limbs, 0, limbs.length);
        out.number(base);
        out.number(additions);
        out.number(infinite);
    }

    @Override
    void restore(StateReader in) throws IOException {
        limbs = in.words();
        base = in.small();
        additions = in.small();
        infinite = in.small();
    }
}
