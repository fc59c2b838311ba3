package kpipe.runtime.operator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import kpipe.data.Nested;
import kpipe.data.RowException;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a group with what they are sorted by, for LISTAGG, or its elements, for ARRAY_AGG. Those equal in all keys come in the order of ROWTIME, and then as they came.
 * An element is an ARRAY of it alone, so that NULL is one too.
 */
public final class TextList extends Gathering {

    /** A key that is a word in its order: a whole number, a decimal, a time, a truth value. */
    public static final int WORD = 0;

    public static final int DOUBLE = 1;
    public static final int TEXT = 2;

    /** Added to the kind of a key: the greatest first. */
    public static final int DESCENDING = 4;

    /** Added to the kind of a key: NULL before all values. */
    public static final int NULLS_FIRST = 8;

    /** How many bytes the elements of a group may have, each with the eight that say where it ends. What is more is not kept, and the group has no result. */
    public static final int MOST_BYTES = 1 << 20;

    /** How texts are sorted and put together. Immutable. */
    public static final class Form {
        private final byte[] separator;
        private final boolean distinct;
        private final int[] keys;
        private final int most;
        private final long mostBytes;

        /**
         * @param distinct each text once, at its first place
         * @param keys for each key its kind and what is added to it
         * @param most how many characters the result may have
         */
        public Form(Text separator, boolean distinct, int[] keys, int most) {
            this.separator =
                    Arrays.copyOfRange(separator.bytes(), separator.offset(), separator.offset() + separator.length());
            this.distinct = distinct;
            this.keys = keys;
            this.most = most;
            mostBytes = Long.MAX_VALUE;
        }

        /**
         * Of elements.
         *
         * @param distinct each element once, at its first place
         * @param keys for each key its kind and what is added to it
         */
        public Form(boolean distinct, int[] keys) {
            separator = new byte[0];
            this.distinct = distinct;
            this.keys = keys;
            most = MOST_BYTES;
            mostBytes = MOST_BYTES;
        }

        private Form(StateReader in) throws IOException {
            separator = in.bytes();
            distinct = in.flag();
            keys = in.ints();
            most = in.small();
            mostBytes = in.number();
        }

        void save(StateWriter out) throws IOException {
            out.bytes(separator, 0, separator.length);
            out.flag(distinct);
            out.ints(keys, 0, keys.length);
            out.number(most);
            out.number(mostBytes);
        }

        /** Reads a form; one that equals {@code known} is that. */
        static Form read(StateReader in, @Nullable Form known) throws IOException {
            Form form = new Form(in);
            boolean same = known != null
                    && Arrays.equals(form.separator, known.separator)
                    && form.distinct == known.distinct
                    && Arrays.equals(form.keys, known.keys)
                    && form.most == known.most
                    && form.mostBytes == known.mostBytes;
            return known != null && same ? known : form;
        }
    }

    final Form form;
    private final int stride;

    /** Of each text its ROWTIME, its slice, and of each key 1 if it is there and its word. */
    private long[] words;

    private int size;
    private int filled;
    private byte[] heap = new byte[64];
    private int heapSize;

    /** The bytes of all texts, those included that were not kept. */
    private long given;

    public TextList(Form form) {
        this.form = form;
        stride = 2 + 2 * form.keys.length;
        words = new long[4 * stride];
    }

    /** Adds a text, which its keys follow in their order. */
    public void add(long rowtime, byte[] from, long slice) {
        given += Slice.length(slice);
        if (given > form.mostBytes) {
            drop();
            return;
        }
        int at = size++ * stride;
        if (at + stride > words.length) {
            words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
        }
        words[at] = rowtime;
        words[at + 1] = keep(from, slice);
        filled = at + 2;
    }

    private void drop() {
        size = 0;
        filled = 0;
        words = new long[stride];
        heap = new byte[0];
        heapSize = 0;
    }

    private boolean isDropped() {
        return given > form.mostBytes;
    }

    public void keyNull() {
        if (isDropped()) {
            return;
        }
        words[filled] = 0;
        words[filled + 1] = 0;
        filled += 2;
    }

    /** A key that is a word, or a double by its bits. */
    public void key(long word) {
        if (isDropped()) {
            return;
        }
        words[filled] = 1;
        words[filled + 1] = word;
        filled += 2;
    }

    public void key(byte[] from, long slice) {
        if (!isDropped()) {
            key(keep(from, slice));
        }
    }

    private long keep(byte[] from, long slice) {
        int length = Slice.length(slice);
        if (heapSize + length > heap.length) {
            heap = Arrays.copyOf(heap, Math.max(Math.addExact(heapSize, length), Math.min(heap.length, 1 << 29) * 2));
        }
        System.arraycopy(from, Slice.offset(slice), heap, heapSize, length);
        long kept = Slice.of(heapSize, length);
        heapSize += length;
        return kept;
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return size == 0 && !isDropped();
    }

    private int compare(int left, int right) {
        for (int key = 0; key < form.keys.length; key++) {
            int at = 2 + 2 * key;
            int order = compareKey(form.keys[key], left + at, right + at);
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(words[left], words[right]);
    }

    private int compareKey(int kind, int left, int right) {
        if (words[left] == 0 || words[right] == 0) {
            int order = Long.compare(words[right], words[left]);
            return (kind & NULLS_FIRST) != 0 ? -order : order;
        }
        long leftWord = words[left + 1];
        long rightWord = words[right + 1];
        int order = switch (kind & 3) {
            case TEXT -> Texts.compare(heap, leftWord, heap, rightWord);
            case DOUBLE ->
                Double.compare(Double.longBitsToDouble(leftWord) + 0.0, Double.longBitsToDouble(rightWord) + 0.0);
            default -> Long.compare(leftWord, rightWord);
        };
        return (kind & DESCENDING) != 0 ? -order : order;
    }

    private Integer[] sorted() {
        Integer[] places = new Integer[size];
        Arrays.setAll(places, i -> i * stride);
        Arrays.sort(places, this::compare);
        return places;
    }

    private boolean isFirst(long slice, Set<ByteBuffer> seen) {
        return !form.distinct || seen.add(ByteBuffer.wrap(heap, Slice.offset(slice), Slice.length(slice)));
    }

    /** The elements, sorted, as one ARRAY. */
    public Text array() {
        if (isDropped()) {
            throw tooLarge();
        }
        Nested.Builder elements = new Nested.Builder();
        Set<ByteBuffer> seen = new HashSet<>();
        for (int place : sorted()) {
            long slice = words[place + 1];
            int element = Slice.offset(slice);
            if (!isFirst(slice, seen)) {
                continue;
            }
            if (Nested.isNull(heap, element, 0)) {
                elements.addNull();
            } else {
                elements.add(heap, Nested.start(heap, element, 0), Nested.length(heap, element, 0));
            }
        }
        return elements.into(Text.of(""));
    }

    /** Why a group has no ARRAY of its elements. */
    public static RowException tooLarge() {
        return new RowException(RowErrors.OVERFLOW, "the elements of ARRAY_AGG have more than 1 MB");
    }

    /** The texts, sorted, with the separator between them. */
    public Text joined(String type) {
        byte[] result = new byte[heapSize + size * form.separator.length];
        int length = 0;
        Set<ByteBuffer> seen = new HashSet<>();
        boolean first = true;
        for (int place : sorted()) {
            long slice = words[place + 1];
            if (!isFirst(slice, seen)) {
                continue;
            }
            if (!first) {
                System.arraycopy(form.separator, 0, result, length, form.separator.length);
                length += form.separator.length;
            }
            first = false;
            System.arraycopy(heap, Slice.offset(slice), result, length, Slice.length(slice));
            length += Slice.length(slice);
        }
        Text text = new Text(result, 0, length);
        if (length > form.most && text.characters() > form.most) {
            throw Exact.overflow(type);
        }
        return text;
    }

    @Override
    Gathering fresh() {
        return new TextList(form);
    }

    @Override
    void addAll(Gathering other) {
        TextList from = (TextList) other;
        if (from.isDropped()) {
            given += from.given;
            drop();
        }
        for (int i = 0; i < from.size; i++) {
            int at = i * stride;
            add(from.words[at], from.heap, from.words[at + 1]);
            for (int key = 0; key < form.keys.length; key++) {
                long word = from.words[at + 3 + 2 * key];
                if (from.words[at + 2 + 2 * key] == 0) {
                    keyNull();
                } else if ((form.keys[key] & 3) == TEXT) {
                    key(from.heap, word);
                } else {
                    key(word);
                }
            }
        }
    }

    @Override
    long bytes() {
        return 80 + 8L * words.length + heap.length;
    }

    @Override
    int kind() {
        return Gathering.TEXT_LIST;
    }

    @Override
    void save(StateWriter out) throws IOException {
        form.save(out);
        out.words(words, 0, size * stride);
        out.bytes(heap, 0, heapSize);
        out.number(given);
    }

    /** But for the form, with which the list is made. */
    @Override
    void restore(StateReader in) throws IOException {
        long[] saved = in.words();
        size = saved.length / stride;
        filled = saved.length;
        words = Arrays.copyOf(saved, Math.max(4 * stride, saved.length));
        heap = in.bytes();
        heapSize = heap.length;
        given = in.number();
        if (isDropped()) {
            drop();
        }
    }
}
