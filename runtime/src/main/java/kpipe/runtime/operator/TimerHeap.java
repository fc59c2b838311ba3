package kpipe.runtime.operator;

import java.util.Arrays;

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

    private long[] times = new long[16];
    private int[] numbers = new int[16];
    private int size;

    boolean isEmpty() {
        return ringSize == 0 && size == 0;
    }

    /** The earliest time; there must be one. */
    long firstTime() {
        return ringIsFirst() ? ringTimes[ringHead] : times[0];
    }

    private boolean ringIsFirst() {
        return size == 0 || ringSize > 0 && ringTimes[ringHead] <= times[0];
    }

    void push(long time, int number) {
        if (ringSize > 0 && time < lastTime) {
            pushOnHeap(time, number);
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

    private void pushOnHeap(long time, int number) {
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
        if (!ringIsFirst()) {
            return popFromHeap();
        }
        int number = ringNumbers[ringHead];
        ringHead = ringHead + 1 & ringTimes.length - 1;
        ringSize--;
        return number;
    }

    private int popFromHeap() {
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
        return 12L * (ringTimes.length + times.length);
    }
}
