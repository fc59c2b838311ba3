package kpipe.endpoint.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base64 straight from and into buffers, and AWS's words for what is none. */
final class Base64Text {

    private static final char[] CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

    /** Two characters for each twelve bits. */
    private static final byte[] PAIRS = new byte[2 * 4096];

    private static final byte[] VALUES = new byte[256];

    static {
        for (int i = 0; i < 4096; i++) {
            PAIRS[2 * i] = (byte) CHARACTERS[i >> 6];
            PAIRS[2 * i + 1] = (byte) CHARACTERS[i & 63];
        }
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 64; i++) {
            VALUES[CHARACTERS[i]] = (byte) i;
        }
    }

    private Base64Text() {}

    /** Writes the base64 of a run of bytes, padded, and returns the position behind it. */
    static int encode(byte[] from, int offset, int length, byte[] into, int at) {
        int i = offset;
        int end = offset + length / 3 * 3;
        int position = at;
        while (i < end) {
            int bits = (from[i] & 255) << 16 | (from[i + 1] & 255) << 8 | from[i + 2] & 255;
            int high = bits >> 12 << 1;
            int low = (bits & 4095) << 1;
            into[position] = PAIRS[high];
            into[position + 1] = PAIRS[high + 1];
            into[position + 2] = PAIRS[low];
            into[position + 3] = PAIRS[low + 1];
            i += 3;
            position += 4;
        }
        int rest = offset + length - end;
        if (rest > 0) {
            int bits = (from[i] & 255) << 16 | (rest == 2 ? (from[i + 1] & 255) << 8 : 0);
            into[position++] = (byte) CHARACTERS[bits >> 18];
            into[position++] = (byte) CHARACTERS[bits >> 12 & 63];
            into[position++] = rest == 2 ? (byte) CHARACTERS[bits >> 6 & 63] : (byte) '=';
            into[position++] = '=';
        }
        return position;
    }

    /** The bytes of a run of base64; null if it is none. */
    static byte @Nullable [] decode(byte[] from, int offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        if ((length & 3) != 0) {
            return null;
        }
        int end = offset + length;
        int padding = from[end - 1] != '=' ? 0 : from[end - 2] != '=' ? 1 : 2;
        byte[] bytes = new byte[length / 4 * 3 - padding];
        int whole = padding == 0 ? end : end - 4;
        int at = 0;
        for (int i = offset; i < whole; i += 4) {
            int bits = VALUES[from[i] & 255] << 18
                    | VALUES[from[i + 1] & 255] << 12
                    | VALUES[from[i + 2] & 255] << 6
                    | VALUES[from[i + 3] & 255];
            if (bits < 0) {
                return null;
            }
            bytes[at] = (byte) (bits >> 16);
            bytes[at + 1] = (byte) (bits >> 8);
            bytes[at + 2] = (byte) bits;
            at += 3;
        }
        return padding == 0 || last(from, whole, padding, bytes, at) ? bytes : null;
    }

    /** Decodes the four characters that padding is among; false if they are none, or bits remain that no byte takes. */
    private static boolean last(byte[] from, int offset, int padding, byte[] bytes, int at) {
        int bits = VALUES[from[offset] & 255] << 18 | VALUES[from[offset + 1] & 255] << 12;
        if (padding == 1) {
            bits |= VALUES[from[offset + 2] & 255] << 6;
        }
        if (bits < 0 || (bits & (padding == 1 ? 0xFF : 0xFFFF)) != 0) {
            return false;
        }
        bytes[at] = (byte) (bits >> 16);
        if (padding == 1) {
            bytes[at + 1] = (byte) (bits >> 8);
        }
        return true;
    }

    /** Why a text that {@link #decode} refuses is no base64. */
    static String complaint(String text) {
        return "'" + text + "' can not be converted to a Blob: " + reason(text);
    }

    private static String reason(String text) {
        if (text.length() % 4 != 0) {
            return "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean padding = c == '=' && i >= text.length() - 2 && text.charAt(text.length() - 1) == '=';
            if (!padding && (c > 127 || VALUES[c] < 0)) {
                return "Invalid Base64 character: '" + c + "'";
            }
        }
        return "Invalid last non-pad Base64 character dectected";
    }
}
