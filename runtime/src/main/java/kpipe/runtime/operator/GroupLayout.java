package kpipe.runtime.operator;

/**
 * How a group stands in the words of a table: word 0 tells whether there is one, then come the keys, then the accumulators. Immutable.
 *
 * <p>Word 0 is 0 where there is no group, else the lower 48 bits of the key's hash, then 15 bits that say which keys are NULL, then a 1; equal keys have equal words 0.
 */
public final class GroupLayout {

    /** What an accumulator does when two groups become one, and how many words it takes. */
    public enum Accumulator {
        COUNT(1),
        SUM_LONG(1),
        SUM_DOUBLE(1),
        /** A sum of 128 bits: high, low. */
        SUM_WIDE(2),
        MIN_LONG(1),
        MAX_LONG(1),
        MIN_DOUBLE(1),
        MAX_DOUBLE(1),
        /** Slice, capacity. */
        MIN_TEXT(2),
        MAX_TEXT(2),
        /** ROWTIME, 1 if the value is not NULL, value. */
        FIRST(3),
        LAST(3),
        /** ROWTIME, 1 if the value is not NULL, slice, capacity. */
        FIRST_TEXT(4),
        LAST_TEXT(4),
        /** A number in {@link GroupWords#longSets}. */
        DISTINCT(1),
        /** A number in {@link GroupWords#textSets}. */
        DISTINCT_TEXT(1),
        /** When the group was first seen: a count. */
        SEQUENCE(1);

        private final int words;

        Accumulator(int words) {
            this.words = words;
        }

        public int words() {
            return words;
        }
    }

    final int stride;
    final boolean[] textKeys;
    final Accumulator[] accumulators;
    final int[] offsets;
    final int firstAccumulator;

    /** The word of {@link Accumulator#SEQUENCE}, or -1. */
    final int sequenceOffset;

    /** For each accumulator the word of the COUNT that is 0 where it has no value, or -1 where it always has one. */
    final int[] presence;

    /**
     * @param stride words from one group to the next
     * @param textKeys for each key whether it is packed text
     * @param firstAccumulator the word at which the accumulators begin
     * @param presence for each accumulator the word of the COUNT that is 0 where it has no value, or -1 where it always has one
     */
    public GroupLayout(
            int stride, boolean[] textKeys, int firstAccumulator, Accumulator[] accumulators, int[] presence) {
        this.stride = stride;
        this.textKeys = textKeys;
        this.accumulators = accumulators;
        this.firstAccumulator = firstAccumulator;
        this.presence = presence;
        offsets = new int[accumulators.length];
        int at = firstAccumulator;
        int sequence = -1;
        for (int i = 0; i < accumulators.length; i++) {
            offsets[i] = at;
            if (accumulators[i] == Accumulator.SEQUENCE) {
                sequence = at;
            }
            at += accumulators[i].words();
        }
        if (at > stride) {
            throw new IllegalArgumentException(at + " > " + stride);
        }
        sequenceOffset = sequence;
    }
}
