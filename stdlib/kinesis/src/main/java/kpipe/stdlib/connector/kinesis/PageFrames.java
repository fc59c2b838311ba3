package kpipe.stdlib.connector.kinesis;

import java.util.List;
import java.util.Locale;
import kpipe.spi.Chunk;
import kpipe.spi.RecordFrames;

/** The records of a page that stand in a chunk. Not thread-safe. */
final class PageFrames implements RecordFrames {

    private static final int CHUNK_BYTES = 1 << 18;

    private final List<Page.Entry> entries;
    private final int[] ends;

    private PageFrames(List<Page.Entry> entries, int[] ends) {
        this.entries = entries;
        this.ends = ends;
    }

    /** Puts the next records of a page into an empty chunk, one at least; returns the first that is left. */
    static int fill(Chunk chunk, Page page, int from) {
        int to = from;
        int bytes = 0;
        while (to < page.entries.size()
                && (to == from || bytes + page.entries.get(to).length() <= CHUNK_BYTES)) {
            bytes += page.entries.get(to++).length();
        }
        chunk.compact(bytes);
        int[] ends = new int[to - from];
        for (int i = from; i < to; i++) {
            Page.Entry entry = page.entries.get(i);
            System.arraycopy(entry.bytes(), entry.start(), chunk.bytes, chunk.end, entry.length());
            chunk.end += entry.length();
            ends[i - from] = chunk.end;
        }
        chunk.frames = new PageFrames(page.entries.subList(from, to), ends);
        return to;
    }

    @Override
    public int count() {
        return ends.length;
    }

    @Override
    public int end(int record) {
        return ends[record];
    }

    @Override
    public long arrivalMillis(int record) {
        return entries.get(record).arrival();
    }

    @Override
    public String partitionKey(int record) {
        return entries.get(record).key();
    }

    /** The service's number; records of one aggregate have the same, and their places behind it. */
    @Override
    public String sequenceNumber(int record) {
        Page.Entry entry = entries.get(record);
        return entry.part() < 0
                ? entry.sequence()
                : String.format(Locale.ROOT, "%s.%06d", entry.sequence(), entry.part());
    }
}
