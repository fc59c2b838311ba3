package kpipe.runtime.firehose;

import java.nio.charset.StandardCharsets;

/** Values from data on their way into an address: they name a folder, and can never lead out of the destination's own. */
final class PartitionValues {

    private static final int MAX_BYTES = 240;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PartitionValues() {}

    /** Whether it can name a folder at all. */
    static boolean fits(String value) {
        return safe(value).getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** The value with what separates or climbs folders, and what no file system likes, written as {@code %2F}. */
    static String safe(String value) {
        StringBuilder out = new StringBuilder(value.length());
        boolean dots = onlyDots(value);
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean escape = character < ' '
                    || character == 0x7F
                    || "/\\:*?\"<>|%".indexOf(character) >= 0
                    || dots
                    || Character.isSurrogate(character) && !paired(value, i);
            if (!escape) {
                out.append(character);
            } else if (Character.isSurrogate(character)) {
                out.append("%EF%BF%BD");
            } else {
                out.append('%').append(HEX[character >>> 4 & 15]).append(HEX[character & 15]);
            }
        }
        return out.toString();
    }

    private static boolean onlyDots(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean paired(String value, int i) {
        char character = value.charAt(i);
        return Character.isHighSurrogate(character)
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }
}
