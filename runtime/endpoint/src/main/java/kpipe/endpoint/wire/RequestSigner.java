package kpipe.endpoint.wire;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Signs requests of version 4 to the root of a server, for those who are clients themselves. Immutable; thread-safe. */
public final class RequestSigner {

    private final Credential credential;
    private final String region;
    private final String service;
    private final Clock clock;

    /**
     * @param credential a pair of long life, or with its session token
     * @param service the signing name, {@code kinesis}
     */
    public RequestSigner(Credential credential, String region, String service, Clock clock) {
        this.credential = credential;
        this.region = region;
        this.service = service;
        this.clock = clock;
    }

    /**
     * What to send beside the headers of a POST.
     *
     * @param headers all that are sent, without Host
     */
    public Map<String, String> sign(URI address, Map<String, String> headers, byte[] body) {
        String instant = Signatures.INSTANT.format(clock.instant());
        Map<String, String> signed = new TreeMap<>();
        headers.forEach((name, value) -> signed.put(name.toLowerCase(java.util.Locale.ROOT), value));
        signed.put("host", address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort());
        signed.put("x-amz-date", instant);
        Map<String, String> added = new LinkedHashMap<>();
        added.put("X-Amz-Date", instant);
        String token = credential.sessionToken();
        if (token != null) {
            signed.put("x-amz-security-token", token);
            added.put("X-Amz-Security-Token", token);
        }
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        signed.forEach((name, value) -> canonical
                .append(name)
                .append(':')
                .append(Signatures.singleSpaced(value))
                .append('\n'));
        String names = String.join(";", signed.keySet());
        canonical.append('\n').append(names).append('\n').append(Signatures.digest(body, body.length));
        String[] scope = {credential.accessKey(), instant.substring(0, 8), region, service, Signatures.TERMINATOR};
        added.put(
                "Authorization",
                Signatures.ALGORITHM + " Credential=" + String.join("/", scope) + ", SignedHeaders=" + names
                        + ", Signature=" + Signatures.signature(credential, scope, instant, canonical.toString()));
        return added;
    }
}
