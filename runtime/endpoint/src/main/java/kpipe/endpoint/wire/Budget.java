package kpipe.endpoint.wire;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes for all together. Thread-safe. */
final class Budget {

    private final AtomicLong left;

    Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Takes so many bytes if they are there. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    long left() {
        return left.get();
    }
}
