package kpipe.runtime.stream;

import java.util.List;

/**
 * How the rows of a stream are given to its lanes.
 *
 * @param columns what decides, for the kinds that look at the row; BY_KEY without any takes the whole row
 */
public record Division(Kind kind, List<Integer> columns) {

    /** The ways to divide. */
    public enum Kind {
        /** The producer's own lane. */
        FORWARD,
        /** The MD5 of the partition key, which is the text of the columns joined by U+001F, falls into one of equal ranges, as in Kinesis. */
        BY_KEY,
        /** Any hash of the cells: rows that are equal in the columns meet. */
        BY_HASH
    }

    public static final Division FORWARD = new Division(Kind.FORWARD, List.of());

    public Division {
        columns = List.copyOf(columns);
    }
}
