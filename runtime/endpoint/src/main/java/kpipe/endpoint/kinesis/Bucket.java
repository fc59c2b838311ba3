package kpipe.endpoint.kinesis;

/** A token bucket that holds what one second gives. Not thread-safe. */
final class Bucket {

    private final double perSecond;
    private double level;
    private long filled;

    /** Full at {@code now}, in milliseconds. */
    Bucket(double perSecond, long now) {
        this.perSecond = perSecond;
        level = capacity();
        filled = now;
    }

    private double capacity() {
        return Math.max(1, perSecond);
    }

    /** Whether so much is in it, or it is full and more than it can hold is asked for. */
    boolean has(double amount, long now) {
        if (now > filled) {
            level = Math.min(capacity(), level + perSecond * (now - filled) / 1000);
            filled = now;
        }
        return level >= Math.min(amount, capacity());
    }

    /** Takes so much, on credit where there is less. */
    boolean take(double amount) {
        level -= amount;
        return true;
    }
}
