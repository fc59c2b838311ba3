package kpipe.endpoint.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair that clients sign with.
 *
 * @param sessionToken what a client has to send with it as {@code X-Amz-Security-Token}; null for a pair of long life
 * @param expires from when on it is refused; null for never
 * @param account the account that it acts for, twelve digits; null for the endpoint's default
 */
public record Credential(
        String accessKey,
        String secretKey,
        @Nullable String sessionToken,
        @Nullable Instant expires,
        @Nullable String account) {

    public Credential(String accessKey, String secretKey) {
        this(accessKey, secretKey, null, null, null);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credential[" + accessKey + "]";
    }
}
