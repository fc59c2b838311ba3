package kpipe.runtime.log;

import java.math.BigInteger;
import kpipe.data.Hash128;

/** The hash keys that a shard owns, both ends included. Immutable. */
public record HashRange(Hash128 start, Hash128 end) {

    /** The range of shard {@code index} of {@code count} equal ones, as Kinesis divides the space. */
    public static HashRange equal(int index, int count) {
        Hash128 end = index == count - 1 ? new Hash128(-1, -1) : before(Hash128.start(index + 1, count));
        return new HashRange(Hash128.start(index, count), end);
    }

    public boolean contains(Hash128 key) {
        return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
    }

    /** Whether {@code next} begins where this ends. */
    public boolean isDirectlyBefore(HashRange next) {
        return next.start.compareTo(start) > 0 && before(next.start).equals(end);
    }

    /** Whether a second part may begin at {@code key}: behind the second key of this range and before its last, as Kinesis has it. */
    public boolean canSplitAt(Hash128 key) {
        return start.compareTo(before(key)) < 0 && key.compareTo(start) > 0 && key.compareTo(end) < 0;
    }

    /** Where the second of two even halves begins. */
    public Hash128 middle() {
        BigInteger first = number(start);
        BigInteger size = number(end).subtract(first).add(BigInteger.ONE);
        return hash(first.add(size.shiftRight(1)));
    }

    HashRange upTo(Hash128 key) {
        return new HashRange(start, before(key));
    }

    HashRange from(Hash128 key) {
        return new HashRange(key, end);
    }

    private static Hash128 before(Hash128 key) {
        return new Hash128(key.low() == 0 ? key.high() - 1 : key.high(), key.low() - 1);
    }

    private static BigInteger number(Hash128 key) {
        return new BigInteger(key.toString());
    }

    private static Hash128 hash(BigInteger number) {
        return new Hash128(number.shiftRight(64).longValue(), number.longValue());
    }
}
