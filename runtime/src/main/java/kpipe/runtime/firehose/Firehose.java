package kpipe.runtime.firehose;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.host.Agent;
import kpipe.runtime.host.Host;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Clock;
import kpipe.spi.Encoder;
import kpipe.spi.Sink;
import kpipe.spi.TransformRecord;
import org.jspecify.annotations.Nullable;

/** One destination: reads all lanes of its stream, encodes, transforms, gathers and delivers. */
public final class Firehose implements Agent {

    private static final int BATCHES_A_TURN = 8;
    private static final String PROCESSING_FAILED = "processing-failed";

    private final Terms terms;
    private final Clock clock;
    private final Subscription[] lanes;
    private final Encoder encoder;
    private final List<NamedTransform> transforms;
    private final Sink sink;
    private final RowView view;
    private final OpenBuffers buffers;
    private final Courier courier;
    private final @Nullable ErrorRecords errorRecords;
    private final @Nullable SideFiles backup;
    private final ErrorReport errors;
    private final Tally tally = new Tally();

    private final ByteBuilder scratch = new ByteBuilder();
    private int nextLane;
    private boolean open;
    private boolean closing;
    private volatile boolean done;

    /**
     * @param lanes a subscription to each lane of the stream
     * @param errors where records go that could not be transformed
     * @param witness told of each record, or null
     */
    public Firehose(
            Terms terms,
            Schema schema,
            Subscription[] lanes,
            Encoder encoder,
            List<NamedTransform> transforms,
            Sink sink,
            Host host,
            ErrorReport errors,
            @Nullable Witness witness) {
        this.terms = terms;
        this.lanes = lanes;
        this.encoder = encoder;
        this.transforms = transforms;
        this.sink = sink;
        this.errors = errors;
        clock = host.clock();
        view = new RowView(schema, terms.columns());
        ObjectNames names = new ObjectNames(terms.name(), host.seed());
        String errorsTo = terms.errorsTo();
        errorRecords = errorsTo == null
                ? null
                : new ErrorRecords(
                        new SideFiles(errorsTo, true, names, ".json", waitMillis(), host.disk(), clock), clock);
        String backupTo = terms.backupTo();
        backup = backupTo == null
                ? null
                : new SideFiles(backupTo, false, names, ".backup", waitMillis(), host.disk(), clock);
        courier = new Courier(terms, sink, names, errorRecords, errors, tally, clock);
        buffers = new OpenBuffers(terms, encoder, courier, witness, names.seed(), clock);
    }

    private long waitMillis() {
        return Math.max(1000, terms.bufferMillis());
    }

    @Override
    public String name() {
        return "destination " + terms.name();
    }

    public Tally tally() {
        return tally;
    }

    /** How many bytes wait in its queues, its buffers and for their next attempt. */
    public long queuedBytes() {
        long total = buffers.bytes() + courier.waitingBytes();
        for (Subscription lane : lanes) {
            total += lane.queuedBytes();
        }
        return total;
    }

    /** Opens the sink. Called once, before it runs. */
    public void open() throws IOException {
        sink.open();
        open = true;
    }

    /** Ends it where it is: what has not been delivered is not, what still comes is dropped. */
    public void abandon() throws IOException {
        done = true;
        for (Subscription lane : lanes) {
            lane.leave();
        }
        if (open) {
            errors.leave();
        }
        closeSink();
    }

    private void closeSink() throws IOException {
        if (open) {
            open = false;
            sink.close();
        }
    }

    @Override
    public int doWork() throws IOException {
        if (done) {
            return 0;
        }
        int work = courier.work();
        for (int i = 0; i < BATCHES_A_TURN && courier.hasRoom(); i++) {
            Subscription lane = lanes[nextLane];
            nextLane = (nextLane + 1) % lanes.length;
            RowBatch rows = lane.poll();
            if (rows != null) {
                take(rows);
                work += rows.size;
                lane.release();
            } else if (lanes.length == 1) {
                break;
            }
        }
        work += buffers.sealDue();
        work += courier.work();
        if (errorRecords != null) {
            errorRecords.tick();
        }
        if (backup != null) {
            backup.tick();
        }
        return work + (ended() ? close() : 0);
    }

    private boolean ended() {
        for (Subscription lane : lanes) {
            if (!lane.ended()) {
                return false;
            }
        }
        return true;
    }

    /** Delivers what is left, then ends. */
    private int close() throws IOException {
        if (!closing) {
            closing = true;
            buffers.sealAll();
            buffers.sealEnd();
        }
        int work = courier.work();
        if (courier.isIdle()) {
            if (errorRecords != null) {
                errorRecords.flush();
            }
            if (backup != null) {
                backup.flush();
            }
            errors.leave();
            done = true;
            closeSink();
            work++;
        }
        return work;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    private void take(RowBatch rows) throws IOException {
        tally.read += rows.size;
        RowBatch seen = view.of(rows);
        boolean whole = transforms.isEmpty() && backup == null;
        for (int row = 0; row < rows.size; row++) {
            if (whole) {
                Buffer buffer = buffers.find(rows, row, Map.of());
                if (buffer == null) {
                    scratch.clear();
                    encoder.encode(seen, row, scratch);
                    unpartitioned(rows, row, scratch.bytes(), scratch.length());
                    continue;
                }
                encoder.encode(seen, row, buffer.bytes);
                buffers.added(buffer, rows.rowtime[row]);
            } else {
                scratch.clear();
                encoder.encode(seen, row, scratch);
                if (backup != null) {
                    backup.begin("").append(scratch.bytes(), 0, scratch.length());
                }
                transform(rows, row);
            }
        }
    }

    /** Puts the record in {@code scratch} through the transforms, and what comes out into buffers. */
    private void transform(RowBatch rows, int row) throws IOException {
        int length = scratch.length();
        boolean line = length > 0 && scratch.bytes()[length - 1] == '\n';
        byte[] original = scratch.toBytes();
        byte[] bare = line ? Arrays.copyOf(original, length - 1) : original;
        ArrayDeque<TransformRecord> records = new ArrayDeque<>();
        records.add(new TransformRecord(bare, null));
        for (NamedTransform transform : transforms) {
            ArrayDeque<TransformRecord> next = new ArrayDeque<>();
            for (TransformRecord record : records) {
                TransformRecord result = apply(transform, record, rows, row, original);
                if (result != null) {
                    next.add(result);
                    for (byte[] more : result.appended()) {
                        next.add(successor(more, result));
                    }
                }
            }
            records = new ArrayDeque<>();
            for (TransformRecord record : next) {
                records.add(successor(record.bytes(), record));
            }
        }
        for (TransformRecord record : records) {
            put(record, line, rows, row, original);
        }
    }

    /** A record for the next transform: what was appended to the one before is a record of its own by now. */
    private static TransformRecord successor(byte[] bytes, TransformRecord from) {
        TransformRecord result = new TransformRecord(bytes, from.key());
        for (Map.Entry<String, String> key : from.partitionKeys().entrySet()) {
            result.partition(key.getKey(), key.getValue());
        }
        return result;
    }

    private void put(TransformRecord record, boolean line, RowBatch rows, int row, byte[] original) throws IOException {
        Buffer buffer = buffers.find(rows, row, record.partitionKeys());
        if (buffer == null) {
            unpartitioned(rows, row, original, original.length);
            return;
        }
        byte[] bytes = record.bytes();
        buffer.bytes.append(bytes);
        if (line && (bytes.length == 0 || bytes[bytes.length - 1] != '\n')) {
            buffer.bytes.append((byte) '\n');
        }
        buffers.added(buffer, rows.rowtime[row]);
    }

    private @Nullable TransformRecord apply(
            NamedTransform transform, TransformRecord record, RowBatch rows, int row, byte[] original)
            throws IOException {
        TransformRecord result;
        try {
            result = Objects.requireNonNull(transform.transform().apply(record), "the transform returned no record");
        } catch (Exception | StackOverflowError failure) {
            String said = failure.getMessage();
            failed(transform.name(), said == null ? failure.getClass().getSimpleName() : said, rows, row, original);
            return null;
        }
        switch (result.result()) {
            case OK -> {
                return result;
            }
            case DROPPED -> {
                tally.dropped++;
                return null;
            }
            case PROCESSING_FAILED -> {
                String reason = result.reason();
                failed(
                        transform.name(),
                        reason == null ? "the transform failed the record" : reason,
                        rows,
                        row,
                        original);
                return null;
            }
        }
        throw new IllegalStateException();
    }

    private void failed(String transform, String message, RowBatch rows, int row, byte[] original) throws IOException {
        error(
                "Transform.Failed",
                "TRANSFORM_FAILED",
                "transform `" + transform + "`: " + message,
                transform,
                rows,
                row,
                original,
                original.length);
    }

    private void unpartitioned(RowBatch rows, int row, byte[] record, int length) throws IOException {
        String message = buffers.problem();
        error("DynamicPartitioning.MetadataExtractionFailed", "NO_PARTITION", message, "", rows, row, record, length);
    }

    private void error(
            String code,
            String name,
            String message,
            String transform,
            RowBatch rows,
            int row,
            byte[] record,
            int length)
            throws IOException {
        tally.errors++;
        if (errorRecords != null) {
            errorRecords.write(PROCESSING_FAILED, code, message, transform, 1, clock.millis(), record, 0, length);
        }
        errors.record(name, message, rows.rowtime[row], record, 0, length);
    }
}
