package kpipe.endpoint.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Verifies signatures of version 4 with static key pairs, over the headers that the client says it signed. Thread-safe. */
final class Signatures {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final Duration SKEW = Duration.ofMinutes(5);

    static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    static final String TERMINATOR = "aws4_request";

    private final Map<String, Credential> credentials = new HashMap<>();
    private final Clock clock;

    Signatures(List<Credential> credentials, Clock clock) {
        for (Credential credential : credentials) {
            this.credentials.put(credential.accessKey(), credential);
        }
        this.clock = clock;
    }

    /** Whether signatures are looked at, as they are where there are key pairs. */
    boolean required() {
        return !credentials.isEmpty();
    }

    /**
     * Verifies a claim.
     *
     * @param services the names of services that the scope may carry
     * @return the pair that the request was signed with
     * @throws AwsError if it does not hold
     */
    Credential verify(Claim claim, Head head, byte[] body, int length, List<String> services) {
        if (!claim.algorithm().equals(ALGORITHM)) {
            throw new AwsError(
                    "IncompleteSignatureException", "Unsupported AWS 'algorithm': '" + claim.algorithm() + "'.");
        }
        String[] scope = scope(claim, services);
        String date = date(claim, head);
        if (!date.startsWith(scope[1])) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + scope[1] + "' != '" + date.substring(0, 8) + "', from '" + date + "'.");
        }
        Instant now = clock.instant();
        checkTime(claim, date, now);
        Credential credential = credential(scope[0], claim.token(), now);
        List<String> signed =
                List.of(claim.signedHeaders().toLowerCase(Locale.ROOT).split(";"));
        if (!signed.contains("host") && !signed.contains(JettyHead.AUTHORITY)) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        String canonical = canonical(claim, head, signed, payload(head, body, length));
        byte[] expected = signature(credential, scope, date, canonical).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(
                expected, claim.signature().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return credential;
    }

    /** The signature of a canonical request, in hexadecimal digits. */
    static String signature(Credential credential, String[] scope, String date, String canonical) {
        String toSign = ALGORITHM + "\n" + date + "\n" + scope[1] + "/" + scope[2] + "/" + scope[3] + "/" + TERMINATOR
                + "\n" + hex(sha256().digest(canonical.getBytes(StandardCharsets.UTF_8)));
        return hex(hmac(key(credential, scope), toSign));
    }

    private static String[] scope(Claim claim, List<String> services) {
        String[] scope = claim.scope();
        if (scope.length != 5) {
            throw new AwsError(
                    "IncompleteSignatureException",
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '"
                            + claim.credential() + "'");
        }
        if (!services.contains(scope[3])) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "Credential should be scoped to correct service: '" + services.get(0) + "'. ");
        }
        if (!scope[4].equals(TERMINATOR)) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "Credential should be scoped with a valid terminator: '" + TERMINATOR + "', not '" + scope[4]
                            + "'. ");
        }
        return scope;
    }

    /** The time of the request, in the basic form of ISO 8601. */
    private static String date(Claim claim, Head head) {
        String date = claim.date();
        try {
            if (date != null) {
                INSTANT.parse(date);
                return date;
            }
            String header = head.header("date");
            return header == null ? "" : INSTANT.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
        } catch (DateTimeParseException e) {
            throw new AwsError(
                    "IncompleteSignatureException",
                    "Date must be in ISO-8601 'basic format'. Got '" + (date == null ? head.header("date") : date)
                            + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    private static void checkTime(Claim claim, String date, Instant now) {
        Instant signed = INSTANT.parse(date, Instant::from);
        Instant earliest = now.minus(claim.expires() == null ? SKEW : seconds(claim.expires()));
        if (signed.isBefore(earliest)) {
            String allowed = claim.expires() == null ? SKEW.toMinutes() + " min." : claim.expires() + " s.";
            throw new AwsError(
                    "InvalidSignatureException",
                    "Signature expired: " + date + " is now earlier than " + INSTANT.format(earliest) + " ("
                            + INSTANT.format(now) + " - " + allowed + ")");
        }
        if (signed.isAfter(now.plus(SKEW))) {
            throw new AwsError(
                    "InvalidSignatureException",
                    "Signature not yet current: " + date + " is still later than " + INSTANT.format(now.plus(SKEW))
                            + " (" + INSTANT.format(now) + " + " + SKEW.toMinutes() + " min.)");
        }
    }

    private static Duration seconds(String expires) {
        try {
            int seconds = Integer.parseInt(expires);
            if (seconds >= 0 && seconds <= Duration.ofDays(7).toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw new AwsError("IncompleteSignatureException", "X-Amz-Expires must be between 0 and 604800 seconds");
    }

    private Credential credential(String accessKey, @Nullable String token, Instant now) {
        Credential credential = credentials.get(accessKey);
        if (credential == null || !sameToken(credential.sessionToken(), token)) {
            throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (credential.expires() != null && !now.isBefore(credential.expires())) {
            throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
        }
        return credential;
    }

    private static boolean sameToken(@Nullable String known, @Nullable String sent) {
        if (known == null || sent == null) {
            return known == null && sent == null;
        }
        return MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    private static String payload(Head head, byte[] body, int length) {
        if (UNSIGNED.equals(head.header("x-amz-content-sha256"))) {
            return UNSIGNED;
        }
        return digest(body, length);
    }

    static String digest(byte[] body, int length) {
        MessageDigest digest = sha256();
        digest.update(body, 0, length);
        return hex(digest.digest());
    }

    private static String canonical(Claim claim, Head head, List<String> signed, String payload) {
        StringBuilder canonical = new StringBuilder(512);
        canonical.append(head.method()).append('\n');
        canonical.append(canonicalPath(head.path())).append('\n');
        canonical.append(canonicalQuery(head.query())).append('\n');
        for (String name : signed) {
            canonical.append(name).append(':');
            String separator = "";
            for (String value : head.headers(name)) {
                canonical.append(separator).append(singleSpaced(value));
                separator = ",";
            }
            canonical.append('\n');
        }
        return canonical
                .append('\n')
                .append(claim.signedHeaders())
                .append('\n')
                .append(payload)
                .toString();
    }

    private static String canonicalQuery(QueryString query) {
        List<String> pairs = new ArrayList<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            if (!parameter.name().equals("X-Amz-Signature")) {
                pairs.add(QueryString.encode(parameter.name()) + "=" + QueryString.encode(parameter.value()));
            }
        }
        // By name, then value: '=' sorts behind '-' and '.', which may follow a name that is the start of another.
        pairs.sort((a, b) -> a.replace('=', '\0').compareTo(b.replace('=', '\0')));
        return String.join("&", pairs);
    }

    /** The path with its dots and double slashes resolved, and each segment encoded once more. */
    private static String canonicalPath(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(QueryString.encode(segment));
            }
        }
        String joined = "/" + String.join("/", segments);
        return path.endsWith("/") && joined.length() > 1 ? joined + "/" : joined;
    }

    static String singleSpaced(String value) {
        return value.strip().replaceAll(" +", " ");
    }

    private static byte[] key(Credential credential, String[] scope) {
        byte[] key = ("AWS4" + credential.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(scope[1], scope[2], scope[3], TERMINATOR)) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256.", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
