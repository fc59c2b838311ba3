package kpipe.runtime.intake;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Decoder;
import kpipe.spi.RecordFrames;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/** Fills a stream from bytes: each input has a decoder of its own; where the stream has transforms, they see each record before it is decoded. */
public final class RecordIntake extends Intake {

    /** A turn ends after so many reads, though they may have brought no row: a record of a hundred megabytes must not hold up the others. */
    private static final int READS_A_TURN = 16;

    /** A batch with so many bytes of text is full enough. */
    private static final int HEAP_BYTES = 1 << 20;

    private final ByteSource source;
    private final DecoderFactory decoders;
    private final RecordTransforms transforms;
    private final int maxRecordBytes;
    private final Chunk chunk = new Chunk();

    private @Nullable Input input;
    /** Whether the decoder may still find a record in the chunk. */
    private boolean pending;
    /** Whether the rest of a record that was too long is being skipped. */
    private boolean skipping;

    private boolean ended;
    /** Records that came out of the transforms and wait for room in a batch. */
    private final ArrayDeque<byte[]> transformed = new ArrayDeque<>();

    /** The records of the chunk, where the source brings them whole, and which of them is next. */
    private @Nullable RecordFrames frames;

    private @Nullable Origins origins;
    private int frame;

    /** @param source not open yet */
    public RecordIntake(
            Target target, ByteSource source, DecoderFactory decoders, List<Transform> transforms, int maxRecordBytes) {
        super(target, source.storesArrival());
        this.source = source;
        this.decoders = decoders;
        this.transforms = new RecordTransforms(transforms, tally(), this);
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    Status fill() throws IOException {
        RowBatch rows = producer().batch();
        for (int reads = 0; ; ) {
            if (pending) {
                RecordFrames whole = frames;
                if (whole == null) {
                    decode(rows);
                } else {
                    decode(rows, whole);
                }
                if (rows.isFull() || rows.heapSize > HEAP_BYTES) {
                    return Status.READ;
                }
            } else if (ended) {
                return Status.ENDED;
            } else if (reads++ == READS_A_TURN || stopping()) {
                return Status.READ;
            } else {
                int before = chunk.available();
                Status status = source.read(chunk);
                tally().bytesRead += chunk.available() - before;
                ended = status == Status.ENDED;
                pending = chunk.available() > before || chunk.endOfInput || ended && chunk.available() > 0;
                meet(chunk.frames);
                if (status == Status.IDLE && !pending) {
                    return Status.IDLE;
                }
            }
        }
    }

    private void decode(RowBatch rows) {
        boolean last = chunk.endOfInput || ended;
        Input from = inputNamed(chunk.input);
        Decoder decoder = Objects.requireNonNull(from.decoder);
        int first = rows.size;
        int start = chunk.start;
        if (transforms.isEmpty()) {
            chunk.start = decoder.decode(chunk.bytes, start, chunk.end, last, rows, this);
        } else {
            chunk.start = transform(decoder, rows, start, last);
        }
        if (rows.size > first) {
            arrived(from, rows, first);
        }
        boolean progress = chunk.start > start || rows.size > first;
        if ((chunk.start == chunk.end || !progress) && transformed.isEmpty()) {
            if (last && chunk.start < chunk.end) {
                reject(
                        chunk.bytes,
                        chunk.start,
                        chunk.end,
                        "TRUNCATED",
                        "the record is cut short by the end of the input");
                chunk.start = chunk.end;
            }
            pending = false;
            if (last) {
                String problem = chunk.problem;
                if (problem != null) {
                    reject(chunk.bytes, chunk.end, chunk.end, "INPUT_DAMAGED", problem);
                }
                ended(from);
                input = null;
                chunk.clear();
            }
        }
    }

    /** Takes notice of what the source says beside the bytes. */
    private void meet(@Nullable RecordFrames whole) {
        frames = whole;
        if (whole != null) {
            origins = new Origins(whole);
            frame = 0;
            pending = true;
        }
        if (chunk.begins) {
            told(inputNamed(chunk.input), true, Chunk.UNKNOWN_TIME);
            chunk.begins = false;
        }
        if (!pending) {
            tellTime();
        }
    }

    private void tellTime() {
        if (chunk.arrivedBefore != Chunk.UNKNOWN_TIME) {
            told(inputNamed(chunk.input), false, chunk.arrivedBefore);
            chunk.arrivedBefore = Chunk.UNKNOWN_TIME;
        }
    }

    /** Decodes whole records, each by itself. */
    private void decode(RowBatch rows, RecordFrames whole) {
        Input from = inputNamed(chunk.input);
        Decoder decoder = Objects.requireNonNull(from.decoder);
        Origins run = Objects.requireNonNull(origins);
        run.clear();
        int first = rows.size;
        while (frame < whole.count() && !rows.isFull() && rows.heapSize <= HEAP_BYTES) {
            int before = rows.size;
            int end = whole.end(frame);
            int start = chunk.start;
            if (!transforms.isEmpty()) {
                transform(decoder, rows, start, end);
            } else if (end - start > maxRecordBytes) {
                tooLong(start);
                chunk.start = end;
            } else if (start < end) {
                chunk.start = decoder.decode(chunk.bytes, start, end, true, rows, this);
            }
            run.add(rows.size - before, frame);
            if (chunk.start < end && chunk.start == start && rows.size == before && transformed.isEmpty()) {
                reject(chunk.bytes, start, end, "TRUNCATED", "the record is cut short");
                chunk.start = end;
            }
            if (chunk.start == end && transformed.isEmpty()) {
                frame++;
            }
        }
        if (rows.size > first) {
            arrived(from, rows, first, run);
        }
        if (frame == whole.count()) {
            pending = false;
            frames = null;
            chunk.start = chunk.end;
            tellTime();
            if (chunk.endOfInput || ended) {
                ended(from);
                input = null;
            }
            chunk.clear();
        }
    }

    /** Lets the transforms work on the record that ends there, and decodes what they return. */
    private void transform(Decoder decoder, RowBatch rows, int start, int end) {
        if (transformed.isEmpty() && start < end) {
            byte[] bytes = Arrays.copyOfRange(chunk.bytes, start, end);
            if (bytes.length > maxRecordBytes) {
                tooLong(start);
            } else {
                transformed.addAll(transforms.apply(bytes));
            }
            chunk.start = end;
        }
        decodeTransformed(decoder, rows);
    }

    private Input inputNamed(String name) {
        Input current = input;
        if (current == null || !current.name.equals(name)) {
            current = inputs.find(name);
            if (current == null) {
                current = inputs.add(newInput(name));
                if (chunk.goesOn) {
                    goOn(current);
                }
            }
            chunk.goesOn = false;
            input = current;
        }
        return current;
    }

    /** Cuts one record, lets the transforms work on it, and decodes what they return. Returns where the next record begins. */
    private int transform(Decoder decoder, RowBatch rows, int start, boolean last) {
        int next = transformed.isEmpty() ? cut(decoder, start, last) : start;
        decodeTransformed(decoder, rows);
        return next;
    }

    private void decodeTransformed(Decoder decoder, RowBatch rows) {
        while (!transformed.isEmpty() && !rows.isFull()) {
            byte[] record = transformed.remove();
            int consumed = decoder.decode(record, 0, record.length, true, rows, this);
            if (consumed < record.length) {
                transformed.addFirst(Arrays.copyOfRange(record, consumed, record.length));
                break;
            }
        }
    }

    private int cut(Decoder decoder, int from, boolean last) {
        int start = skipping ? from : decoder.recordStart(chunk.bytes, from, chunk.end);
        if (start == chunk.end) {
            return start;
        }
        int end = decoder.recordEnd(chunk.bytes, start, chunk.end, last);
        if (end < 0) {
            if (chunk.end - start > maxRecordBytes) {
                if (!skipping) {
                    tooLong(start);
                }
                skipping = true;
                return chunk.end;
            }
            return start;
        }
        if (skipping || end - start > maxRecordBytes) {
            if (!skipping) {
                tooLong(start);
            }
            skipping = false;
            return end;
        }
        int bare = end;
        while (bare > start && (chunk.bytes[bare - 1] == '\n' || chunk.bytes[bare - 1] == '\r')) {
            bare--;
        }
        if (bare > start) {
            byte[] bytes = Arrays.copyOfRange(chunk.bytes, start, bare);
            transformed.addAll(transforms.apply(bytes));
        }
        return end;
    }

    private void tooLong(int start) {
        reject(
                chunk.bytes,
                start,
                start + Math.min(chunk.end - start, 4096),
                "RECORD_TOO_LONG",
                "the record is longer than " + maxRecordBytes + " bytes");
    }

    @Override
    Source source() {
        return source;
    }

    @Override
    Input newInput(String name) {
        return new Input(name, decoders.create());
    }

    @Override
    void saveRest(StateWriter out) throws IOException {
        out.flag(pending);
        out.flag(skipping);
        out.flag(ended);
        out.number(transformed.size());
        for (byte[] record : transformed) {
            out.bytes(record, 0, record.length);
        }
        ChunkState.save(chunk, frames, frame, out);
    }

    @Override
    void restoreRest(StateReader in) throws IOException {
        pending = in.flag();
        skipping = in.flag();
        ended = in.flag();
        for (int count = in.small(); count > 0; count--) {
            transformed.add(in.bytes());
        }
        ChunkState.restore(chunk, in);
        RecordFrames whole = chunk.frames;
        frames = whole;
        origins = whole == null ? null : new Origins(whole);
    }

    @Override
    String currentInput() {
        return chunk.input;
    }

    @Override
    @Nullable
    String currentSequenceNumber() {
        RecordFrames whole = frames;
        return whole == null || frame >= whole.count() ? null : whole.sequenceNumber(frame);
    }
}
