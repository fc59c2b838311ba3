package kpipe.runtime.firehose;

/** Names for the objects of one destination, in order of time, none ever given twice. Not thread-safe. */
final class ObjectNames {

    private final String destination;
    private final long seed;
    private final String run;
    private int next = 1;

    ObjectNames(String destination, long seed) {
        this.destination = PartitionValues.safe(destination);
        this.seed = seed;
        String digits = Long.toUnsignedString(seed, 36);
        run = digits.substring(Math.max(0, digits.length() - 8));
    }

    long seed() {
        return seed ^ destination.hashCode();
    }

    /** @param millis the time that the name begins with */
    String next(long millis, String suffix) {
        String number = Integer.toString(next++);
        return destination
                + "-"
                + Address.Timestamps.format("yyyy-MM-dd-HH-mm-ss", millis)
                + "-"
                + run
                + "-"
                + "000000".substring(Math.min(6, number.length()))
                + number
                + suffix;
    }
}
