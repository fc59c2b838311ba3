package kpipe.endpoint.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The few forms of DER (X.690) that a certificate is made of, each as its bytes. */
final class Der {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, join(parts));
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, join(parts));
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(0x01, new byte[] {(byte) (value ? 0xFF : 0)});
    }

    /** All bits of these bytes but so many at the end. */
    static byte[] bits(byte[] bytes, int unused) {
        return tagged(0x03, join(new byte[] {(byte) unused}, bytes));
    }

    static byte[] octets(byte[] bytes) {
        return tagged(0x04, bytes);
    }

    static byte[] text(String value) {
        return tagged(0x0C, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant value) {
        return tagged(0x18, TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier from its numbers. */
    static byte[] identifier(String dotted) {
        List<Long> numbers =
                List.of(dotted.split("\\.")).stream().map(Long::valueOf).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((int) (numbers.get(0) * 40 + numbers.get(1)));
        for (long number : numbers.subList(2, numbers.size())) {
            int shift = 0;
            while (number >>> shift + 7 != 0) {
                shift += 7;
            }
            for (; shift > 0; shift -= 7) {
                bytes.write((int) (number >>> shift & 127 | 128));
            }
            bytes.write((int) (number & 127));
        }
        return tagged(0x06, bytes.toByteArray());
    }

    static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        int length = content.length;
        if (length < 128) {
            bytes.write(length);
        } else {
            int count = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            bytes.write(128 | count);
            for (int i = count - 1; i >= 0; i--) {
                bytes.write(length >>> 8 * i);
            }
        }
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
