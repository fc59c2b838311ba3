package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The open windows of an aggregate whose windows lie differently for each key: a group is one window of one key. Generated code goes through the windows with the hash of a row's key
 * ({@link #first}, {@link #following}), gives those of the same key to {@link #meet}, and opens a window where none takes the row. Windows stay where they are until they are given
 * out. Times are milliseconds; a window holds its start and not its end. Not thread-safe.
 */
public abstract class KeyedWindows extends GroupWords {

    /** How many words of a group, the last of it, are this class's own. */
    public static final int OWN_WORDS = 3;

    private static final int NOWHERE = -1;
    private static final int INITIAL_GROUPS = 64;

    /** Where the windows stand that {@link #close} has closed, in the order in which they are given out. */
    public int[] due = new int[16];

    public int dueCount;

    /** How long a window is after its only row. */
    final long length;

    /** From the beginning of a group: its window's start and end, and the next group in the chain of its hash. */
    final int startWord;

    final int endWord;
    private final int nextWord;

    private int[] heads = new int[INITIAL_GROUPS];
    private int open;
    private int used;
    private final IntStack free = new IntStack();

    /** For each place one timer, for no later than the end of its window; it is wound up again when it goes off too early. */
    private final TimerHeap timers = new TimerHeap();

    private long sequence;

    /** The greatest end of the windows that the row has met and that have not taken it. */
    long lastEnd;

    KeyedWindows(GroupLayout layout, long length) {
        super(layout, INITIAL_GROUPS);
        this.length = length;
        startWord = layout.stride - OWN_WORDS;
        endWord = startWord + 1;
        nextWord = startWord + 2;
        Arrays.fill(heads, NOWHERE);
    }

    // ---- a row

    /** The first window in the chain of a hash, or a negative number. */
    public final int first(long hash) {
        lastEnd = Long.MIN_VALUE;
        return heads[(int) hash & heads.length - 1];
    }

    /** The next window in the chain, or a negative number. To be asked before {@link #meet}, which may take the window out of the chain. */
    public final int following(int at) {
        return (int) words[at + nextWord];
    }

    /**
     * Shows a row a window of its key.
     *
     * @param at the window
     * @param found the window that takes the row as far as has been seen, or a negative number
     * @param watermark that the row carries
     * @return the window that takes the row, or a negative number
     */
    public abstract int meet(int at, int found, long time, long watermark);

    /** Whether a row that no window takes may open none. */
    public abstract boolean isLate(long time, long watermark);

    /** By how much such a row is late, at least 1. */
    public abstract long lateBy(long time, long watermark);

    /** Opens a window for a row and returns where it stands. All its words but word 0 and those of this class are 0. */
    public final int open(long meta, long time) {
        int at;
        if (free.isEmpty()) {
            at = used;
            used += layout.stride;
            if (used > words.length) {
                words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
            }
        } else {
            at = free.pop();
        }
        if (++open > heads.length) {
            growIndex();
        }
        words[at] = meta;
        words[at + startWord] = time;
        words[at + endWord] = time + length;
        link(at);
        timers.push(time + length, at);
        return at;
    }

    /** The number of a window that has just been opened. */
    public final long nextSequence() {
        return sequence++;
    }

    private int chain(int at) {
        return (int) (words[at] >>> 16) & heads.length - 1;
    }

    private void link(int at) {
        int chain = chain(at);
        words[at + nextWord] = heads[chain];
        heads[chain] = at;
    }

    private void unlink(int at) {
        int chain = chain(at);
        int next = following(at);
        if (heads[chain] == at) {
            heads[chain] = next;
            return;
        }
        int before = heads[chain];
        while (following(before) != at) {
            before = following(before);
        }
        words[before + nextWord] = next;
    }

    private void growIndex() {
        heads = new int[heads.length * 2];
        Arrays.fill(heads, NOWHERE);
        for (int at = 0; at < used; at += layout.stride) {
            if (words[at] != 0) {
                link(at);
            }
        }
    }

    /** Takes a window away whose rows another one has taken up. Its place is free when its timer goes off. */
    final void remove(int at) {
        unlink(at);
        open--;
        free(at);
    }

    // ---- time

    public final long start(int at) {
        return words[at + startWord];
    }

    public final long end(int at) {
        return words[at + endWord];
    }

    /** Finds the windows that the watermark closes, in the order of their ends, then of their first rows: {@link #due}. They stay until {@link #release}. */
    public final void close(long watermark) {
        while (!timers.isEmpty() && timers.firstTime() <= watermark) {
            long time = timers.firstTime();
            int at = timers.pop();
            if (words[at] == 0) {
                free.push(at);
            } else if (end(at) > time) {
                timers.push(end(at), at);
            } else {
                if (dueCount == due.length) {
                    due = Arrays.copyOf(due, dueCount * 2);
                }
                due[dueCount++] = at;
            }
        }
        int from = 0;
        for (int to = 1; to <= dueCount; to++) {
            if (to == dueCount || end(due[to]) != end(due[from])) {
                if (to - from > 1) {
                    layout.sortBySequence(words, due, from, to);
                }
                from = to;
            }
        }
    }

    /** Lets the windows go whose results are out. */
    public final void release() {
        for (int i = 0; i < dueCount; i++) {
            remove(due[i]);
            free.push(due[i]);
        }
        dueCount = 0;
        compactHeap(used);
    }

    /** Tells what is held. */
    public final void holds(Holding held) {
        held.groups += open;
        held.bytes += bytes() + 4L * heads.length + timers.bytes();
        for (int at = 0; at < used; at += layout.stride) {
            if (words[at] != 0) {
                held.dueAt(end(at));
            }
        }
    }

    /** Writes the open windows. */
    public final void save(StateWriter out) throws IOException {
        out.number(sequence);
        out.number(open);
        layout.save(out);
        out.words(words, 0, used);
        saveParts(out);
        out.ints(heads, 0, heads.length);
        free.save(out);
        timers.save(out);
    }

    /** Becomes what {@link #save} wrote. */
    public final void restore(StateReader in) throws IOException {
        sequence = in.number();
        open = in.small();
        SavedGroups saved = SavedGroups.read(in, layout, OWN_WORDS);
        long[] before = in.words();
        used = saved == null ? before.length : before.length / saved.stride() * layout.stride;
        words = Arrays.copyOf(saved == null ? before : new long[0], Math.max(words.length, used));
        restoreParts(in);
        heads = in.ints();
        free.restore(in);
        timers.restore(in);
        if (saved != null) {
            move(saved, before);
        }
    }

    private void move(SavedGroups saved, long[] before) throws IOException {
        for (int from = 0, to = 0; to < used; from += saved.stride(), to += layout.stride) {
            if (before[from] != 0) {
                saved.convert(before, from, words, to);
                words[to + nextWord] = saved.moved((int) words[to + nextWord]);
                saved.drop(before, from, this);
            }
        }
        Arrays.setAll(heads, i -> saved.moved(heads[i]));
        free.move(saved);
        timers.move(saved);
    }
}
