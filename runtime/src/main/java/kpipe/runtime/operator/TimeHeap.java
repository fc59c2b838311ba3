package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** Places by time, the earliest first, ties by an order of the places if there is one, then as they came. Not thread-safe. */
final class TimeHeap {

    /** Which of two places of equal time comes first. */
    interface Order {
        int compare(int place, int other);
    }

    private final @Nullable Order order;

    private long[] times = new long[16];
    private long[] arrivals = new long[16];
    private int[] places = new int[16];
    private int size;
    private long arrival;

    TimeHeap(@Nullable Order order) {
        this.order = order;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long firstTime() {
        return times[0];
    }

    private boolean isBefore(int at, long time, long number, int place) {
        if (times[at] != time) {
            return times[at] < time;
        }
        int byOrder = order == null ? 0 : order.compare(places[at], place);
        return byOrder != 0 ? byOrder < 0 : arrivals[at] < number;
    }

    void push(long time, int place) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            arrivals = Arrays.copyOf(arrivals, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        int at = size++;
        long number = arrival++;
        while (at > 0 && !isBefore((at - 1) >>> 1, time, number, place)) {
            move((at - 1) >>> 1, at);
            at = (at - 1) >>> 1;
        }
        set(at, time, number, place);
    }

    int pop() {
        int first = places[0];
        size--;
        long time = times[size];
        long number = arrivals[size];
        int place = places[size];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(child + 1, times[child], arrivals[child], places[child])) {
                child++;
            }
            if (!isBefore(child, time, number, place)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, time, number, place);
        return first;
    }

    private void move(int from, int to) {
        set(to, times[from], arrivals[from], places[from]);
    }

    private void set(int at, long time, long number, int place) {
        times[at] = time;
        arrivals[at] = number;
        places[at] = place;
    }

    long bytes() {
        return 20L * times.length;
    }

    void save(StateWriter out) throws IOException {
        out.number(arrival);
        out.words(times, 0, size);
        out.words(arrivals, 0, size);
        out.ints(places, 0, size);
    }

    /** Each place becomes that to which groups were moved. */
    void move(SavedGroups groups) {
        for (int i = 0; i < size; i++) {
            places[i] = groups.moved(places[i]);
        }
    }

    void restore(StateReader in) throws IOException {
        arrival = in.number();
        long[] saved = in.words();
        size = saved.length;
        times = Arrays.copyOf(saved, Math.max(16, size));
        arrivals = Arrays.copyOf(in.words(), times.length);
        places = Arrays.copyOf(in.ints(), times.length);
    }
}
