package kpipe.endpoint.wire;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Arrays of one size that answers are written into, kept for the next answer up to a bound. Thread-safe. */
final class Pieces {

    static final int SIZE = 32 * 1024;

    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;

    /** Keeps at most {@code most} arrays that nobody uses. */
    Pieces(int most) {
        this.most = most;
    }

    byte[] take() {
        byte[] piece = free.poll();
        if (piece == null) {
            return new byte[SIZE];
        }
        count.decrementAndGet();
        return piece;
    }

    void giveBack(byte[] piece) {
        if (count.incrementAndGet() <= most) {
            free.add(piece);
        } else {
            count.decrementAndGet();
        }
    }
}
