package kpipe.endpoint.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request says before its body. */
interface Head {

    String method();

    /** As it was sent, still encoded. */
    String path();

    QueryString query();

    /** The values of a header in the order sent; {@code host} is there in HTTP/2 too. */
    List<String> headers(String name);

    /** The first value of a header, or null. */
    default @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
