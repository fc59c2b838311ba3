package kpipe.runtime.intake;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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
    private final RecordTransforms transforms;

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
    private int donePart;
    private int end;

    /** What the transforms have made of the record, where there are any: the first of them that is not done with. */
    private List<byte[]> parts = List.of();

    private boolean transformed;
    private int part;

    ShardReading(
            ShardLog log, LogReader reader, Decoder ownDecoder, Decoder clientDecoder, RecordTransforms transforms) {
        this.transforms = transforms;
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
     * @param part how many of the records that transforms have made of that one are done with
     * @param done how many bytes of the next one have been decoded already
     */
    record Place(int shard, long next, int part, int done) {

        static Place read(StateReader in) throws IOException {
            return new Place(in.small(), in.number(), in.small(), in.small());
        }
    }

    void save(StateWriter out) throws IOException {
        LogRecord begun = record;
        out.number(shard.index());
        out.number(begun == null ? seen : begun.index());
        out.number(begun == null ? donePart : part);
        out.number(begun == null ? done : transformed ? at : at - begun.dataOffset());
    }

    /** The reader stands at the place; of the record there some may be decoded already. */
    void goOn(Place place) {
        done = place.done();
        donePart = place.part();
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
        if (next == null ? before > seen : next.index() != seen) {
            // If one was decoded in part, it has expired.
            done = 0;
            donePart = 0;
        }
        if (next == null) {
            seen = Math.max(seen, before);
        } else {
            seen = next.index() + 1;
            at = next.dataOffset() + done;
            end = next.dataOffset() + next.dataLength();
            done = 0;
            part = 0;
            transformed = false;
        }
        record = next;
        return next;
    }

    /** Lets the transforms work on a record that a client has put. */
    void transform(LogRecord from) {
        transformed = from.epoch() == 0 && !transforms.isEmpty();
        if (transformed) {
            parts = transforms.apply(
                    Arrays.copyOfRange(from.bytes(), from.dataOffset(), from.dataOffset() + from.dataLength()));
            part = Math.min(donePart, parts.size());
            at -= from.dataOffset();
        }
        donePart = 0;
    }

    /** Decodes what there is room for. */
    void decode(LogRecord from, RowBatch rows, Decoder.Rejects rejects) {
        if (!transformed) {
            Decoder decoder = from.epoch() != 0 ? ownDecoder : clientDecoder;
            if (decode(decoder, from.bytes(), end, rows, rejects)) {
                record = null;
            }
            return;
        }
        while (part < parts.size() && !rows.isFull()) {
            byte[] bytes = parts.get(part);
            if (decode(clientDecoder, bytes, bytes.length, rows, rejects)) {
                part++;
                at = 0;
            }
        }
        if (part == parts.size()) {
            record = null;
        }
    }

    /** Whether all up to the end is decoded. */
    private boolean decode(Decoder decoder, byte[] bytes, int until, RowBatch rows, Decoder.Rejects rejects) {
        int first = rows.size;
        int start = at;
        at = decoder.decode(bytes, start, until, true, rows, rejects);
        if (at == start && rows.size == first && at < until) {
            rejects.reject(bytes, at, until, "TRUNCATED", "the record is cut short by the end of the input");
            at = until;
        }
        return at == until;
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
