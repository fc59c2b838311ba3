package kpipe.runtime.firehose;

import java.util.Arrays;
import kpipe.data.ByteBuilder;
import kpipe.data.Text;

/** An object while its records gather. Not thread-safe. */
final class Buffer {

    final ByteBuilder bytes = new ByteBuilder(4096);
    /** What its records have in common. */
    Text key = new Text();

    String address = "";
    /** When the oldest record was put in, by the clock. */
    long opened;
    /** The least ROWTIME of its records. */
    long oldest;
    /** Grows with each use, so that the one used longest ago can be found. */
    long used;

    private int[] ends = new int[64];
    private int records;
    private int last;

    void open(Text name, String evaluated, long now, long rowtime) {
        bytes.clear();
        key = name;
        last = 0;
        records = 0;
        address = evaluated;
        opened = now;
        oldest = rowtime;
    }

    /** The bytes up to here stand before the first record. */
    void endHeader() {
        last = bytes.length();
    }

    /** The bytes up to here are one more record; returns where it begins. */
    int endRecord(long rowtime) {
        int start = last;
        last = bytes.length();
        if (records == ends.length) {
            ends = Arrays.copyOf(ends, records * 2);
        }
        ends[records++] = last;
        oldest = Math.min(oldest, rowtime);
        return start;
    }

    int records() {
        return records;
    }

    int[] recordEnds() {
        return Arrays.copyOf(ends, records);
    }
}
