package kpipe.stdlib.connector.kinesis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Puts records together as the Kinesis Producer Library does. */
final class Aggregates {

    private Aggregates() {}

    /** @param records pairs of key and text */
    static byte[] of(String... records) {
        List<String> keys = new ArrayList<>();
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 0; i < records.length; i += 2) {
            if (!keys.contains(records[i])) {
                keys.add(records[i]);
            }
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            part.write(1 << 3);
            varint(keys.indexOf(records[i]), part);
            field(3, records[i + 1].getBytes(StandardCharsets.UTF_8), part);
            field(3, part.toByteArray(), parts);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        keys.forEach(key -> field(1, key.getBytes(StandardCharsets.UTF_8), message));
        message.writeBytes(parts.toByteArray());
        return sealed(message.toByteArray());
    }

    /** A message with its magic before it and its checksum behind it. */
    static byte[] sealed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        out.writeBytes(message);
        try {
            out.writeBytes(MessageDigest.getInstance("MD5").digest(message));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private static void field(int number, byte[] bytes, ByteArrayOutputStream out) {
        out.write(number << 3 | 2);
        varint(bytes.length, out);
        out.writeBytes(bytes);
    }

    private static void varint(int value, ByteArrayOutputStream out) {
        int left = value;
        while (left > 0x7F) {
            out.write(left & 0x7F | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
