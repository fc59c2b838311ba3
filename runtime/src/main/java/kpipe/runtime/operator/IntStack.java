package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** Numbers of places that are free, the last one first. Not thread-safe. */
final class IntStack {

    private int[] numbers = new int[8];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void push(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    int pop() {
        return numbers[--size];
    }

    void clear() {
        size = 0;
    }

    void save(StateWriter out) throws IOException {
        out.ints(numbers, 0, size);
    }

    /** Each of the numbers becomes that of the place to which groups were moved. */
    void move(SavedGroups groups) {
        for (int i = 0; i < size; i++) {
            numbers[i] = groups.moved(numbers[i]);
        }
    }

    void restore(StateReader in) throws IOException {
        int[] saved = in.ints();
        size = saved.length;
        numbers = Arrays.copyOf(saved, Math.max(8, size));
    }
}
