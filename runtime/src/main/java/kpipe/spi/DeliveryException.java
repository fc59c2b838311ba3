package kpipe.spi;

import java.io.IOException;

/** A delivery that failed; the message names the place and the reason in plain words. */
public final class DeliveryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public DeliveryException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same delivery may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
