package kpipe.data;

import java.math.BigInteger;

/** An unsigned 128-bit number: where a partition key falls among the shards of a stream. Immutable. */
public record Hash128(long high, long low) implements Comparable<Hash128> {

    private static final BigInteger SPACE = BigInteger.ONE.shiftLeft(128);

    /** Where shard {@code index} of {@code count} equal ones begins: {@code index * floor(2^128 / count)}, as Kinesis divides. */
    public static Hash128 start(int index, int count) {
        BigInteger start = SPACE.divide(BigInteger.valueOf(count)).multiply(BigInteger.valueOf(index));
        return new Hash128(start.shiftRight(64).longValue(), start.longValue());
    }

    @Override
    public int compareTo(Hash128 other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    /** The number in decimal digits, as the Kinesis API prints it. */
    @Override
    public String toString() {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(low)))
                .toString();
    }
}
