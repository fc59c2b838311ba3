package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int CASES = Boolean.getBoolean("campaign") ? 20_000 : 300;

    @Test
    void whatHasLeftLeavesNoTrace() {
        ExactSum sum = new ExactSum();
        sum.add(1e300);
        sum.add(0.1);
        sum.add(-1e16);
        sum.subtract(1e300);
        sum.subtract(-1e16);
        assertThat(sum.value()).isEqualTo(0.1);
        sum.subtract(0.1);
        assertThat(sum.value()).isEqualTo(0.0);
    }

    @Test
    void roundsOnceAndToEven() {
        ExactSum sum = new ExactSum();
        sum.add(0x1p53);
        sum.add(1);
        assertThat(sum.value()).isEqualTo(0x1p53);
        sum.add(0x1p-60);
        assertThat(sum.value()).isEqualTo(0x1p53 + 2);
        sum.subtract(0x1p-60);
        sum.add(2);
        assertThat(sum.value()).isEqualTo(0x1p53 + 4);
    }

    @Test
    void tenTenthsAreOne() {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 10; i++) {
            sum.add(0.1);
        }
        assertThat(sum.value()).isEqualTo(1.0);
    }

    @Test
    void isThatOfDecimalNumbersWhateverComesAndGoes() {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            Random random = new Random(seed);
            int spread = 1 + random.nextInt(2000);
            ExactSum sum = new ExactSum();
            BigDecimal expected = BigDecimal.ZERO;
            ArrayDeque<Double> held = new ArrayDeque<>();
            for (int step = 0; step < 60; step++) {
                if (!held.isEmpty() && random.nextInt(3) == 0) {
                    double gone = held.remove();
                    sum.subtract(gone);
                    expected = expected.subtract(new BigDecimal(gone));
                } else {
                    double number = Math.scalb(random.nextDouble() - 0.5, random.nextInt(spread) - spread / 2);
                    held.add(number);
                    sum.add(number);
                    expected = expected.add(new BigDecimal(number));
                }
                assertThat(sum.value()).as("-Dseed=" + seed).isEqualTo(expected.doubleValue());
            }
        }
    }

    @Test
    void aSumBeyondAllDoublesIsInfinite() {
        ExactSum sum = new ExactSum();
        sum.add(-Double.MAX_VALUE);
        sum.add(-Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        sum.subtract(-Double.MAX_VALUE);
        assertThat(sum.value()).isEqualTo(-Double.MAX_VALUE);
    }

    @Test
    void theLeastNumbersCount() {
        ExactSum sum = new ExactSum();
        sum.add(Double.MIN_VALUE);
        sum.add(Double.MIN_VALUE);
        assertThat(sum.value()).isEqualTo(2 * Double.MIN_VALUE);
        sum.subtract(Double.MIN_NORMAL);
        assertThat(sum.value()).isEqualTo(2 * Double.MIN_VALUE - Double.MIN_NORMAL);
    }

    @Test
    void momentsForgetLargeNumbersAndKeepSmallDistances() {
        Moments moments = new Moments();
        moments.add(1e12);
        for (int i = 0; i < 4; i++) {
            moments.add(1e9 + i % 2 * 2);
        }
        moments.subtract(1e12);
        assertThat(moments.count()).isEqualTo(4);
        assertThat(moments.variance()).isEqualTo(1.0);
        assertThat(moments.sampleVariance()).isEqualTo(4.0 / 3);
    }

    @Test
    void aWeightedMeanHalvesByAge() {
        ExponentialMean mean = new ExponentialMean(10_000);
        mean.add(4.0, 0);
        mean.add(1.0, 20_000);
        assertThat(mean.value()).isEqualTo((1.0 + 4.0 / 4) / (1 + 0.25));
        mean.subtract(4.0, 0);
        assertThat(mean.value()).isEqualTo(1.0);
    }

    @Test
    void aWeightedMeanGoesOnForEver() {
        ExponentialMean mean = new ExponentialMean(1);
        for (long time = 0; time < 20_000; time += 7) {
            mean.add(time % 2 == 0 ? 3.0 : -1.0, time);
            if (time >= 70) {
                mean.subtract((time - 70) % 2 == 0 ? 3.0 : -1.0, time - 70);
            }
        }
        mean.add(2.0, 1_000_000_000L);
        assertThat(mean.value()).isEqualTo(2.0);
    }
}
