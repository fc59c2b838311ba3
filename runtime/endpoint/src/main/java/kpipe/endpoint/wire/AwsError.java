package kpipe.endpoint.wire;

import org.jspecify.annotations.Nullable;

/** An error as AWS answers it: a status, a type and a text. Thrown or handed on; it carries no stack trace. Immutable. */
@SuppressWarnings("serial")
public final class AwsError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String text;

    /**
     * @param status of HTTP: 400 for most, 500 for {@code InternalFailure}, 503 for {@code ServiceUnavailable}
     * @param type such as {@code ResourceNotFoundException}
     * @param text what the client shows, or null for none
     */
    public AwsError(int status, String type, @Nullable String text) {
        super(text == null ? type : type + ": " + text, null, false, false);
        this.status = status;
        this.type = type;
        this.text = text;
    }

    /** An error of the caller: status 400. */
    public AwsError(String type, @Nullable String text) {
        this(400, type, text);
    }

    /** What the service itself could not do: status 500, no details. */
    public static AwsError internalFailure() {
        return new AwsError(500, "InternalFailure", null);
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    /** What the client shows; null for none. */
    public @Nullable String text() {
        return text;
    }

    /** The member that the text stands in: only {@code SerializationException} spells it {@code Message}. */
    String member() {
        return type.equals("SerializationException") ? "Message" : "message";
    }
}
