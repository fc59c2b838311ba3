package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why a call to the service failed, in the user's terms.
 *
 * @param kind what is to be done about it
 * @param code the service's name for it, or empty
 * @param reason goes on behind a colon, without a full stop
 */
record Failure(Kind kind, String code, String reason) {

    enum Kind {
        /** The same call may succeed later. */
        PASSING,
        /** The same call may succeed later, and fewer of them are wanted. */
        THROTTLED,
        /** The iterator is too old: another one has to be made. */
        EXPIRED_ITERATOR,
        /** The stream, shard or consumer is not there. */
        NOT_FOUND,
        /** Somebody else has it, or it is being changed. */
        IN_USE,
        /** What was asked for makes no sense to the service. */
        INVALID,
        /** Nothing will make it succeed but somebody who changes something. */
        FINAL
    }

    private static final Set<String> THROTTLES = Set.of(
            "ProvisionedThroughputExceededException",
            "LimitExceededException",
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown",
            "KMSThrottlingException");

    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized");

    private static final Set<String> EXPIRED_CREDENTIALS =
            Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenRefreshRequired");

    static Failure of(Throwable thrown) {
        Throwable cause = cause(thrown);
        if (cause instanceof AwsServiceException refused) {
            return ofAnswer(refused);
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            Failure known = ofConnection(each);
            if (known != null) {
                return known;
            }
        }
        String said = String.valueOf(cause.getMessage());
        if (said.contains("credentials")) {
            return new Failure(
                    Kind.FINAL,
                    "",
                    "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a `profile`, or give `access_key_id` and `secret_access_key` from parameters");
        }
        return cause instanceof IOException || cause instanceof SdkException
                ? new Failure(Kind.PASSING, "", "it gives an answer that cannot be understood")
                : new Failure(Kind.PASSING, "", "the call broke off");
    }

    /** What is inside the wrappings of futures. */
    static Throwable cause(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static @Nullable Failure ofConnection(Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new Failure(Kind.PASSING, "", "there is no host of that name");
        }
        if (cause instanceof HttpTimeoutException
                || cause instanceof TimeoutException
                || cause.getClass().getSimpleName().endsWith("TimeoutException")) {
            return new Failure(Kind.PASSING, "", "it does not answer in time");
        }
        if (cause instanceof ConnectException) {
            return cause.getCause() instanceof UnresolvedAddressException
                    ? new Failure(Kind.PASSING, "", "there is no host of that name")
                    : new Failure(Kind.PASSING, "", "nothing listens there, or the connection is refused");
        }
        if (cause instanceof SSLException) {
            return new Failure(Kind.PASSING, "", "no secure connection can be made; is its certificate trusted here?");
        }
        if (cause instanceof IOException) {
            return new Failure(Kind.PASSING, "", "the connection broke off");
        }
        return null;
    }

    private static Failure ofAnswer(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        int status = refused.statusCode();
        if (THROTTLES.contains(code) || status == 429) {
            return new Failure(Kind.THROTTLED, code, "it takes no more requests for the moment");
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return new Failure(
                    Kind.FINAL,
                    code,
                    "it does not accept the AWS credentials; check the access key, the secret key and the region"
                            + quoted(code, said));
        }
        if (EXPIRED_CREDENTIALS.contains(code)) {
            return new Failure(
                    Kind.PASSING, code, "the AWS credentials have expired, or the clock of this machine is wrong");
        }
        if (code.equals("AccessDeniedException") || code.equals("AccessDenied")) {
            return new Failure(Kind.FINAL, code, "the AWS credentials are not allowed to do this" + quoted(code, said));
        }
        if (code.equals("ExpiredIteratorException")) {
            return new Failure(Kind.EXPIRED_ITERATOR, code, "the iterator has expired");
        }
        if (code.equals("ResourceNotFoundException")) {
            return new Failure(Kind.NOT_FOUND, code, "it is not there" + quoted(code, said));
        }
        if (code.equals("ResourceInUseException")) {
            return new Failure(Kind.IN_USE, code, "it is in use, or being changed");
        }
        if (status >= 500) {
            return new Failure(Kind.PASSING, code, "it is out of order (" + status + ")");
        }
        if (code.startsWith("KMS")) {
            return new Failure(Kind.FINAL, code, "the key that encrypts it cannot be used" + quoted(code, said));
        }
        if (code.equals("InvalidArgumentException") || code.equals("ValidationException")) {
            return new Failure(Kind.INVALID, code, "it refuses the request" + quoted(code, said));
        }
        return new Failure(Kind.FINAL, code, "it refuses the request (" + status + ")" + quoted(code, said));
    }

    /** The service's own words, shortened. */
    private static String quoted(String code, String said) {
        String words = said.replaceAll("\\s+", " ").strip();
        if (words.isEmpty()) {
            return code.isEmpty() ? "" : " (" + code + ")";
        }
        return " (" + (code.isEmpty() ? "" : code + ": ")
                + (words.length() > 300 ? words.substring(0, 300) + "…" : words) + ")";
    }

    boolean passes() {
        return kind == Kind.PASSING || kind == Kind.THROTTLED || kind == Kind.IN_USE;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ": " + reason;
    }
}
