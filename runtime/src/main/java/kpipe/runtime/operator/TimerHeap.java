package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Times with a number each, the earliest first; of equal times in no certain order. Those that come in order, as nearly all do, stand in a ring, and only the others in a binary heap: with many
 * windows open, a heap costs a memory access for each of its levels. Not thread-safe.
 */
final class TimerHeap {

    private long[] ringTimes = new long[16];
    private int[] ringNumbers = new int[16];
    private int ringHead;
    private int ringSize;
    private long lastTime;

    private final TimeHeap outOfOrder = new TimeHeap(null);

    boolean isEmpty() {
        return ringSize == 0 && outOfOrder.isEmpty();
    }

    /** The earliest time; there must be one. */
    long firstTime() {
        return ringIsFirst() ? ringTimes[ringHead] : outOfOrder.firstTime();
    }

    private boolean ringIsFirst() {
        return outOfOrder.isEmpty() || ringSize > 0 && ringTimes[ringHead] <= outOfOrder.firstTime();
    }

    void push(long time, int number) {
        if (ringSize > 0 && time < lastTime) {
            outOfOrder.push(time, number);
            return;
        }
        if (ringSize == ringTimes.length) {
            growRing();
        }
        int at = ringHead + ringSize++ & ringTimes.length - 1;
        ringTimes[at] = time;
        ringNumbers[at] = number;
        lastTime = time;
    }

    private void growRing() {
        long[] moreTimes = new long[ringSize * 2];
        int[] moreNumbers = new int[ringSize * 2];
        int behind = ringSize - ringHead;
        System.arraycopy(ringTimes, ringHead, moreTimes, 0, behind);
        System.arraycopy(ringTimes, 0, moreTimes, behind, ringHead);
        System.arraycopy(ringNumbers, ringHead, moreNumbers, 0, behind);
        System.arraycopy(ringNumbers, 0, moreNumbers, behind, ringHead);
        ringTimes = moreTimes;
        ringNumbers = moreNumbers;
        ringHead = 0;
    }

    /** Removes the earliest time and returns its number. */
    int pop() {
        if (!ringIsFirst()) {
            return outOfOrder.pop();
        }
        int number = ringNumbers[ringHead];
        ringHead = ringHead + 1 & ringTimes.length - 1;
        ringSize--;
        return number;
    }

    long bytes() {
        return 12L * ringTimes.length + outOfOrder.bytes();
    }

    void save(StateWriter out) throws IOException {
        long[] times = new long[ringSize];
        int[] numbers = new int[ringSize];
        for (int i = 0; i < ringSize; i++) {
            times[i] = ringTimes[ringHead + i & ringTimes.length - 1];
            numbers[i] = ringNumbers[ringHead + i & ringTimes.length - 1];
        }
        out.words(times, 0, ringSize);
        out.ints(numbers, 0, ringSize);
        out.number(lastTime);
        outOfOrder.save(out);
    }

    /** Each number becomes that of the place to which groups were moved. */
    void move(SavedGroups groups) {
        for (int i = 0; i < ringSize; i++) {
            ringNumbers[i] = groups.moved(ringNumbers[i]);
        }
        outOfOrder.move(groups);
    }

    void restore(StateReader in) throws IOException {
        long[] times = in.words();
        ringHead = 0;
        ringSize = times.length;
        int room = Math.max(16, Integer.highestOneBit(Math.max(1, ringSize - 1)) * 2);
        ringTimes = Arrays.copyOf(times, room);
        ringNumbers = Arrays.copyOf(in.ints(), room);
        lastTime = in.number();
        outOfOrder.restore(in);
    }
}
