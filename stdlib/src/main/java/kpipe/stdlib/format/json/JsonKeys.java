package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import kpipe.data.Text;
import kpipe.data.Words;

/**
 * The keys that one object of a document may hold, numbered in the order in which they were added, and the order in which they came last time: the key that
 * is expected next is compared word by word, and only another one is looked up. Keys that no column wants are learned too. Not thread-safe.
 */
public final class JsonKeys {

    /** In place of a key: the object has ended. */
    public static final int END = -1;

    /** In place of a key: no column wants it. */
    static final int OTHER = -2;

    private static final int MAX_LEARNED = 256;
    private static final int MAX_LEARNED_BYTES = 64;

    private int size;
    private int added;

    /** Each key with its quotes and the colon, zeros behind up to a multiple of eight bytes. */
    private byte[][] tokens = new byte[8][];

    private int[] lengths = new int[8];
    private int[] numbers = new int[8];

    /** The first sixteen bytes of each token, as two words and a mask for each: word, mask, word, mask. What a token does not reach is masked out. */
    private long[] words = new long[32];

    private boolean[] anyCase = new boolean[8];

    /** Which key followed each key last time; [0] is the first of the object. */
    private int[] followers = new int[9];

    private int[] table = new int[16];
    private int last = -1;

    public JsonKeys() {
        Arrays.fill(table, -1);
        Arrays.fill(followers, -1);
    }

    /**
     * Adds the next key.
     *
     * @param ignoreCase whether a key that differs by case alone means it too, where no other key is spelled exactly so
     */
    public void add(String key, boolean ignoreCase) {
        append(key.getBytes(StandardCharsets.UTF_8), added++, ignoreCase);
        followers[size - 1] = size - 1;
    }

    private void append(byte[] key, int number, boolean ignoreCase) {
        if (size == tokens.length) {
            int capacity = size * 2;
            tokens = Arrays.copyOf(tokens, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
            words = Arrays.copyOf(words, 4 * capacity);
            anyCase = Arrays.copyOf(anyCase, capacity);
            followers = Arrays.copyOf(followers, capacity + 1);
            Arrays.fill(followers, size + 1, capacity + 1, -1);
        }
        int length = key.length + 3;
        byte[] token = new byte[Math.max(16, length + 7 & ~7)];
        token[0] = '"';
        System.arraycopy(key, 0, token, 1, key.length);
        token[length - 2] = '"';
        token[length - 1] = ':';
        tokens[size] = token;
        lengths[size] = length;
        for (int i = 0; i < 2; i++) {
            int bytes = Math.max(0, Math.min(8, length - 8 * i));
            words[4 * size + 2 * i] = Words.at(token, 8 * i);
            words[4 * size + 2 * i + 1] = bytes == 8 ? -1 : (1L << 8 * bytes) - 1;
        }
        numbers[size] = number;
        anyCase[size] = ignoreCase;
        size++;
        if (size * 2 > table.length) {
            table = new int[table.length * 2];
            Arrays.fill(table, -1);
            for (int entry = 0; entry < size; entry++) {
                insert(entry);
            }
        } else {
            insert(size - 1);
        }
    }

    private void insert(int entry) {
        int slot = slot(tokens[entry], 1, lengths[entry] - 3);
        while (table[slot] >= 0) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = entry;
    }

    private int slot(byte[] bytes, int start, int length) {
        return (int) Text.hash(bytes, start, length) & table.length - 1;
    }

    /** A new object begins. */
    void begin() {
        last = -1;
    }

    /** The length of the token {@code "key":} at {@code at} if it is the one expected, or 0; {@link #current} then tells which. */
    int expected(byte[] bytes, int at, int end) {
        int entry = followers[last + 1];
        if (entry < 0) {
            return 0;
        }
        int length = lengths[entry];
        // Words may reach over the end of what is valid, as long as there are bytes.
        if (at + 16 > bytes.length || at + length > end) {
            return 0;
        }
        int first = entry << 2;
        long different = (Words.at(bytes, at) ^ words[first]) & words[first + 1]
                | (Words.at(bytes, at + 8) ^ words[first + 2]) & words[first + 3];
        if (different != 0 || length > 16 && !Arrays.equals(tokens[entry], 16, length, bytes, at + 16, at + length)) {
            return 0;
        }
        last = entry;
        return length;
    }

    /** The number of the key found last, or {@link #OTHER}. */
    int current() {
        return numbers[last];
    }

    /** Looks up the key in {@code bytes[start, end)}, without quotes and escapes, and remembers that it came here. */
    int find(byte[] bytes, int start, int end) {
        int entry = entryOf(bytes, start, end - start);
        if (entry < 0) {
            int number = ignoringCase(bytes, start, end);
            if (size - added >= MAX_LEARNED || end - start > MAX_LEARNED_BYTES) {
                return number;
            }
            append(Arrays.copyOfRange(bytes, start, end), number, false);
            entry = size - 1;
        }
        followers[last + 1] = entry;
        last = entry;
        return numbers[entry];
    }

    private int entryOf(byte[] bytes, int start, int length) {
        int slot = slot(bytes, start, length);
        for (int entry = table[slot]; entry >= 0; entry = table[slot]) {
            if (lengths[entry] - 3 == length && Text.equal(tokens[entry], 1, bytes, start, length)) {
                return entry;
            }
            slot = slot + 1 & table.length - 1;
        }
        return -1;
    }

    private int ignoringCase(byte[] bytes, int start, int end) {
        String key = new String(bytes, start, end - start, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        int found = OTHER;
        for (int entry = 0; entry < added; entry++) {
            String candidate = new String(tokens[entry], 1, lengths[entry] - 3, StandardCharsets.UTF_8);
            if (anyCase[entry] && candidate.toUpperCase(Locale.ROOT).equals(key)) {
                if (found != OTHER) {
                    return OTHER;
                }
                found = numbers[entry];
            }
        }
        return found;
    }
}
