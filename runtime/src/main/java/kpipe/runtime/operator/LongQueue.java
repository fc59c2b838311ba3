package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** Numbers that leave in the order in which they came. Not thread-safe. */
final class LongQueue {

    private long[] numbers = new long[4];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long number) {
        if (size == numbers.length) {
            long[] wider = new long[size * 2];
            int tail = size - first;
            System.arraycopy(numbers, first, wider, 0, tail);
            System.arraycopy(numbers, 0, wider, tail, first);
            numbers = wider;
            first = 0;
        }
        numbers[first + size++ & numbers.length - 1] = number;
    }

    /** The one that came first; there must be one. */
    long first() {
        return numbers[first];
    }

    /** Takes the one that came first away; there must be one. */
    long take() {
        long number = numbers[first];
        first = first + 1 & numbers.length - 1;
        size--;
        return number;
    }

    void save(StateWriter out) throws IOException {
        out.number(size);
        for (int i = 0; i < size; i++) {
            out.number(numbers[first + i & numbers.length - 1]);
        }
    }

    void restore(StateReader in) throws IOException {
        for (int left = in.small(); left > 0; left--) {
            add(in.number());
        }
    }
}
