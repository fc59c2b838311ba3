package kpipe.runtime.log;

import java.util.Arrays;

/**
 * Which of the records that a pipeline has written count. Their epoch is the number of the checkpoint that covers them: up to {@code committed} that checkpoint is there; what a run wrote behind its last
 * checkpoint, before it died, never counts. Immutable.
 */
final class Epochs {

    /** None is committed, none given up. */
    static final Epochs NONE = new Epochs(0, new long[0]);

    private final long committed;
    /** First and last epoch of each range that was given up, in order. */
    private final long[] aborted;

    Epochs(long committed, long[] aborted) {
        this.committed = committed;
        this.aborted = aborted;
    }

    long committed() {
        return committed;
    }

    long[] aborted() {
        return aborted.clone();
    }

    boolean isAborted(long epoch) {
        for (int i = 0; i < aborted.length; i += 2) {
            if (epoch >= aborted[i] && epoch <= aborted[i + 1]) {
                return true;
            }
        }
        return false;
    }

    Epochs committed(long epoch) {
        return new Epochs(Math.max(committed, epoch), aborted);
    }

    /** Gives up those behind {@code last} and before {@code next}. */
    Epochs goingOn(long last, long next) {
        if (last + 1 > next - 1) {
            return new Epochs(last, aborted);
        }
        long[] more = Arrays.copyOf(aborted, aborted.length + 2);
        more[aborted.length] = last + 1;
        more[aborted.length + 1] = next - 1;
        return new Epochs(last, merged(more));
    }

    /** Ranges that meet become one: there may be many restarts between two checkpoints. */
    private static long[] merged(long[] ranges) {
        long[] result = new long[ranges.length];
        int size = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            while (size > 0 && result[size - 2] >= ranges[i]) {
                size -= 2;
            }
            if (size > 0 && result[size - 1] >= ranges[i] - 1) {
                result[size - 1] = Math.max(result[size - 1], ranges[i + 1]);
            } else {
                result[size++] = ranges[i];
                result[size++] = ranges[i + 1];
            }
        }
        return Arrays.copyOf(result, size);
    }
}
