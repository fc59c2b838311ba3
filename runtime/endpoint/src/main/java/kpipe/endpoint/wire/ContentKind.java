package kpipe.endpoint.wire;

import org.jspecify.annotations.Nullable;

/** The content types that matter. */
enum ContentKind {
    JSON("application/x-amz-json-1.1"),
    CBOR("application/x-amz-cbor-1.1"),
    /** Never reaches an operation, as with AWS; the REST proxy speaks it. */
    PLAIN_JSON("application/json"),
    UNKNOWN("");

    private final String type;

    ContentKind(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /** That of a header, whose parameters do not count. */
    static ContentKind of(@Nullable String header) {
        if (header == null) {
            return UNKNOWN;
        }
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).trim();
        for (ContentKind kind : values()) {
            if (kind.type.equals(type) && kind != UNKNOWN) {
                return kind;
            }
        }
        return UNKNOWN;
    }
}
