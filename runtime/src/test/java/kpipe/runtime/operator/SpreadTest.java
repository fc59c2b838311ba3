package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import kpipe.data.RowException;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void isExactForTheGreatestNumbers() {
        long[] words = new long[Spread.EXACT_WORDS];
        for (int i = 0; i < 1_000; i++) {
            Spread.addExact(words, 0, Long.MIN_VALUE);
            Spread.addExact(words, 0, Long.MAX_VALUE);
        }
        assertThat(Spread.exactVariance(words, 0, 0, false)).isEqualTo(Math.pow(2, 126));
        long[] both = new long[Spread.EXACT_WORDS];
        Spread.mergeExact(both, 0, words, 0);
        Spread.mergeExact(both, 0, words, 0);
        assertThat(Spread.exactVariance(both, 0, 0, false)).isEqualTo(Math.pow(2, 126));
    }

    @Test
    void doublesFarFromZeroKeepTheirDigits() {
        Random random = new Random(3);
        long[] words = new long[Spread.DOUBLE_WORDS];
        long[] right = new long[Spread.DOUBLE_WORDS];
        long[] near = new long[Spread.DOUBLE_WORDS];
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextInt(1_000) / 8.0;
            Spread.add(i % 3 == 0 ? right : words, 0, 1e9 + value);
            Spread.add(near, 0, value);
        }
        Spread.merge(words, 0, right, 0);
        Spread.merge(words, 0, new long[Spread.DOUBLE_WORDS], 0);
        assertThat(words[0]).isEqualTo(10_000);
        double expected = Spread.variance(near, 0, true);
        assertThat(Spread.variance(words, 0, true)).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void neitherOrderNorPanesShow() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            double[] values = new double[1 + random.nextInt(40)];
            long[] forth = new long[Spread.DOUBLE_WORDS];
            long[] back = new long[Spread.DOUBLE_WORDS];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(9) == 0 ? 1e9 + random.nextDouble() : random.nextGaussian() * 100;
                Spread.add(forth, 0, values[i]);
            }
            long[] pane = new long[Spread.DOUBLE_WORDS];
            for (int i = values.length - 1; i >= 0; i--) {
                Spread.add(pane, 0, values[i]);
                if (i % 5 == 0) {
                    Spread.merge(back, 0, pane, 0);
                    pane = new long[Spread.DOUBLE_WORDS];
                }
            }
            assertThat(back[0]).isEqualTo(values.length);
            assertThat(Spread.variance(back, 0, false)).as("seed " + seed).isEqualTo(Spread.variance(forth, 0, false));
        }
    }

    @Test
    void oneHugeNumberHasNoVariance() {
        long[] words = new long[Spread.DOUBLE_WORDS];
        Spread.add(words, 0, 1e300);
        Spread.add(words, 0, 1e300);
        assertThat(Spread.variance(words, 0, true)).isZero();
        Spread.add(words, 0, 1);
        assertThatThrownBy(() -> Spread.variance(words, 0, true)).isInstanceOf(RowException.class);
    }
}
