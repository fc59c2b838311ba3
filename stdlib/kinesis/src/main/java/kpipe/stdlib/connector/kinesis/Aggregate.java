package kpipe.stdlib.connector.kinesis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that producers which use the Kinesis Producer Library have put together into one: four bytes of magic, a message in the format of Protocol Buffers, and the MD5 of the message.
 *
 * <p>What only looks like that, and is not whole, is an ordinary record.
 */
final class Aggregate {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST_BYTES = 16;

    /**
     * One record of it: a part of the bytes of the whole.
     *
     * @param hashKey where it wants to be among the shards, in decimal digits, instead of where its key is
     */
    record Part(String partitionKey, @Nullable String hashKey, int start, int end) {}

    private final byte[] bytes;
    private final List<String> keys = new ArrayList<>();
    private final List<String> hashKeys = new ArrayList<>();
    private final List<int[]> parts = new ArrayList<>();
    private int at;

    private Aggregate(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The records that the bytes of one hold, or null where it is an ordinary one. */
    static @Nullable List<Part> parts(byte[] bytes) {
        int end = bytes.length - DIGEST_BYTES;
        if (end < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return null;
        }
        if (!MessageDigest.isEqual(digest(bytes, MAGIC.length, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            return null;
        }
        return new Aggregate(bytes).read(end);
    }

    private static byte[] digest(byte[] bytes, int start, int end) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(bytes, start, end - start);
            return md5.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private @Nullable List<Part> read(int end) {
        try {
            message(end);
            List<Part> result = new ArrayList<>(parts.size());
            for (int[] part : parts) {
                result.add(new Part(keys.get(part[0]), part[1] < 0 ? null : hashKeys.get(part[1]), part[2], part[3]));
            }
            return result;
        } catch (IndexOutOfBoundsException malformed) {
            return null;
        }
    }

    private void message(int end) {
        at = MAGIC.length;
        while (at < end) {
            int tag = (int) varint(end);
            if ((tag & 7) != 2) {
                skip(tag, end);
                continue;
            }
            int stop = length(end);
            switch (tag >>> 3) {
                case 1 -> keys.add(text(stop));
                case 2 -> hashKeys.add(text(stop));
                case 3 -> part(stop);
                default -> at = stop;
            }
        }
    }

    private void part(int end) {
        int[] part = {-1, -1, at, at};
        while (at < end) {
            int tag = (int) varint(end);
            switch (tag) {
                case 1 << 3 -> part[0] = index(end);
                case 2 << 3 -> part[1] = index(end);
                case 3 << 3 | 2 -> {
                    int stop = length(end);
                    part[2] = at;
                    part[3] = stop;
                    at = stop;
                }
                default -> skip(tag, end);
            }
        }
        parts.add(part);
    }

    private int index(int end) {
        long index = varint(end);
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException();
        }
        return (int) index;
    }

    private String text(int stop) {
        String text = new String(bytes, at, stop - at, StandardCharsets.UTF_8);
        at = stop;
        return text;
    }

    /** Where what has its length before it ends. */
    private int length(int end) {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException();
        }
        return at + (int) length;
    }

    private void skip(int tag, int end) {
        switch (tag & 7) {
            case 0 -> varint(end);
            case 1 -> at += 8;
            case 2 -> at = length(end);
            case 5 -> at += 4;
            default -> throw new IndexOutOfBoundsException();
        }
        if (at > end) {
            throw new IndexOutOfBoundsException();
        }
    }

    private long varint(int end) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new IndexOutOfBoundsException();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException();
    }
}
