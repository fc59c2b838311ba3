package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Groups in one array of words, with a heap for their text and sets for their distinct values. Generated code reads and writes the words at the offsets of the layout; what is
 * not hot stands here. Not thread-safe.
 */
public abstract class GroupWords {

    public final GroupLayout layout;
    public long[] words;

    /** The bytes of long text keys and of text accumulators. */
    public byte[] heap = new byte[0];

    int heapSize;
    int heapGarbage;

    public LongSet[] longSets = new LongSet[0];
    public TextSet[] textSets = new TextSet[0];
    Gathering[] gatherings = new Gathering[0];
    private int gatheringCount;
    private final IntStack freeGatherings = new IntStack();
    private int longSetCount;
    private int textSetCount;

    /** The numbers of sets that groups have given back. */
    private final IntStack freeLongSets = new IntStack();

    private final IntStack freeTextSets = new IntStack();

    GroupWords(GroupLayout layout, int groups) {
        this.layout = layout;
        words = new long[layout.stride * groups];
    }

    /** Keeps a packed key: a long one is copied into the heap. */
    public final long keep(long packed, byte[] from) {
        return packed < 0 ? packed : append(from, Slice.offset(packed), Slice.length(packed));
    }

    /** Puts text into the accumulator whose slice stands at {@code at} and whose capacity stands behind it. */
    public final void putText(int at, byte[] from, long slice) {
        int length = Slice.length(slice);
        int capacity = (int) words[at + 1];
        int offset;
        if (capacity > 0 && length <= capacity) {
            offset = Slice.offset(words[at]);
        } else {
            heapGarbage += capacity;
            capacity = Math.max(16, length + (length >> 1));
            offset = reserve(capacity);
            words[at + 1] = capacity;
        }
        System.arraycopy(from, Slice.offset(slice), heap, offset, length);
        words[at] = Slice.of(offset, length);
    }

    public final void putText(int at, Text text) {
        putText(at, text.bytes(), Texts.slice(text));
    }

    /** Whether the text is less than the one in the accumulator at {@code at}. */
    public final boolean textBefore(byte[] from, long slice, int at) {
        return Texts.compare(from, slice, heap, words[at]) < 0;
    }

    public final boolean textBehind(byte[] from, long slice, int at) {
        return Texts.compare(from, slice, heap, words[at]) > 0;
    }

    public final boolean textSame(byte[] from, long slice, int at) {
        return Texts.compare(from, slice, heap, words[at]) == 0;
    }

    public final LongSet longSet(int at) {
        return longSets[(int) words[at]];
    }

    public final TextSet textSet(int at) {
        return textSets[(int) words[at]];
    }

    public final Gathering gathering(int at) {
        return gatherings[(int) words[at]];
    }

    /** Keeps what a group gathers; its number goes into the group's word. */
    public final long keep(Gathering gathering) {
        int number = freeGatherings.isEmpty() ? gatheringCount++ : freeGatherings.pop();
        if (number == gatherings.length) {
            gatherings = Arrays.copyOf(gatherings, Math.max(8, number * 2));
        }
        gatherings[number] = gathering;
        return number;
    }

    /** A new set of distinct values; its number goes into the group's word. */
    public final long newLongSet() {
        if (!freeLongSets.isEmpty()) {
            return freeLongSets.pop();
        }
        if (longSetCount == longSets.length) {
            longSets = Arrays.copyOf(longSets, Math.max(8, longSetCount * 2));
        }
        longSets[longSetCount] = new LongSet();
        return longSetCount++;
    }

    public final long newTextSet() {
        if (!freeTextSets.isEmpty()) {
            return freeTextSets.pop();
        }
        if (textSetCount == textSets.length) {
            textSets = Arrays.copyOf(textSets, Math.max(8, textSetCount * 2));
        }
        textSets[textSetCount] = new TextSet();
        return textSetCount++;
    }

    final int reserve(int count) {
        int offset = heapSize;
        int needed = Math.addExact(heapSize, count);
        if (needed > heap.length) {
            heap = Arrays.copyOf(
                    heap, Math.max(needed, Math.max(256, Math.min(heap.length, Integer.MAX_VALUE / 2 - 8) * 2)));
        }
        heapSize = needed;
        return offset;
    }

    final long append(byte[] from, int offset, int length) {
        int to = reserve(length);
        System.arraycopy(from, offset, heap, to, length);
        return Slice.of(to, length);
    }

    final void clearAll() {
        heapSize = 0;
        heapGarbage = 0;
        if (longSetCount > 0) {
            longSets = new LongSet[0];
            longSetCount = 0;
            freeLongSets.clear();
        }
        if (gatheringCount > 0) {
            gatherings = new Gathering[0];
            gatheringCount = 0;
            freeGatherings.clear();
        }
        if (textSetCount > 0) {
            textSets = new TextSet[0];
            textSetCount = 0;
            freeTextSets.clear();
        }
    }

    /** Roughly. */
    long bytes() {
        long bytes = 64 + 8L * words.length + heap.length;
        for (int i = 0; i < longSetCount; i++) {
            bytes += longSets[i].bytes();
        }
        for (int i = 0; i < textSetCount; i++) {
            bytes += textSets[i].bytes();
        }
        for (int i = 0; i < gatheringCount; i++) {
            bytes += gatherings[i] == null ? 0 : gatherings[i].bytes();
        }
        return bytes;
    }

    // ---- one group into another

    /** Whether the group at {@code at} has a value in accumulator {@code i}. */
    private boolean present(int at, int i) {
        return layout.presence[i] < 0 || words[at + layout.presence[i]] != 0;
    }

    /** Adds the accumulators of the group at {@code fromAt} of {@code from}, which has the same layout, to those of the group at {@code at}. */
    final void mergeGroup(int at, GroupWords from, int fromAt) {
        for (int i = 0; i < layout.accumulators.length; i++) {
            if (layout.accumulators[i] != GroupLayout.Accumulator.COUNT && from.present(fromAt, i)) {
                mergeAccumulator(i, at + layout.offsets[i], present(at, i), from, fromAt + layout.offsets[i]);
            }
        }
        // Counts last: the others ask them whether there was a value.
        for (int i = 0; i < layout.accumulators.length; i++) {
            if (layout.accumulators[i] == GroupLayout.Accumulator.COUNT) {
                words[at + layout.offsets[i]] += from.words[fromAt + layout.offsets[i]];
            }
        }
    }

    private void mergeAccumulator(int i, int to, boolean has, GroupWords from, int source) {
        long[] other = from.words;
        long value = other[source];
        switch (layout.accumulators[i]) {
            case COUNT, SUM_LONG -> words[to] += value;
            case SUM_DOUBLE ->
                words[to] =
                        Double.doubleToRawLongBits(Double.longBitsToDouble(words[to]) + Double.longBitsToDouble(value));
            case SUM_WIDE -> WideSums.add(words, to, value, other[source + 1]);
            case MIN_LONG, SEQUENCE -> words[to] = has ? Math.min(words[to], value) : value;
            case MAX_LONG -> words[to] = has ? Math.max(words[to], value) : value;
            case MIN_DOUBLE -> {
                if (!has || Double.longBitsToDouble(value) < Double.longBitsToDouble(words[to])) {
                    words[to] = value;
                }
            }
            case MAX_DOUBLE -> {
                if (!has || Double.longBitsToDouble(value) > Double.longBitsToDouble(words[to])) {
                    words[to] = value;
                }
            }
            case MIN_TEXT -> {
                if (!has || textBefore(from.heap, value, to)) {
                    putText(to, from.heap, value);
                }
            }
            case MAX_TEXT -> {
                if (!has || textBehind(from.heap, value, to)) {
                    putText(to, from.heap, value);
                }
            }
            case FIRST, FIRST_TEXT -> {
                if (value < words[to]) {
                    replaceEdge(i, to, from, source);
                }
            }
            case LAST, LAST_TEXT -> {
                if (value >= words[to]) {
                    replaceEdge(i, to, from, source);
                }
            }
            case BIT_AND -> words[to] &= value;
            case BIT_OR -> words[to] |= value;
            case BIT_XOR -> words[to] ^= value;
            case SPREAD_EXACT -> Spread.mergeExact(words, to, other, source);
            case SPREAD -> Spread.merge(words, to, other, source);
            case GATHERING -> gatherings[(int) words[to]].addAll(from.gatherings[(int) value]);
            case DISTINCT -> longSets[(int) words[to]].addAll(from.longSets[(int) value]);
            case DISTINCT_TEXT -> textSets[(int) words[to]].addAll(from.textSets[(int) value]);
        }
    }

    private void replaceEdge(int i, int to, GroupWords from, int source) {
        words[to] = from.words[source];
        words[to + 1] = from.words[source + 1];
        boolean text = layout.accumulators[i] == GroupLayout.Accumulator.FIRST_TEXT
                || layout.accumulators[i] == GroupLayout.Accumulator.LAST_TEXT;
        if (!text) {
            words[to + 2] = from.words[source + 2];
        } else if (from.words[source + 1] != 0) {
            putText(to + 2, from.heap, from.words[source + 2]);
        }
    }

    /** Copies a group, which must not be there yet, from another table: keys and accumulators, with text and sets of its own. */
    final void copyGroup(int at, GroupWords from, int fromAt) {
        System.arraycopy(from.words, fromAt + 1, words, at + 1, layout.stride - 1);
        for (int key = 0; key < layout.textKeys.length; key++) {
            if (layout.textKeys[key]) {
                words[at + 1 + key] = keep(words[at + 1 + key], from.heap);
            }
        }
        for (int i = 0; i < layout.accumulators.length; i++) {
            int to = at + layout.offsets[i];
            long value = words[to];
            switch (layout.accumulators[i]) {
                case MIN_TEXT, MAX_TEXT -> copyText(to, from);
                case FIRST_TEXT, LAST_TEXT -> copyText(to + 2, from);
                case GATHERING -> {
                    Gathering other = from.gatherings[(int) value];
                    words[to] = keep(other.fresh());
                    gathering(to).addAll(other);
                }
                case DISTINCT -> {
                    words[to] = newLongSet();
                    longSet(to).addAll(from.longSets[(int) value]);
                }
                case DISTINCT_TEXT -> {
                    words[to] = newTextSet();
                    textSet(to).addAll(from.textSets[(int) value]);
                }
                default -> {}
            }
        }
    }

    private void copyText(int to, GroupWords from) {
        boolean any = words[to + 1] != 0;
        words[to + 1] = 0;
        if (any) {
            putText(to, from.heap, words[to]);
        }
    }

    /** Whether the groups have the same keys, given that their words 0 are equal. */
    final boolean sameKeys(int at, GroupWords from, int fromAt) {
        for (int key = 0; key < layout.firstAccumulator - 1; key++) {
            long mine = words[at + 1 + key];
            long other = from.words[fromAt + 1 + key];
            boolean same = key < layout.textKeys.length && layout.textKeys[key]
                    ? Texts.samePacked(mine, heap, other, from.heap)
                    : mine == other;
            if (!same) {
                return false;
            }
        }
        return true;
    }

    // ---- groups that go

    /** Gives back the text and the sets of the group at {@code at}, and sets its words to 0. */
    final void free(int at) {
        for (int key = 0; key < layout.textKeys.length; key++) {
            long packed = words[at + 1 + key];
            if (layout.textKeys[key] && packed >= 0) {
                heapGarbage += Slice.length(packed);
            }
        }
        for (int i = 0; i < layout.accumulators.length; i++) {
            int offset = at + layout.offsets[i];
            switch (layout.accumulators[i]) {
                case MIN_TEXT, MAX_TEXT -> heapGarbage += (int) words[offset + 1];
                case FIRST_TEXT, LAST_TEXT -> heapGarbage += (int) words[offset + 3];
                case GATHERING, DISTINCT, DISTINCT_TEXT -> forget(layout.accumulators[i], (int) words[offset]);
                default -> {}
            }
        }
        Arrays.fill(words, at, at + layout.stride, 0);
    }

    /** Writes the heap anew where most of it is garbage. All groups stand below {@code used}; those whose word 0 is 0 are none. */
    final void compactHeap(int used) {
        if (heapGarbage < 1 << 16 || heapGarbage < heapSize / 2) {
            return;
        }
        byte[] old = heap;
        heap = new byte[heapSize - heapGarbage];
        heapSize = 0;
        heapGarbage = 0;
        for (int at = 0; at < used; at += layout.stride) {
            if (words[at] != 0) {
                moveText(at, old);
            }
        }
    }

    private void moveText(int at, byte[] old) {
        for (int key = 0; key < layout.textKeys.length; key++) {
            if (layout.textKeys[key]) {
                words[at + 1 + key] = keep(words[at + 1 + key], old);
            }
        }
        for (int i = 0; i < layout.accumulators.length; i++) {
            int offset = at + layout.offsets[i];
            switch (layout.accumulators[i]) {
                case MIN_TEXT, MAX_TEXT -> moveText(offset, words[offset + 1], old);
                case FIRST_TEXT, LAST_TEXT -> moveText(offset + 2, words[offset + 3], old);
                default -> {}
            }
        }
    }

    /** The slice at {@code at} is copied with the room that it had. */
    private void moveText(int at, long capacity, byte[] old) {
        if (capacity > 0) {
            int offset = reserve((int) capacity);
            int length = Slice.length(words[at]);
            System.arraycopy(old, Slice.offset(words[at]), heap, offset, length);
            words[at] = Slice.of(offset, length);
        }
    }

    // ---- what outlives a process

    /** Gives back what an accumulator held that is no more. */
    final void forget(GroupLayout.Accumulator kind, int number) {
        if (kind == GroupLayout.Accumulator.DISTINCT) {
            longSets[number] = new LongSet();
            freeLongSets.push(number);
        } else if (kind == GroupLayout.Accumulator.DISTINCT_TEXT) {
            textSets[number] = new TextSet();
            freeTextSets.push(number);
        } else {
            gatherings[number] = null;
            freeGatherings.push(number);
        }
    }

    /** Writes what belongs to groups beside their words. */
    final void saveParts(StateWriter out) throws IOException {
        out.bytes(heap, 0, heapSize);
        out.number(heapGarbage);
        out.number(longSetCount);
        for (int i = 0; i < longSetCount; i++) {
            longSets[i].save(out);
        }
        freeLongSets.save(out);
        out.number(textSetCount);
        for (int i = 0; i < textSetCount; i++) {
            textSets[i].save(out);
        }
        freeTextSets.save(out);
        out.number(gatheringCount);
        for (int i = 0; i < gatheringCount; i++) {
            Gathering gathering = gatherings[i];
            out.number(gathering == null ? 0 : gathering.kind());
            if (gathering != null) {
                gathering.save(out);
            }
        }
        freeGatherings.save(out);
    }

    final void restoreParts(StateReader in) throws IOException {
        heap = in.bytes();
        heapSize = heap.length;
        heapGarbage = in.small();
        longSetCount = in.small();
        longSets = new LongSet[longSetCount];
        for (int i = 0; i < longSetCount; i++) {
            longSets[i] = new LongSet();
            longSets[i].restore(in);
        }
        freeLongSets.restore(in);
        textSetCount = in.small();
        textSets = new TextSet[textSetCount];
        for (int i = 0; i < textSetCount; i++) {
            textSets[i] = new TextSet();
            textSets[i].restore(in);
        }
        freeTextSets.restore(in);
        gatheringCount = in.small();
        gatherings = new Gathering[gatheringCount];
        Gathering before = null;
        for (int i = 0; i < gatheringCount; i++) {
            gatherings[i] = Gathering.read(in, before);
            before = gatherings[i] == null ? before : gatherings[i];
        }
        freeGatherings.restore(in);
    }
}
