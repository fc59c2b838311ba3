package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import kpipe.data.Slice;
import org.junit.jupiter.api.Test;

class SlidingGroupsTest {

    private static final int TEXT_WORD = SlidingGroups.FIRST_FREE_WORD;

    private static SlidingGroups groups(long longest) {
        GroupLayout layout = new GroupLayout(8, new boolean[] {false}, 2, new GroupLayout.Accumulator[0], new int[0]);
        return new SlidingGroups(layout, 3, new int[] {TEXT_WORD}, new int[0], longest);
    }

    /** Looks a key up as generated code does. */
    private static int find(SlidingGroups groups, long key) {
        long hash = Hashes.of(key);
        long meta = hash << 16 | 1;
        int slot = (int) hash & groups.mask;
        int at = groups.index[slot];
        while (at != 0 && (groups.words[at] != meta || groups.words[at + 1] != key)) {
            slot = slot + 1 & groups.mask;
            at = groups.index[slot];
        }
        if (at == 0) {
            at = groups.insert(slot, meta);
            groups.words[at + 1] = key;
        }
        return at;
    }

    private static long bytes(SlidingGroups groups) {
        Holding held = new Holding();
        groups.holds(held);
        return held.bytes;
    }

    private static int add(SlidingGroups groups, long key, long time, String text) {
        groups.expire(time);
        int at = find(groups, key);
        int row = groups.append(at, time);
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        groups.rows[row + TEXT_WORD] = groups.keepText(bytes, Slice.of(0, bytes.length));
        return at;
    }

    @Test
    void keysWhoseRowsHaveLeftAreForgotten() {
        SlidingGroups groups = groups(1_000);
        for (int i = 0; i < 300_000; i++) {
            add(groups, i, i, "a text of some length, which is let go too");
        }
        assertThat(bytes(groups)).isLessThan(1_000_000);
    }

    @Test
    void aKeyThatComesBackBeginsAnew() {
        SlidingGroups groups = groups(10);
        int at = add(groups, 7, 0, "x");
        groups.words[at + 2] = 5;
        assertThat(find(groups, 7)).isEqualTo(at);
        groups.expire(10);
        assertThat(groups.words[find(groups, 7) + 2]).isEqualTo(5);
        groups.expire(11);
        assertThat(groups.words[find(groups, 7) + 2]).isEqualTo(0);
    }

    @Test
    void keysThatAreNotForgottenHoldNoMoreThanTheirRows() {
        SlidingGroups groups = groups(-1);
        for (int i = 0; i < 300_000; i++) {
            int at = add(groups, i % 100, i, "a text that is longer than what it takes " + i);
            groups.release(at, 5);
        }
        assertThat(bytes(groups)).isLessThan(1_000_000);
        int at = find(groups, 42);
        int row = (int) (groups.words[at + 5] >>> 32);
        assertThat(new String(
                        groups.rowHeap,
                        Slice.offset(groups.rows[row + TEXT_WORD]),
                        Slice.length(groups.rows[row + TEXT_WORD]),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("a text that is longer than what it takes 299542");
    }

    @Test
    void otherKeysAreFoundWhenOneIsForgotten() {
        SlidingGroups groups = groups(50);
        for (int time = 0; time < 20_000; time++) {
            long key = (long) time * time % 977;
            int at = add(groups, key, time, "");
            groups.words[at + 2]++;
            assertThat(groups.words[at + 1]).isEqualTo(key);
        }
    }
}
