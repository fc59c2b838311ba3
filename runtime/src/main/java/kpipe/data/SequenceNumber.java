package kpipe.data;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The number of a record in a shard, in the layout of Kinesis (version 2: 47 hexadecimal digits, printed in decimal). Within a shard it grows with every record. Immutable.
 *
 * @param shardCreated when the shard was created, in seconds since 1970, below 2^36
 * @param shard which shard of its stream, from 0
 * @param index which record of the shard, from 0, which is the shard's beginning; not negative
 * @param arrived when the record arrived, in seconds since 1970, below 2^36
 */
public record SequenceNumber(long shardCreated, int shard, long index, long arrived)
        implements Comparable<SequenceNumber> {

    /** The index of the number at which a closed shard ends. */
    public static final long END = Long.MAX_VALUE;

    private static final int DIGITS = 47;

    /** Whatever it is made of: the first hexadecimal digit is always 2. */
    private static final int DECIMAL_DIGITS = 56;

    private static final long LOW_32 = 0xFFFF_FFFFL;

    /** The number that decimal digits stand for, or null where they are none of this layout. */
    public static @Nullable SequenceNumber parse(String digits) {
        if (digits.isEmpty() || digits.length() > 129 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        String hex = new BigInteger(digits).toString(16);
        if (hex.length() != DIGITS || hex.charAt(0) != '2' || hex.charAt(DIGITS - 1) != '2' || hex.charAt(11) > '7') {
            return null;
        }
        int shard = Integer.parseUnsignedInt(hex.substring(38, 46), 16);
        if (!hex.startsWith("00", 27) || hex.charAt(10) != Character.forDigit(shard & 15, 16)) {
            return null;
        }
        return new SequenceNumber(
                Long.parseLong(hex.substring(1, 10), 16),
                shard,
                Long.parseLong(hex.substring(11, 27), 16),
                Long.parseLong(hex.substring(29, 38), 16));
    }

    @Override
    public int compareTo(SequenceNumber other) {
        int order = Long.compare(shardCreated, other.shardCreated);
        order = order != 0 ? order : Integer.compare(shard & 15, other.shard & 15);
        order = order != 0 ? order : Long.compare(index, other.index);
        order = order != 0 ? order : Long.compare(arrived, other.arrived);
        return order != 0 ? order : Integer.compareUnsigned(shard, other.shard);
    }

    /** In decimal digits, as the Kinesis API prints it. */
    @Override
    public String toString() {
        // Its 188 bits, 32 at a time from the lowest on.
        long tail = (shard & LOW_32) << 4 | 2;
        long head = 2L << 40 | shardCreated << 4 | shard & 15;
        long[] bits = {
            tail & LOW_32,
            tail >>> 32 | arrived << 4 & LOW_32,
            arrived >>> 28 | (index & 0xFFFF) << 16,
            index >>> 16 & LOW_32,
            index >>> 48 | (head & 0xFFFF) << 16,
            head >>> 16
        };
        byte[] digits = new byte[DECIMAL_DIGITS];
        for (int end = DECIMAL_DIGITS; end > 0; end -= 9) {
            long rest = 0;
            for (int i = bits.length - 1; i >= 0; i--) {
                long part = rest << 32 | bits[i];
                bits[i] = part / 1_000_000_000;
                rest = part % 1_000_000_000;
            }
            int nine = (int) rest;
            for (int i = end - 1; i >= Math.max(0, end - 9); i--) {
                digits[i] = (byte) ('0' + nine % 10);
                nine /= 10;
            }
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
