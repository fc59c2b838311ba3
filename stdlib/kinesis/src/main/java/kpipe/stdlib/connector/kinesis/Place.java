package kpipe.stdlib.connector.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * Where reading of a shard goes on.
 *
 * @param sequence of a record, or null
 * @param part with TAKEN: up to which part of the record, where it is an aggregate, it has been read; {@link #WHOLE} where all of it has
 * @param time in milliseconds, with TIME
 */
record Place(Kind kind, @Nullable String sequence, int part, long time) {

    /** All parts of a record. */
    static final int WHOLE = Integer.MAX_VALUE;

    enum Kind {
        /** With the oldest record. */
        OLDEST,
        /** Behind the newest. */
        NEWEST,
        /** With the first that arrived then or later. */
        TIME,
        /** Behind a record, or behind a part of it. */
        TAKEN
    }

    static final Place OLDEST = new Place(Kind.OLDEST, null, WHOLE, 0);
    static final Place NEWEST = new Place(Kind.NEWEST, null, WHOLE, 0);

    static Place at(long time) {
        return new Place(Kind.TIME, null, WHOLE, time);
    }

    static Place behind(String sequence) {
        return new Place(Kind.TAKEN, sequence, WHOLE, 0);
    }

    static Place behind(String sequence, int part) {
        return new Place(Kind.TAKEN, sequence, part, 0);
    }

    /** Whether the record is to be read again, for the parts of it that have not been taken. */
    boolean within() {
        return kind == Kind.TAKEN && part != WHOLE;
    }
}
