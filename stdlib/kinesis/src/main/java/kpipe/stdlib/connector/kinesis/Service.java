package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** The service that has a stream: where it is, who asks, and the client that asks it. Thread-safe. */
final class Service implements AutoCloseable {

    /** What says where the service is and who asks; the same for sources and destinations. */
    static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.optional(
                    "region",
                    OptionType.STRING,
                    null,
                    "The AWS region. Else that of the ARN, of `AWS_REGION`, of the profile, or of the machine; with an endpoint of one's own, `us-east-1`."),
            OptionSpec.optional(
                    "endpoint",
                    OptionType.STRING,
                    null,
                    "Where the service is, such as `http://localhost:4567`, if it is not that of AWS for the region."),
            OptionSpec.optional(
                    "profile",
                    OptionType.STRING,
                    null,
                    "The profile of `~/.aws` that has the credentials. Without this and the keys they come from where AWS tools look for them: the environment, the default profile, the machine's role."),
            secret("access_key_id", "The access key, from a parameter."),
            secret("secret_access_key", "The secret key that belongs to it, from a parameter."),
            secret("session_token", "The session token that belongs to both, where there is one, from a parameter."));

    private static final int THREADS = 2;
    private static final Duration ATTEMPT = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ExecutorService executor;
    final KinesisAsyncClient client;
    final StreamAddress stream;
    /** As a sentence names it: {@code KINESIS 'orders' in eu-west-1}. */
    final String place;

    /** Whether this is AWS itself, with the rates that AWS allows. */
    final boolean aws;

    /** Goes with each call that is over when its answer has come. */
    final AwsRequestOverrideConfiguration timed = AwsRequestOverrideConfiguration.builder()
            .apiCallAttemptTimeout(ATTEMPT)
            .build();

    private static OptionSpec secret(String name, String documentation) {
        return new OptionSpec(name, OptionType.STRING, null, false, true, List.of(), documentation);
    }

    /** Makes the client; touches no network but, where nothing else says the region, that of the machine. */
    Service(StreamAddress stream, Options options) throws IOException {
        this.stream = stream;
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            // The SDK logs; where nobody has asked for that, nothing should be said about it.
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
        String endpoint = options.string("endpoint");
        aws = endpoint == null;
        Region region = region(stream, options, endpoint);
        place = "KINESIS '" + stream.name() + "' " + (endpoint == null ? "in " + region.id() : "at " + endpoint);
        executor = Executors.newFixedThreadPool(THREADS, threads());
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(region)
                .credentialsProvider(credentials(options, endpoint))
                .httpClient(new JdkHttp(executor))
                .asyncConfiguration(configuration ->
                        configuration.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, executor))
                // What fails is tried again here, where it can be told of.
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        client = builder.build();
    }

    private static ThreadFactory threads() {
        return work -> {
            Thread thread = new Thread(work, "kpipe-kinesis-" + NUMBERS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static Region region(StreamAddress stream, Options options, @Nullable String endpoint) throws IOException {
        String named = options.string("region");
        if (named == null) {
            named = stream.region();
        }
        if (named == null && endpoint != null) {
            String environment = System.getenv("AWS_REGION");
            named = environment == null || environment.isEmpty() ? "us-east-1" : environment;
        }
        if (named != null) {
            return Region.of(named);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException unknown) {
            throw new IOException(
                    "KINESIS '" + stream.name()
                            + "' is in a region that nothing tells: say `region = '…'`, or set AWS_REGION",
                    unknown);
        }
    }

    private static AwsCredentialsProvider credentials(Options options, @Nullable String endpoint) {
        String key = options.string("access_key_id");
        String secret = options.string("secret_access_key");
        String token = options.string("session_token");
        if (key != null && secret != null) {
            return StaticCredentialsProvider.create(
                    token == null
                            ? AwsBasicCredentials.create(key, secret)
                            : AwsSessionCredentials.create(key, secret, token));
        }
        String profile = options.string("profile");
        if (profile != null) {
            return ProfileCredentialsProvider.create(profile);
        }
        if (endpoint == null || !loopback(endpoint)) {
            return DefaultCredentialsProvider.builder().build();
        }
        // A service on this machine is most often one for tests, which takes whatever it is given.
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("kpipe", "kpipe")));
    }

    private static boolean loopback(String endpoint) {
        String host = String.valueOf(URI.create(endpoint).getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** What is wrong with an address, or with where the service is said to be. */
    static List<Problem> check(@Nullable String address, Options options) {
        List<Problem> problems = new ArrayList<>();
        StreamAddress stream = StreamAddress.parse(address == null ? "" : address);
        if (stream == null) {
            problems.add(new Problem(
                    null,
                    "KINESIS needs the name of a stream (letters, digits, `_`, `.` and `-`, up to 128), or its ARN"));
        }
        String endpoint = options.string("endpoint");
        if (endpoint != null && !isHttp(endpoint)) {
            problems.add(new Problem("endpoint", "`endpoint` must be like `http://localhost:4567` or `https://host`"));
        }
        String region = options.string("region");
        if (region != null && !region.matches("[a-z]{2,}[a-z0-9-]*-[0-9]+|local|aws-global")) {
            problems.add(new Problem("region", "`region` must be the name of an AWS region, such as `eu-west-1`"));
        }
        if (stream != null && stream.region() != null && region != null && !region.equals(stream.region())) {
            problems.add(new Problem("region", "`region` is not the region of the ARN, which is " + stream.region()));
        }
        if (options.has("access_key_id") != options.has("secret_access_key")) {
            String given = options.has("access_key_id") ? "access_key_id" : "secret_access_key";
            String missing = options.has("access_key_id") ? "secret_access_key" : "access_key_id";
            problems.add(new Problem(given, "`" + given + "` needs `" + missing + "` beside it"));
        } else if (options.has("session_token") && !options.has("access_key_id")) {
            problems.add(new Problem("session_token", "`session_token` needs `access_key_id` beside it"));
        } else if (options.has("profile") && options.has("access_key_id")) {
            problems.add(new Problem("profile", "`profile` and `access_key_id` exclude each other"));
        }
        return problems;
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** What time it was at the service when it answered, or a little before: its clock and that of this machine may differ. */
    static long time(@Nullable SdkHttpResponse answer, long otherwise) {
        String date = answer == null ? null : answer.firstMatchingHeader("Date").orElse(null);
        if (date == null) {
            return otherwise;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException malformed) {
            return otherwise;
        }
    }

    /** The sentence that ends a pipeline. */
    IOException ended(String doing, Failure failure) {
        String reason = failure.kind() == Failure.Kind.NOT_FOUND
                ? "there is no such stream; create it, or correct its name, `region` or `endpoint`"
                : failure.reason();
        return new IOException("cannot " + doing + " " + place + ": " + reason);
    }

    @Override
    public void close() {
        client.close();
        executor.shutdown();
    }
}
