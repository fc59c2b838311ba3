package kpipe.runtime.intake;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.SequenceNumber;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Decoder;
import org.jspecify.annotations.Nullable;

/** One shard of a durable stream while it is read: its place, and the inputs that what pipelines and what clients have put into it are. Not thread-safe. */
final class ShardReading {

    private final Shard shard;
    private final ShardLog log;
    private final LogReader reader;
    private final Decoder ownDecoder;
    private final Decoder clientDecoder;

    /** What the pipeline itself writes. */
    @Nullable
    Input own;

    /** What clients put. */
    @Nullable
    Input clients;

    /** All before this index has been read. */
    private long seen;

    private @Nullable LogRecord record;
    private int at;
    private int done;
    private int end;

    ShardReading(ShardLog log, LogReader reader, Decoder ownDecoder, Decoder clientDecoder) {
        shard = log.shard();
        this.log = log;
        this.reader = reader;
        this.ownDecoder = ownDecoder;
        this.clientDecoder = clientDecoder;
        seen = reader.position();
    }

    /**
     * How far a shard has been read.
     *
     * @param next the index of the record to read next
     * @param done how many bytes of that one have been decoded already
     */
    record Place(int shard, long next, int done) {

        static Place read(StateReader in) throws IOException {
            return new Place(in.small(), in.number(), in.small());
        }
    }

    void save(StateWriter out) throws IOException {
        LogRecord begun = record;
        out.number(shard.index());
        out.number(begun == null ? seen : begun.index());
        out.number(begun == null ? 0 : at - begun.dataOffset());
    }

    /** The reader stands at the place; of the record there some may be decoded already. */
    void goOn(Place place) {
        done = place.done();
    }

    String name() {
        return shard.id();
    }

    int index() {
        return shard.index();
    }

    ShardLog log() {
        return log;
    }

    /** The record that is being decoded, or null if the next one must be read first. */
    @Nullable
    LogRecord current() {
        return record;
    }

    /** The next record, or null if there is none for now. */
    @Nullable
    LogRecord read() throws IOException {
        long before = log.end();
        LogRecord next = reader.read();
        if (next == null) {
            seen = Math.max(seen, before);
        } else {
            seen = next.index() + 1;
            at = next.dataOffset() + done;
            end = next.dataOffset() + next.dataLength();
            done = 0;
        }
        record = next;
        return next;
    }

    /** Decodes what there is room for; whether the record is done with. */
    boolean decode(LogRecord from, RowBatch rows, Decoder.Rejects rejects) {
        Decoder decoder = from.epoch() != 0 ? ownDecoder : clientDecoder;
        int first = rows.size;
        int start = at;
        at = decoder.decode(from.bytes(), start, end, true, rows, rejects);
        if (at == start && rows.size == first && at < end) {
            rejects.reject(from.bytes(), at, end, "TRUNCATED", "the record is cut short by the end of the input");
            at = end;
        }
        if (at == end) {
            record = null;
        }
        return at == end;
    }

    /** Whether all that was put before this index has been read. */
    boolean hasRead(long index) {
        return seen >= index;
    }

    /** Whether all that can be read now has been. */
    boolean isAtEnd() {
        return record == null && seen >= log.end();
    }

    SequenceNumber numberOf(LogRecord of) {
        return new SequenceNumber(shard.created(), shard.index(), of.index(), of.arrival() / 1000);
    }
}
