package kpipe.runtime.operator;

import java.util.Arrays;

/** The rows of a {@link TableIndex} that a row has been found to match, in order. Filled anew for each row. Not thread-safe. */
public final class Matches {

    private int[] found = new int[8];

    /** How many there are. */
    public int size;

    public void clear() {
        size = 0;
    }

    public void add(int match) {
        if (size == found.length) {
            found = Arrays.copyOf(found, size * 2);
        }
        found[size++] = match;
    }

    public int get(int index) {
        return found[index];
    }
}
