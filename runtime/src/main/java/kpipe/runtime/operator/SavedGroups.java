package kpipe.runtime.operator;

import java.io.IOException;
import java.util.List;
import kpipe.runtime.operator.GroupLayout.Accumulator;
import kpipe.runtime.state.Migration.Origin;
import kpipe.runtime.state.StateReader;
import org.jspecify.annotations.Nullable;

/**
 * How groups stood in the words that were saved, and how they become groups of another layout: the keys are the same, the accumulators are some of those that were saved, perhaps in another order and with wider
 * values. Not thread-safe.
 */
final class SavedGroups {

    private final GroupLayout saved;
    private final GroupLayout now;
    private final int ownWords;
    private final List<Origin> origins;

    private SavedGroups(GroupLayout saved, GroupLayout now, int ownWords, List<Origin> origins) {
        this.saved = saved;
        this.now = now;
        this.ownWords = ownWords;
        this.origins = origins;
    }

    /**
     * Reads of which layout groups are that follow; null where it is the one that they become.
     *
     * @param ownWords how many words of a group, the last of it, belong to the table
     */
    static @Nullable SavedGroups read(StateReader in, GroupLayout now, int ownWords) throws IOException {
        GroupLayout saved = GroupLayout.read(in);
        List<Origin> origins = in.migration().gathered();
        if (origins == null) {
            if (!saved.isLike(now)) {
                throw new IOException("the groups were of another form");
            }
            return null;
        }
        return new SavedGroups(saved, now, ownWords, origins);
    }

    int stride() {
        return saved.stride;
    }

    /** Where the group stands now that stood at {@code place}; a place of nothing stays one. */
    int moved(int place) {
        return place <= 0 ? place : place / saved.stride * now.stride;
    }

    /** Makes a group of one that was saved. What the table's own words say is the caller's to look at. */
    void convert(long[] from, int fromAt, long[] to, int at) throws IOException {
        System.arraycopy(from, fromAt, to, at, Math.min(saved.firstAccumulator, now.firstAccumulator));
        for (int i = 0; i < now.accumulators.length; i++) {
            Origin origin = origins.get(i);
            int place = origin.place();
            convert(
                    saved.accumulators[place],
                    now.accumulators[i],
                    origin.toDouble(),
                    from,
                    fromAt + saved.offsets[place],
                    to,
                    at + now.offsets[i]);
        }
        System.arraycopy(from, fromAt + saved.stride - ownWords, to, at + now.stride - ownWords, ownWords);
    }

    private static void convert(
            Accumulator before, Accumulator after, boolean toDouble, long[] from, int fromAt, long[] to, int at)
            throws IOException {
        long value = from[fromAt];
        switch (after) {
            case SUM_DOUBLE -> to[at] = before == after ? value : bits(whole(before, from, fromAt));
            case SUM_WIDE -> {
                to[at] = before == after ? value : value >> 63;
                to[at + 1] = before == after ? from[fromAt + 1] : value;
            }
            case MIN_DOUBLE, MAX_DOUBLE -> to[at] = before == after ? value : bits(value);
            case FIRST, LAST -> {
                to[at] = value;
                to[at + 1] = from[fromAt + 1];
                to[at + 2] = toDouble ? bits(from[fromAt + 2]) : from[fromAt + 2];
            }
            default -> {
                if (before != after) {
                    throw new IOException(before + " is no " + after);
                }
                System.arraycopy(from, fromAt, to, at, after.words());
            }
        }
    }

    private static double whole(Accumulator kind, long[] words, int at) {
        return kind == Accumulator.SUM_WIDE
                ? words[at] * 0x1p64 + (words[at + 1] >>> 1) * 2.0 + (words[at + 1] & 1)
                : words[at];
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** Gives back what the accumulators of a group held that are no more. */
    void drop(long[] from, int fromAt, GroupWords table) {
        boolean[] kept = new boolean[saved.accumulators.length];
        origins.forEach(origin -> kept[origin.place()] = true);
        for (int i = 0; i < kept.length; i++) {
            if (!kept[i]) {
                int at = fromAt + saved.offsets[i];
                switch (saved.accumulators[i]) {
                    case MIN_TEXT, MAX_TEXT -> table.heapGarbage += (int) from[at + 1];
                    case FIRST_TEXT, LAST_TEXT -> table.heapGarbage += (int) from[at + 3];
                    case DISTINCT, DISTINCT_TEXT, GATHERING -> table.forget(saved.accumulators[i], (int) from[at]);
                    default -> {}
                }
            }
        }
    }
}
