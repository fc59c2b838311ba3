package kpipe.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A delivery that failed; the message names the place and the reason in plain words. */
public final class DeliveryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final boolean gone;
    private final int @Nullable [] undelivered;

    public DeliveryException(String message, boolean retryable, @Nullable Throwable cause) {
        this(message, retryable, cause, null);
    }

    /** @param undelivered which records were not delivered, counted from 0, where the others were; null: none was. The same delivery again leaves out what was delivered */
    public DeliveryException(
            String message, boolean retryable, @Nullable Throwable cause, int @Nullable [] undelivered) {
        super(message, cause);
        this.retryable = retryable;
        this.undelivered = undelivered;
        gone = false;
    }

    private DeliveryException(String message) {
        super(message);
        retryable = false;
        undelivered = null;
        gone = true;
    }

    /** Whoever received the deliveries has gone away, as the reader of a pipe does: nothing can be delivered any more. */
    public static DeliveryException gone(String message) {
        return new DeliveryException(message);
    }

    /** Which records were not delivered, counted from 0; null: all of them. */
    public int @Nullable [] undelivered() {
        return undelivered == null ? null : undelivered.clone();
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
