package kpipe.runtime.operator;

import java.util.Arrays;

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
}
