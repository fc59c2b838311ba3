package kpipe.spi;

import java.io.IOException;

/** A delivery that failed; the message names the place and the reason in plain words. */
public final class DeliveryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final boolean gone;

    public DeliveryException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
        gone = false;
    }

    private DeliveryException(String message) {
        super(message);
        retryable = false;
        gone = true;
    }

    /** Whoever received the deliveries has gone away, as the reader of a pipe does: nothing can be delivered any more. */
    public static DeliveryException gone(String message) {
        return new DeliveryException(message);
    }

    /** Whether the same delivery may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether there is nobody any more to deliver to. */
    public boolean gone() {
        return gone;
    }
}
