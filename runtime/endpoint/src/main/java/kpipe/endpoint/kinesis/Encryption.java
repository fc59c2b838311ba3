package kpipe.endpoint.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * When the records of a stream were stored encrypted, as the API tells it. Immutable.
 *
 * @param spans begins and ends in turn, in milliseconds since 1970; the last one may still go on
 */
record Encryption(long[] spans) {

    static final String KEY = "encryption/key";
    private static final String SPANS = "encryption/spans";

    static Encryption of(Description description) {
        String spans = description.get(SPANS);
        if (spans == null) {
            return new Encryption(new long[0]);
        }
        String[] parts = spans.split(",");
        long[] times = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            times[i] = Long.parseLong(parts[i]);
        }
        return new Encryption(times);
    }

    /** The key that records are stored with now, or null. */
    static @Nullable String key(Description description) {
        return description.get(KEY);
    }

    static Description started(Description before, String key, long now) {
        Description with = before.with(KEY, key);
        return key(before) == null ? with.with(SPANS, before(before) + now) : with;
    }

    static Description stopped(Description before, long now) {
        return key(before) == null ? before : before.without(KEY).with(SPANS, before(before) + now);
    }

    private static String before(Description description) {
        String spans = description.get(SPANS);
        return spans == null ? "" : spans + ",";
    }

    /** Whether a record that arrived at that time was. */
    boolean covers(long arrival) {
        int begun = 0;
        while (begun < spans.length && spans[begun] <= arrival) {
            begun++;
        }
        return begun % 2 == 1;
    }
}
