package kpipe.runtime.operator;

import java.util.Arrays;

/** Times with a number each, the earliest first: a binary heap in two arrays. Not thread-safe. */
final class TimerHeap {

    private long[] times = new long[16];
    private int[] numbers = new int[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest time; there must be one. */
    long firstTime() {
        return times[0];
    }

    void push(long time, int number) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (times[parent] <= time) {
                break;
            }
            times[at] = times[parent];
            numbers[at] = numbers[parent];
            at = parent;
        }
        times[at] = time;
        numbers[at] = number;
    }

    /** Removes the earliest time and returns its number. */
    int pop() {
        int first = numbers[0];
        long time = times[--size];
        int number = numbers[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[at] = times[child];
            numbers[at] = numbers[child];
            at = child;
        }
        times[at] = time;
        numbers[at] = number;
        return first;
    }

    long bytes() {
        return 12L * times.length;
    }
}
