package kpipe.endpoint.wire;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request: by a signature that is verified where there are key pairs, else by what the request claims. */
final class Identity {

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+){1,3}-\\d{1,2}");

    private final Signatures signatures;
    private final String account;
    private final String region;

    /** Requests that name no account or region are those of {@code account} and {@code region}. */
    Identity(Signatures signatures, String account, String region) {
        this.signatures = signatures;
        this.account = account;
        this.region = region;
    }

    /**
     * The caller of an operation.
     *
     * @throws AwsError if the request is not signed, or the signature does not hold
     */
    Caller caller(Head head, byte[] body, int length, List<String> services) {
        Claim claim = Claim.of(head);
        if (!signatures.required()) {
            return caller(claim, null);
        }
        Credential credential = signatures.verify(claim, head, body, length, services);
        return caller(claim, credential.account());
    }

    /** The caller of the REST proxy, which needs a signature only where signatures are verified. */
    Caller callerOfProxy(Head head, byte[] body, int length, List<String> services) {
        if (signatures.required()
                || head.header("authorization") != null
                || head.query().has("X-Amz-Algorithm")) {
            return caller(head, body, length, services);
        }
        return new Caller(account, region, null);
    }

    private Caller caller(Claim claim, @Nullable String known) {
        String[] scope = claim.scope();
        String accessKey = scope[0];
        String named = known != null ? known : ACCOUNT.matcher(accessKey).matches() ? accessKey : account;
        String place = scope.length > 2 && REGION.matcher(scope[2]).matches() ? scope[2] : region;
        return new Caller(named, place, accessKey);
    }
}
