package kpipe.endpoint.wire;

import org.jspecify.annotations.Nullable;

/** An endpoint cannot start; the message says in one sentence why, for the user. */
@SuppressWarnings("serial")
public final class EndpointException extends Exception {

    EndpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
