package kpipe.endpoint.kinesis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an ARN of a stream or of a consumer says. Immutable.
 *
 * @param partition such as {@code aws}
 * @param consumer the consumer's name, or null for a stream
 * @param consumerCreated in seconds since 1970, with a consumer
 */
record Arn(
        String partition,
        String region,
        String account,
        String stream,
        @Nullable String consumer,
        long consumerCreated) {

    private static final Pattern FORM = Pattern.compile(
            "arn:(aws[^:]*):kinesis:([^:]*):(\\d{12}):(?:[^:]*)stream/([a-zA-Z0-9_.-]+)(?:/consumer/([a-zA-Z0-9_.-]+):([0-9]{1,15}))?");

    /** Null if it is none. */
    static @Nullable Arn parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long created = matcher.group(6) == null ? 0 : Long.parseLong(matcher.group(6));
        return new Arn(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5), created);
    }

    static String stream(String region, String account, String name) {
        return "arn:" + partition(region) + ":kinesis:" + region + ":" + account + ":stream/" + name;
    }

    static String consumer(String streamArn, String name, long createdSecond) {
        return streamArn + "/consumer/" + name + ":" + createdSecond;
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
