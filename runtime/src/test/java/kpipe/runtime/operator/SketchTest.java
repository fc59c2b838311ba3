package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {

    private static final int ROUNDS = Boolean.getBoolean("campaign") ? 400 : 20;

    @Test
    void differentValuesAreCountedWithinFivePercent() {
        // Three standard errors; the seeds are fixed.
        for (int count : new int[] {513, 1_000, 5_000, 10_000, 20_000, 100_000}) {
            double squares = 0;
            for (int round = 0; round < ROUNDS; round++) {
                DistinctSketch sketch = new DistinctSketch();
                long start = new Random(round).nextLong();
                for (int i = 0; i < count; i++) {
                    sketch.add(Hashes.of(start + i));
                    sketch.add(Hashes.of(start + i / 2));
                }
                double error = sketch.count() / (double) count - 1;
                assertThat(error).as("%d values from %d", count, start).isBetween(-0.055, 0.055);
                squares += error * error;
            }
            assertThat(Math.sqrt(squares / ROUNDS)).isLessThan(0.025);
        }
    }

    @Test
    void fewDifferentValuesAreCountedExactly() {
        DistinctSketch sketch = new DistinctSketch();
        for (int i = 0; i < 512; i++) {
            sketch.add(Hashes.of(i));
            sketch.add(Hashes.of(i));
            assertThat(sketch.count()).isEqualTo(i + 1);
        }
    }

    @Test
    void partsOfDifferentValuesGiveTheSameAsAll() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            DistinctSketch all = new DistinctSketch();
            DistinctSketch left = new DistinctSketch();
            DistinctSketch right = new DistinctSketch();
            int count = random.nextInt(1_500);
            for (int i = 0; i < count; i++) {
                long hash = Hashes.of(random.nextInt(2_000));
                all.add(hash);
                (random.nextInt(3) == 0 ? left : right).add(hash);
            }
            Gathering merged = left.fresh();
            merged.addAll(left);
            merged.addAll(right);
            assertThat(((DistinctSketch) merged).count()).isEqualTo(all.count());
        }
    }

    @Test
    void quantilesAreWithinOnePercentOfTheValue() {
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS; round++) {
            int count = 1 + random.nextInt(5_000);
            double[] values = new double[count];
            QuantileSketch all = new QuantileSketch();
            QuantileSketch left = new QuantileSketch();
            QuantileSketch right = new QuantileSketch();
            double spread = Math.pow(10, random.nextInt(4));
            for (int i = 0; i < count; i++) {
                double value = random.nextInt(20) == 0 ? 0 : Math.exp(random.nextGaussian() * 2) * spread;
                values[i] = random.nextInt(3) == 0 ? -value : value;
                all.add(values[i]);
                (random.nextBoolean() ? left : right).add(values[i]);
            }
            left.addAll(right);
            Arrays.sort(values);
            for (int percent = 0; percent <= 100; percent++) {
                double expected = values[percent * (count - 1) / 100];
                double answer = all.quantile(percent, 100);
                assertThat(answer).isCloseTo(expected, within(Math.abs(expected) * 0.010001));
                assertThat(left.quantile(percent, 100)).isEqualTo(answer);
            }
        }
    }

    @Test
    void theSizeOfAQuantileSketchIsBounded() {
        QuantileSketch sketch = new QuantileSketch();
        QuantileSketch reversed = new QuantileSketch();
        for (int exponent = -300; exponent <= 300; exponent++) {
            sketch.add(Math.pow(10, exponent));
            sketch.add(-Math.pow(10, exponent));
            reversed.add(Math.pow(10, -exponent));
            reversed.add(-Math.pow(10, -exponent));
        }
        assertThat(sketch.bytes()).isLessThan(40_000);
        assertThat(reversed.bytes()).isLessThan(40_000);
        assertThat(sketch.quantile(99, 100)).isCloseTo(1e287, within(1e285));
        for (int percent = 0; percent <= 100; percent++) {
            assertThat(sketch.quantile(percent, 100)).isEqualTo(reversed.quantile(percent, 100));
        }
    }
}
