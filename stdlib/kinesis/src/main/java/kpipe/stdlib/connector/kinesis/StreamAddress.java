package kpipe.stdlib.connector.kinesis;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stream that an address means.
 *
 * @param name its name
 * @param arn its ARN, where the address is one
 * @param region the region in the ARN
 */
record StreamAddress(
        String name, @Nullable String arn, @Nullable String region) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:kinesis:([a-z0-9-]+):\\d{12}:stream/([a-zA-Z0-9_.-]{1,128})");

    /** Puts it into a request, by the one or the other. */
    void tell(Consumer<String> byName, Consumer<String> byArn) {
        if (arn == null) {
            byName.accept(name);
        } else {
            byArn.accept(arn);
        }
    }

    /** The address, or null where it is neither a name nor an ARN. */
    static @Nullable StreamAddress parse(String address) {
        Matcher arn = ARN.matcher(address);
        if (arn.matches()) {
            return new StreamAddress(arn.group(2), address, arn.group(1));
        }
        return NAME.matcher(address).matches() ? new StreamAddress(address, null, null) : null;
    }
}
