package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import kpipe.data.Slice;
import org.junit.jupiter.api.Test;

/** How often values and texts are there, against a map. */
class CountsTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int CASES = Boolean.getBoolean("campaign") ? 2_000 : 40;

    @Test
    void valuesComeAndGo() {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            Random random = new Random(seed);
            LongCounts counts = new LongCounts();
            Map<Long, Integer> expected = new HashMap<>();
            int range = 1 + random.nextInt(200);
            for (int step = 0; step < 2_000; step++) {
                long value = random.nextInt(range) - 3L;
                boolean there = expected.containsKey(value);
                if (there && random.nextInt(100) < (step < 1_000 ? 30 : 70)) {
                    int left = expected.merge(value, -1, Integer::sum);
                    if (left == 0) {
                        expected.remove(value);
                    }
                    assertThat(counts.remove(value)).as("-Dseed=" + seed).isEqualTo(left == 0);
                } else {
                    expected.merge(value, 1, Integer::sum);
                    assertThat(counts.add(value)).as("-Dseed=" + seed).isEqualTo(!there);
                }
                assertThat(counts.size()).isEqualTo(expected.size());
            }
        }
    }

    @Test
    void textsComeAndGo() {
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            Random random = new Random(seed);
            TextCounts counts = new TextCounts();
            Map<String, Integer> expected = new HashMap<>();
            int range = 1 + random.nextInt(200);
            for (int step = 0; step < 2_000; step++) {
                int number = random.nextInt(range);
                String text = "x".repeat(number % 20) + number;
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                long packed = Texts.pack(bytes, Slice.of(0, bytes.length));
                boolean there = expected.containsKey(text);
                if (there && random.nextInt(100) < (step < 1_000 ? 30 : 70)) {
                    int left = expected.merge(text, -1, Integer::sum);
                    if (left == 0) {
                        expected.remove(text);
                    }
                    assertThat(counts.remove(packed, bytes))
                            .as("-Dseed=" + seed)
                            .isEqualTo(left == 0);
                } else {
                    expected.merge(text, 1, Integer::sum);
                    assertThat(counts.add(packed, bytes)).as("-Dseed=" + seed).isEqualTo(!there);
                }
                assertThat(counts.size()).isEqualTo(expected.size());
            }
        }
    }
}
