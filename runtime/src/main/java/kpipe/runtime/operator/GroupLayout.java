package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

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
        BIT_AND(1),
        BIT_OR(1),
        BIT_XOR(1),
        /** What {@link Spread} keeps of exact numbers. */
        SPREAD_EXACT(Spread.EXACT_WORDS),
        /** What {@link Spread} keeps of doubles. */
        SPREAD(Spread.DOUBLE_WORDS),
        /** A number in {@link GroupWords#gatherings}. */
        GATHERING(1),
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

    /** Puts some of the places of groups into the order of their {@link Accumulator#SEQUENCE}, whose numbers are all different. */
    void sortBySequence(long[] words, int[] places, int from, int to) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            long sequence = words[places[i] + sequenceOffset];
            least = Math.min(least, sequence);
            greatest = Math.max(greatest, sequence);
        }
        int[] unsorted = Arrays.copyOfRange(places, from, to);
        if (greatest - least > Integer.MAX_VALUE) {
            Integer[] boxed = new Integer[to - from];
            Arrays.setAll(boxed, i -> unsorted[i]);
            Arrays.sort(boxed, Comparator.comparingLong(place -> words[place + sequenceOffset]));
            Arrays.setAll(unsorted, i -> boxed[i]);
            System.arraycopy(unsorted, 0, places, from, to - from);
            return;
        }
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = words[unsorted[i] + sequenceOffset] - least << 32 | i;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            places[from + i] = unsorted[(int) keys[i]];
        }
    }

    /** Writes what tells how to read groups of this layout. */
    void save(StateWriter out) throws IOException {
        out.number(stride);
        out.number(firstAccumulator);
        for (int key = 0; key < firstAccumulator - 1; key++) {
            out.flag(isText(key));
        }
        out.number(accumulators.length);
        for (Accumulator accumulator : accumulators) {
            out.text(accumulator.name());
        }
    }

    /** Reads the layout that {@link #save} wrote. What its accumulators need to have a value is not told. */
    static GroupLayout read(StateReader in) throws IOException {
        int stride = in.small();
        int firstAccumulator = in.small();
        boolean[] textKeys = new boolean[firstAccumulator - 1];
        for (int key = 0; key < textKeys.length; key++) {
            textKeys[key] = in.flag();
        }
        Accumulator[] accumulators = new Accumulator[in.small()];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = accumulator(in.text());
        }
        int[] presence = new int[accumulators.length];
        Arrays.fill(presence, -1);
        return new GroupLayout(stride, textKeys, firstAccumulator, accumulators, presence);
    }

    private static Accumulator accumulator(String name) throws IOException {
        try {
            return Accumulator.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("nothing is gathered as " + name);
        }
    }

    /** Whether groups of both stand in the same words. */
    boolean isLike(GroupLayout other) {
        boolean same = stride == other.stride
                && firstAccumulator == other.firstAccumulator
                && Arrays.equals(accumulators, other.accumulators);
        for (int key = 0; key < firstAccumulator - 1; key++) {
            same = same && isText(key) == other.isText(key);
        }
        return same;
    }

    private boolean isText(int key) {
        return key < textKeys.length && textKeys[key];
    }
}
