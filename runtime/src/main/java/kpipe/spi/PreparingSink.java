package kpipe.spi;

import java.io.IOException;

/**
 * A sink that can take a delivery without showing it, and show it later, even from another process. With one, a destination holds after any crash what an undisturbed run holds:
 * what was prepared is shown once a checkpoint covers it, and taken away if none does.
 *
 * <p>All failures are as those of {@link #deliver}: a retryable one is tried again, and the same call repeated replaces what the failed one left.
 */
public interface PreparingSink extends Sink {

    /**
     * Takes a delivery. When this returns, it is durable, and nobody sees it.
     *
     * @return by what {@link #commit} finds it, in this process or a later one: at most some hundred bytes
     */
    byte[] prepare(Delivery delivery) throws IOException;

    /** Shows what was prepared, whole and durable. What was shown already, or has been taken away by others since, is left as it is. */
    void commit(byte[] token) throws IOException;

    /** Takes away what {@link #prepare} left for a delivery of this address and object name, in whole or in part, in this process or one before; nothing if nothing is there. What was shown stays. */
    void discard(String address, String objectName) throws IOException;

    @Override
    default void deliver(Delivery delivery) throws IOException {
        byte[] token = prepare(delivery);
        try {
            commit(token);
        } catch (IOException failure) {
            try {
                discard(delivery.address(), delivery.objectName());
            } catch (IOException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }
}
