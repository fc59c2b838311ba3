package kpipe.data;

import java.math.BigInteger;
import java.util.Locale;
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
        return number().compareTo(other.number());
    }

    /** In decimal digits, as the Kinesis API prints it. */
    @Override
    public String toString() {
        return number().toString();
    }

    private BigInteger number() {
        return new BigInteger(
                String.format(Locale.ROOT, "2%09x%x%016x00%09x%08x2", shardCreated, shard & 15, index, arrived, shard),
                16);
    }
}
