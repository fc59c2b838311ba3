package kpipe.endpoint.wire;

import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The marks that answers carry so that people can speak of one: nobody's secret, so made by the fast generator. */
final class Tickets {

    private static final int LONG_BYTES = 72;

    private Tickets() {}

    /** A UUID of version 4. */
    static String requestId() {
        Random random = ThreadLocalRandom.current();
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~0xC000000000000000L | 1L << 63)
                .toString();
    }

    /** The base64 of 72 bytes. */
    static String extendedId() {
        byte[] bytes = new byte[LONG_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
