package kpipe.stdlib.format;

import kpipe.data.ByteBuilder;
import kpipe.data.Words;

/** UTF-8 in byte arrays. Stateless. */
public final class Utf8 {

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The first place in {@code [start, end)} where a sequence of bytes is no UTF-8, or -1 if all is well. */
    public static int invalidAt(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            if (at + 8 <= end && (Words.at(bytes, at) & HIGH_BITS) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = sequence(bytes, at, end);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return -1;
    }

    /** The length of the well-formed sequence of several bytes that starts at {@code at}, or 0 if there is none. */
    public static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int available = end - at;
        if (first < 0xC2 || available < 2 || isNotContinuation(bytes[at + 1])) {
            return 0;
        }
        if (first < 0xE0) {
            return 2;
        }
        int second = bytes[at + 1] & 0xFF;
        if (available < 3 || isNotContinuation(bytes[at + 2])) {
            return 0;
        }
        if (first < 0xF0) {
            boolean overlong = first == 0xE0 && second < 0xA0;
            boolean surrogate = first == 0xED && second >= 0xA0;
            return overlong || surrogate ? 0 : 3;
        }
        if (available < 4 || isNotContinuation(bytes[at + 3])) {
            return 0;
        }
        boolean overlong = first == 0xF0 && second < 0x90;
        boolean tooGreat = first > 0xF4 || first == 0xF4 && second >= 0x90;
        return overlong || tooGreat ? 0 : 4;
    }

    private static boolean isNotContinuation(byte b) {
        return (b & 0xC0) != 0x80;
    }

    /** Where the first {@code characters} characters of valid UTF-8 end: {@code end} if there are no more than those. */
    public static int prefix(byte[] bytes, int start, int end, int characters) {
        if (end - start <= characters) {
            return end;
        }
        int left = characters;
        for (int at = start; at < end; at++) {
            if ((bytes[at] & 0xC0) != 0x80 && left-- == 0) {
                return at;
            }
        }
        return end;
    }

    /** Appends one code point. */
    public static void append(int codePoint, ByteBuilder out) {
        byte[] bytes = out.reserve(4);
        out.advance(put(codePoint, bytes, out.length()));
    }

    /** Writes one code point at a place with room for four bytes, and returns how many it took. */
    public static int put(int codePoint, byte[] bytes, int at) {
        if (codePoint < 0x80) {
            bytes[at] = (byte) codePoint;
            return 1;
        }
        if (codePoint < 0x800) {
            bytes[at] = (byte) (0xC0 | codePoint >> 6);
            bytes[at + 1] = (byte) (0x80 | codePoint & 0x3F);
            return 2;
        }
        if (codePoint < 0x10000) {
            bytes[at] = (byte) (0xE0 | codePoint >> 12);
            bytes[at + 1] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            bytes[at + 2] = (byte) (0x80 | codePoint & 0x3F);
            return 3;
        }
        bytes[at] = (byte) (0xF0 | codePoint >> 18);
        bytes[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return 4;
    }
}
