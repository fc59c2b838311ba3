package kpipe.spi;

import java.io.IOException;

/**
 * A running writer to one destination. One thread at a time calls it.
 *
 * <p>{@link #deliver} returns when the delivery is durable and visible, whole, or throws: then nothing of it is visible, or the same delivery repeated
 * replaces it. An IOException with {@link DeliveryException#retryable} is tried again for as long as RETRY FOR says; what cannot be delivered goes to ERRORS TO.
 */
public interface Sink extends AutoCloseable {

    void open() throws IOException;

    void deliver(Delivery delivery) throws IOException;

    @Override
    void close() throws IOException;
}
