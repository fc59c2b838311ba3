package kpipe.runtime.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import kpipe.runtime.log.LogCipher;
import kpipe.spi.Disk;

/**
 * The key of an encrypted stream as it was given: 16, 24 or 32 bytes in hexadecimal digits or base64, or {@code file:} and the path of a file that holds them so or as they are. Nothing shows it. Immutable.
 */
public final class LogKey {

    private static final String FILE = "file:";

    private final String text;

    LogKey(String text) {
        this.text = text;
    }

    /**
     * The cipher of the key.
     *
     * @throws IOException if the file cannot be read, or what is given is no key; the message does not show it
     */
    LogCipher cipher(Disk disk, String stream) throws IOException {
        byte[] key;
        if (text.startsWith(FILE)) {
            try (InputStream file = disk.read(text.substring(FILE.length()), 0)) {
                byte[] content = file.readAllBytes();
                byte[] decoded = decoded(new String(content, StandardCharsets.ISO_8859_1).strip());
                key = isKey(decoded) ? decoded : content;
            }
        } else {
            key = decoded(text.strip());
        }
        if (!isKey(key)) {
            throw new IOException(
                    "the key of stream `" + stream + "` is not 16, 24 or 32 bytes in hexadecimal digits or base64");
        }
        return new LogCipher(key);
    }

    private static boolean isKey(byte[] key) {
        return key.length == 16 || key.length == 24 || key.length == 32;
    }

    private static byte[] decoded(String digits) {
        try {
            byte[] hexadecimal = digits.length() >= 32 && digits.matches("[0-9A-Fa-f]+")
                    ? HexFormat.of().parseHex(digits)
                    : new byte[0];
            return isKey(hexadecimal) ? hexadecimal : Base64.getDecoder().decode(digits);
        } catch (IllegalArgumentException neither) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "a key";
    }
}
