package kpipe.endpoint.command;

import java.time.Clock;
import kpipe.endpoint.wire.Credential;
import kpipe.endpoint.wire.RequestSigner;

/** Signs with what the environment says, as every client of AWS does. */
final class EnvironmentSigner {

    private static final String DEFAULT_REGION = "us-east-1";

    private EnvironmentSigner() {}

    /** With the key pair of the environment; where there is none, as somebody whom nobody asks. */
    static RequestSigner find() {
        String key = System.getenv("AWS_ACCESS_KEY_ID");
        String secret = System.getenv("AWS_SECRET_ACCESS_KEY");
        boolean known = key != null && secret != null;
        Credential credential = new Credential(
                known ? key : "kpipe", known ? secret : "kpipe", System.getenv("AWS_SESSION_TOKEN"), null, null);
        return new RequestSigner(credential, region(), "kinesis", Clock.systemUTC());
    }

    private static String region() {
        String region = System.getenv("AWS_REGION");
        if (region == null || region.isEmpty()) {
            region = System.getenv("AWS_DEFAULT_REGION");
        }
        return region == null || region.isEmpty() ? DEFAULT_REGION : region;
    }
}
