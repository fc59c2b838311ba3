package kpipe.runtime.log;

/** What has gone into a shard lately, second by second. Used by one thread at a time. */
public final class LoadMeter {

    /** How far back it knows. */
    public static final int SECONDS = 60;

    /** One more than is asked for, as the present second is not over. */
    private final long[] seconds = new long[SECONDS + 1];

    private final int[] records = new int[SECONDS + 1];
    private final long[] bytes = new long[SECONDS + 1];

    /**
     * What went in within some time.
     *
     * @param recordsPerSecond on average
     * @param bytesPerSecond of data and keys, on average
     */
    public record Load(double recordsPerSecond, double bytesPerSecond) {

        /** Nothing. */
        public static final Load NONE = new Load(0, 0);
    }

    void add(long millis, int size) {
        long second = millis / 1000;
        int at = (int) (second % seconds.length);
        if (seconds[at] != second) {
            seconds[at] = second;
            records[at] = 0;
            bytes[at] = 0;
        }
        records[at]++;
        bytes[at] += size;
    }

    /** The load of the last {@code span} whole seconds before {@code millis}, at most {@link #SECONDS}. */
    Load last(int span, long millis) {
        long now = millis / 1000;
        long allRecords = 0;
        long allBytes = 0;
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] < now && seconds[i] >= now - span) {
                allRecords += records[i];
                allBytes += bytes[i];
            }
        }
        return new Load((double) allRecords / span, (double) allBytes / span);
    }
}
