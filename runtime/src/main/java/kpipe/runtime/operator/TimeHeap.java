package kpipe.runtime.operator;

import java.util.Arrays;

/** Places by time, the earliest first, ties as they came. Not thread-safe. */
final class TimeHeap {

    private long[] times = new long[16];
    private long[] arrivals = new long[16];
    private int[] places = new int[16];
    private int size;
    private long arrival;

    boolean isEmpty() {
        return size == 0;
    }

    long firstTime() {
        return times[0];
    }

    private boolean isBefore(int at, long time, long order) {
        return times[at] < time || times[at] == time && arrivals[at] < order;
    }

    void push(long time, int place) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            arrivals = Arrays.copyOf(arrivals, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        int at = size++;
        long order = arrival++;
        while (at > 0 && !isBefore((at - 1) >>> 1, time, order)) {
            move((at - 1) >>> 1, at);
            at = (at - 1) >>> 1;
        }
        set(at, time, order, place);
    }

    int pop() {
        int first = places[0];
        size--;
        long time = times[size];
        long order = arrivals[size];
        int place = places[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(child + 1, times[child], arrivals[child])) {
                child++;
            }
            if (!isBefore(child, time, order)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, time, order, place);
        return first;
    }

    private void move(int from, int to) {
        set(to, times[from], arrivals[from], places[from]);
    }

    private void set(int at, long time, long order, int place) {
        times[at] = time;
        arrivals[at] = order;
        places[at] = place;
    }

    long bytes() {
        return 20L * times.length;
    }
}
