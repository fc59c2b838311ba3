package kpipe.endpoint.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request claims by its signature, in a header or in the query; complete, but not verified.
 *
 * @param credential key id, day, region, service and {@code aws4_request}, joined by slashes
 * @param date as sent; null where only a {@code Date} header tells
 * @param expires how many seconds after the date the signature holds; null for a header's
 */
record Claim(
        String algorithm,
        String credential,
        String signedHeaders,
        String signature,
        @Nullable String date,
        @Nullable String token,
        @Nullable String expires) {

    private static final List<String> HEADER_PARTS = List.of("Credential", "Signature", "SignedHeaders");
    private static final List<String> QUERY_PARTS =
            List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date");

    /**
     * The claim of a request.
     *
     * @throws AwsError if there is none, it lacks a part, or there are two
     */
    static Claim of(Head head) {
        String header = head.header("authorization");
        boolean inQuery = head.query().has("X-Amz-Algorithm");
        if (header != null && inQuery) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }
        if (header != null && !header.isEmpty()) {
            return ofHeader(head, header);
        }
        if (inQuery) {
            return ofQuery(head.query());
        }
        throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    private static Claim ofHeader(Head head, String header) {
        String[] words = header.split("[, ]+");
        Map<String, String> parts = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals > 0) {
                parts.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        StringBuilder missing = new StringBuilder();
        for (String part : HEADER_PARTS) {
            if (parts.getOrDefault(part, "").isEmpty()) {
                missing.append("Authorization header requires '").append(part).append("' parameter. ");
            }
        }
        String date = head.header("x-amz-date");
        if (date == null && head.header("date") == null) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (missing.length() > 0) {
            throw new AwsError("IncompleteSignatureException", missing + "Authorization=" + header);
        }
        return new Claim(
                words[0],
                parts.getOrDefault("Credential", ""),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                date,
                head.header("x-amz-security-token"),
                null);
    }

    private static Claim ofQuery(QueryString query) {
        StringBuilder missing = new StringBuilder();
        for (String part : QUERY_PARTS) {
            if (part(query, part).isEmpty()) {
                missing.append("AWS query-string parameters must include '")
                        .append(part)
                        .append("'. ");
            }
        }
        if (missing.length() > 0) {
            throw new AwsError("IncompleteSignatureException", missing + "Re-examine the query-string parameters.");
        }
        return new Claim(
                part(query, "X-Amz-Algorithm"),
                part(query, "X-Amz-Credential"),
                part(query, "X-Amz-SignedHeaders"),
                part(query, "X-Amz-Signature"),
                part(query, "X-Amz-Date"),
                query.value("X-Amz-Security-Token"),
                query.value("X-Amz-Expires"));
    }

    private static String part(QueryString query, String name) {
        String value = query.value(name);
        return value == null ? "" : value;
    }

    /** The parts of the credential: key id, day, region, service, terminator; fewer or more if it is none. */
    String[] scope() {
        return credential.split("/", -1);
    }
}
