package kpipe.endpoint.kinesis;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sequence number that a client has given, in any of the three layouts that the service has had. Immutable.
 *
 * @param version 0, 1 or 2; only 2 is given out
 * @param shardCreated in seconds since 1970
 * @param shard may be negative
 * @param index of the record, in version 2
 * @param arrived in seconds since 1970; 0 in version 0
 */
record GivenNumber(int version, long shardCreated, int shard, long index, long arrived) {

    private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(124);
    private static final BigInteger BEHIND_VERSION_0 = BigInteger.ONE.shiftLeft(129);
    private static final BigInteger BEFORE_LATER_VERSIONS = BigInteger.ONE.shiftLeft(185);
    private static final BigInteger BEHIND_LATER_VERSIONS =
            BigInteger.ONE.shiftLeft(185).add(BigInteger.ONE.shiftLeft(184));
    private static final long BEHIND_TIME = 16_025_175_000L;

    /** Null if it is none. */
    static @Nullable GivenNumber parse(String digits) {
        BigInteger number = new BigInteger(digits);
        if (number.compareTo(LEAST) < 0) {
            number = number.add(LEAST);
        }
        String hex = number.toString(16);
        if (number.compareTo(BEHIND_VERSION_0) < 0) {
            return version0(hex);
        }
        boolean later = number.compareTo(BEFORE_LATER_VERSIONS) > 0 && number.compareTo(BEHIND_LATER_VERSIONS) < 0;
        if (later && hex.endsWith("2")) {
            return version2(hex);
        }
        return later && hex.endsWith("1") ? version1(hex) : null;
    }

    private static @Nullable GivenNumber version0(String hex) {
        long created = digits(hex, 1, 10);
        return created >= BEHIND_TIME ? null : new GivenNumber(0, created, (int) digits(hex, 28, 32), 0, 0);
    }

    private static GivenNumber version1(String hex) {
        return new GivenNumber(
                1, digits(hex, 1, 10), (int) digits(hex, 38, 46), digits(hex, 36, 38), digits(hex, 13, 22));
    }

    private static @Nullable GivenNumber version2(String hex) {
        long created = digits(hex, 1, 10);
        if (hex.charAt(11) > '7' || created >= BEHIND_TIME) {
            return null;
        }
        return new GivenNumber(2, created, (int) digits(hex, 38, 46), digits(hex, 11, 27), digits(hex, 29, 38));
    }

    private static long digits(String hex, int from, int to) {
        return Long.parseLong(hex.substring(from, Math.min(to, hex.length())), 16);
    }

    /** The shard as errors write it. */
    String shardId() {
        return shard < 0 ? String.format(Locale.ROOT, "shardId--%011d", -(long) shard) : ShardIds.id(shard);
    }
}
