package kpipe.runtime.firehose;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.host.Agent;
import kpipe.runtime.host.Host;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Clock;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Encoder;
import kpipe.spi.PreparingSink;
import kpipe.spi.Sink;
import kpipe.spi.TransformRecord;
import org.jspecify.annotations.Nullable;

/**
 * One destination: reads all lanes of its stream, encodes, transforms, gathers and delivers.
 *
 * <p>Where checkpoints are made, its state is what has come to it and is not delivered: the rows in its queue, the objects that gather, those that wait for their next attempt, and those that the sink has prepared, which are
 * shown once a checkpoint holds them. A destination that cannot deliver any more goes on taking, so that nothing which the others have read is lost; the next run delivers it.
 */
public final class Firehose implements Agent, Checkpointed {

    private static final int BATCHES_A_TURN = 8;
    private static final String PROCESSING_FAILED = "processing-failed";

    private final Terms terms;
    private final Clock clock;
    private final Subscription[] lanes;
    private final Encoder encoder;
    private final List<NamedTransform> transforms;
    private final Sink sink;
    private final SideSink sideSink;
    private final RowView view;
    private final @Nullable RecordKeys keys;
    private final ObjectNames names;
    private final Safekeeping safekeeping;
    private final OpenBuffers buffers;
    private final Courier courier;
    private final List<SideFiles> sides = new ArrayList<>();
    private final @Nullable SideFiles errorFiles;
    private final @Nullable ErrorRecords errorRecords;
    private final @Nullable SideFiles backup;
    private final ErrorReport errors;
    private final Tally tally = new Tally();

    private final ByteBuilder scratch = new ByteBuilder();
    private final Set<BegunObjects.Begun> known = new HashSet<>();
    private int nextLane;
    private boolean open;
    private boolean begun;
    private boolean closing;
    private boolean givenUp;
    private volatile boolean done;

    /**
     * @param lanes a subscription to each lane of the stream
     * @param checkpoints those of the pipeline; it keeps files of its own below their folder
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
            Checkpoints checkpoints,
            ErrorReport errors,
            @Nullable Witness witness) {
        this.terms = terms;
        this.lanes = lanes;
        this.encoder = encoder;
        this.transforms = transforms;
        this.sink = sink;
        this.errors = errors;
        clock = host.clock();
        sideSink = new SideSink(host.disk());
        view = new RowView(schema, terms.columns());
        List<Integer> keyColumns = terms.keys();
        keys = keyColumns == null ? null : new RecordKeys(keyColumns);
        names = new ObjectNames(terms.name(), host.seed());
        safekeeping = new Safekeeping(checkpoints, terms.name(), host.disk());
        String errorsTo = terms.errorsTo();
        errorFiles = errorsTo == null ? null : sideFiles(Outlet.ERRORS, errorsTo, ".json");
        errorRecords = errorFiles == null ? null : new ErrorRecords(errorFiles, clock);
        String backupTo = terms.backupTo();
        backup = backupTo == null ? null : sideFiles(Outlet.BACKUP, backupTo, ".backup");
        courier =
                new Courier(Outlet.DELIVERY, terms, sink, names, this::undelivered, safekeeping, errors, tally, clock);
        buffers = new OpenBuffers(terms, encoder, courier, witness, keys, names, safekeeping, clock);
    }

    private SideFiles sideFiles(Outlet outlet, String prefix, String suffix) {
        Courier carrier =
                new Courier(outlet, terms, sideSink, names, this::lost, safekeeping, errors, new Tally(), clock);
        long waitMillis = Math.max(1000, terms.bufferMillis());
        SideFiles files =
                new SideFiles(prefix, outlet == Outlet.ERRORS, names, suffix, waitMillis, carrier, safekeeping, clock);
        sides.add(files);
        return files;
    }

    /** What the sink does not take goes to the errors. */
    private void undelivered(Buffer buffer, Delivery delivery, int attempts, IOException failure) throws IOException {
        String message = Attempts.reason(failure);
        if (errorRecords == null) {
            boolean gone = failure instanceof DeliveryException reason && reason.gone();
            String advice = gone ? "" : "; without ERRORS TO there is no other place for its records";
            throw new IOException("destination `" + terms.name() + "`: " + message + advice, failure);
        }
        int[] which = failure instanceof DeliveryException some ? some.undelivered() : null;
        int count = which == null ? delivery.records() : which.length;
        errorRecords.undelivered(terms.connector(), buffer, keys, which, attempts, message);
        tally.errors += count;
        String counted = message + " (" + count + " records)";
        errors.record("DELIVERY_FAILED", counted, RowBatch.NO_WATERMARK, null, 0, 0);
    }

    /** Beside the delivery there is no other place. */
    private void lost(Buffer buffer, Delivery delivery, int attempts, IOException failure) throws IOException {
        throw new IOException("destination `" + terms.name() + "`: " + Attempts.reason(failure), failure);
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
        safekeeping.open();
    }

    /**
     * It cannot deliver any more. What it has not delivered, and what still comes, is kept for the next run; where nothing is kept, it is dropped.
     */
    public void giveUp() throws IOException {
        if (safekeeping.isOn()) {
            givenUp = true;
        } else {
            abandon();
        }
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
        safekeeping.close();
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
        if (!begun) {
            begun = true;
            takeAwayLeftovers();
        }
        safekeeping.tidy();
        int work = givenUp ? 0 : deliver();
        for (int i = 0; i < BATCHES_A_TURN && (hasRoom() || givenUp); i++) {
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
        if (givenUp) {
            return work + (ended() ? end() : 0);
        }
        work += buffers.sealDue();
        for (SideFiles side : sides) {
            side.sealDue();
        }
        work += deliver();
        return work + (ended() ? close() : 0);
    }

    /** What runs before have begun to prepare, and no checkpoint knows of, is seen by nobody; it only takes room. */
    private void takeAwayLeftovers() {
        try {
            for (BegunObjects.Begun object : safekeeping.earlier()) {
                if (!known.contains(object)) {
                    takeAway(object);
                }
            }
            known.clear();
            safekeeping.forgetEarlier();
        } catch (IOException failure) {
            errors.say(
                    "warning", "cannot take away what an earlier run has left unfinished: " + Attempts.reason(failure));
        }
    }

    private void takeAway(BegunObjects.Begun object) throws IOException {
        Sink its = object.outlet() == Outlet.DELIVERY ? sink : sideSink;
        if (its instanceof PreparingSink preparing) {
            preparing.discard(object.address(), object.name());
        }
    }

    private int deliver() throws IOException {
        int work = courier.work();
        for (SideFiles side : sides) {
            work += side.courier().work();
        }
        return work;
    }

    private boolean hasRoom() {
        boolean room = courier.hasRoom();
        for (SideFiles side : sides) {
            room &= side.courier().hasRoom();
        }
        return room;
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
        boolean idle = courier.isIdle();
        if (courier.hasHandedOver()) {
            for (SideFiles side : sides) {
                side.seal();
                work += side.courier().work();
                idle &= side.courier().isIdle();
            }
        } else {
            idle = false;
        }
        return idle ? work + end() : work;
    }

    private int end() throws IOException {
        errors.leave();
        done = true;
        closeSink();
        return 1;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public String stateId() {
        return name();
    }

    @Override
    public void save(StateWriter out) throws IOException {
        boolean empty = buffers.isEmpty() && courier.hasHandedOver();
        long live = buffers.journaled() + courier.journaled();
        for (SideFiles side : sides) {
            empty &= side.isEmpty();
            live += side.journaled();
        }
        if (!empty) {
            safekeeping.prepare(live);
        }
        Journal journal = safekeeping.journal();
        out.number(journal == null ? 0 : journal.number());
        out.number(lanes.length);
        for (Subscription lane : lanes) {
            lane.save(out);
        }
        names.save(out);
        buffers.save(out, closing);
        courier.save(out);
        out.flag(errorFiles != null);
        if (errorFiles != null) {
            errorFiles.save(out);
        }
        out.flag(backup != null);
        if (backup != null) {
            backup.save(out);
        }
        tally.save(out);
    }

    @Override
    public void restore(StateReader in) throws IOException {
        restoreEnded(in);
        tally.restore(in);
    }

    /** A run that ended by itself has delivered everything; but it may have been killed before the last objects were shown. */
    @Override
    public void restoreEnded(StateReader in) throws IOException {
        Journal journal = safekeeping.journal();
        long number = in.number();
        if (journal != null) {
            journal.restore(number);
        }
        for (int lane = 0, count = in.small(); lane < count; lane++) {
            // Where the stream has other lanes than it had, their rows are delivered all the same.
            lanes[lane % lanes.length].restore(in);
        }
        names.restore(in, sink instanceof PreparingSink);
        buffers.restore(in);
        courier.restore(in, known);
        restore(in, errorFiles, "ERRORS TO");
        restore(in, backup, "BACKUP");
    }

    private void restore(StateReader in, @Nullable SideFiles side, String clause) throws IOException {
        if (!in.flag()) {
            return;
        }
        if (side == null) {
            throw new IOException(
                    "destination `" + terms.name() + "` had " + clause + " at the last checkpoint, and has it no more");
        }
        side.restore(in, known);
    }

    @Override
    public void makeDurable() throws IOException {
        safekeeping.force();
    }

    @Override
    public void committed(long checkpoint) {
        safekeeping.committed(checkpoint);
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
                if (keys != null) {
                    keys.append(rows, row, buffer.bytes);
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
        records.add(new TransformRecord(bare, keys == null ? null : keys.first(rows, row)));
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
        if (keys != null) {
            keys.append(rows, row, record.key(), buffer.bytes);
        }
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
