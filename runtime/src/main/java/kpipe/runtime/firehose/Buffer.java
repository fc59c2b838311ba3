package kpipe.runtime.firehose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.Text;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

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

    /** Where the journal of that number has the first bytes and records. */
    private final List<Journal.Piece> pieces = new ArrayList<>();

    private long journal = -1;
    private int savedBytes;
    private int savedRecords;

    void open(Text name, String evaluated, long now, long rowtime) {
        bytes.clear();
        key = name;
        last = 0;
        records = 0;
        address = evaluated;
        opened = now;
        oldest = rowtime;
        journal = -1;
    }

    /** The bytes up to here stand before the first record. */
    void endHeader() {
        last = bytes.length();
    }

    /** The bytes up to here are one more record; returns where it begins. */
    int endRecord(long rowtime) {
        int start = last;
        last = bytes.length();
        addEnd(last);
        oldest = Math.min(oldest, rowtime);
        return start;
    }

    private void addEnd(int end) {
        if (records == ends.length) {
            ends = Arrays.copyOf(ends, records * 2);
        }
        ends[records++] = end;
    }

    int records() {
        return records;
    }

    int[] recordEnds() {
        return Arrays.copyOf(ends, records);
    }

    /** How many bytes the journal holds of it. */
    long journaled() {
        long total = 0;
        if (journal >= 0) {
            for (Journal.Piece piece : pieces) {
                total += piece.length();
            }
        }
        return total;
    }

    /** Writes what it is; what it holds goes to the journal, as far as it is not there yet, or where there is none into the state. */
    void save(StateWriter out, @Nullable Journal to) throws IOException {
        out.bytes(key.bytes(), key.offset(), key.length());
        out.text(address);
        out.number(opened);
        out.number(oldest);
        out.number(used);
        out.number(last);
        out.flag(to != null);
        if (to == null) {
            content(out, 0, 0);
            return;
        }
        if (journal != to.number()) {
            journal = to.number();
            pieces.clear();
            savedBytes = 0;
            savedRecords = 0;
        }
        if (bytes.length() > savedBytes || records > savedRecords) {
            pieces.add(to.append(piece -> content(piece, savedBytes, savedRecords)));
            savedBytes = bytes.length();
            savedRecords = records;
        }
        out.number(pieces.size());
        for (Journal.Piece piece : pieces) {
            out.number(piece.offset());
            out.number(piece.length());
            out.number(piece.checksum());
        }
    }

    private void content(StateWriter out, int fromByte, int fromRecord) throws IOException {
        out.number(records - fromRecord);
        int before = fromRecord == 0 ? 0 : ends[fromRecord - 1];
        for (int i = fromRecord; i < records; i++) {
            out.number(ends[i] - before);
            before = ends[i];
        }
        out.bytes(bytes.bytes(), fromByte, bytes.length() - fromByte);
    }

    /** Becomes what was saved. */
    void restore(StateReader in, @Nullable Journal from) throws IOException {
        open(Text.of(in.bytes()), in.text(), in.number(), in.number());
        used = in.number();
        last = in.small();
        if (!in.flag()) {
            content(in);
            return;
        }
        for (int count = in.small(); count > 0; count--) {
            Journal.Piece piece = new Journal.Piece(in.number(), in.number(), in.small());
            if (from == null) {
                throw new IOException("the state refers to a journal that is not there");
            }
            content(new StateReader(new ByteArrayInputStream(from.read(piece))));
        }
    }

    private void content(StateReader in) throws IOException {
        int before = records == 0 ? 0 : ends[records - 1];
        for (int count = in.small(); count > 0; count--) {
            before += in.small();
            addEnd(before);
        }
        bytes.append(in.bytes());
    }
}
