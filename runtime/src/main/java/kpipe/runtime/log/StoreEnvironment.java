package kpipe.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import kpipe.runtime.host.Host;
import org.jspecify.annotations.Nullable;

/** What the user has set for all durable streams of a process. */
final class StoreEnvironment {

    private static final String KEY = "KPIPE_DATA_KEY";
    private static final String KEY_FILE = "KPIPE_DATA_KEY_FILE";
    private static final String SYNC = "KPIPE_SYNC";

    private StoreEnvironment() {}

    static StreamStore.Options options(Host host) throws IOException {
        return new StreamStore.Options(
                cipher(host), durability(host.environment().getOrDefault(SYNC, "commit")));
    }

    private static Durability durability(String sync) throws IOException {
        return switch (sync) {
            case "commit" -> Durability.EACH_COMMIT;
            case "second" -> Durability.EACH_SECOND;
            default -> throw new IOException(SYNC + " is `commit` or `second`, not `" + sync + "`");
        };
    }

    private static @Nullable LogCipher cipher(Host host) throws IOException {
        String key = host.environment().get(KEY);
        String file = host.environment().get(KEY_FILE);
        if (key != null) {
            return cipher(KEY, key.strip());
        }
        if (file == null) {
            return null;
        }
        try (InputStream in = host.disk().read(file, 0)) {
            return cipher("`" + file + "`", new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    private static LogCipher cipher(String where, String text) throws IOException {
        byte[] key;
        try {
            key = text.matches("(?:[0-9a-fA-F]{2})+") && text.length() >= 32
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException neither) {
            key = new byte[0];
        }
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new IOException(where + " is no key: 16, 24 or 32 bytes in base64 or hexadecimal");
        }
        return new LogCipher(key);
    }
}
