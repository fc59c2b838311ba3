package kpipe.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {

    @Test
    void isPrintedInTheLayoutOfKinesis() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            SequenceNumber number = new SequenceNumber(
                    random.nextLong() >>> 28,
                    random.nextInt(i % 2 == 0 ? 100 : Integer.MAX_VALUE),
                    random.nextLong() >>> 1 + random.nextInt(60),
                    random.nextLong() >>> 28);
            String hexadecimal = String.format(
                    "2%09x%x%016x00%09x%08x2",
                    number.shardCreated(), number.shard() & 15, number.index(), number.arrived(), number.shard());
            assertThat(number.toString())
                    .isEqualTo(new BigInteger(hexadecimal, 16).toString())
                    .hasSize(56);
            assertThat(SequenceNumber.parse(number.toString())).isEqualTo(number);
        }
    }

    @Test
    void isOrderedAsItsDigitsAre() {
        Random random = new Random(12);
        for (int i = 0; i < 10_000; i++) {
            SequenceNumber one = few(random);
            SequenceNumber other = few(random);
            assertThat(Integer.signum(one.compareTo(other)))
                    .isEqualTo(new BigInteger(one.toString()).compareTo(new BigInteger(other.toString())));
        }
    }

    private static SequenceNumber few(Random random) {
        return new SequenceNumber(random.nextInt(2), random.nextInt(40), random.nextInt(3), random.nextInt(3));
    }
}
