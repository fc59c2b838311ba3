package kpipe.runtime.intake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.runtime.host.Agent;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.CellText;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.SourceErrors;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Chunk;
import kpipe.spi.Clock;
import kpipe.spi.Decoder;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;
import org.jspecify.annotations.Nullable;

/**
 * Fills a stream from outside. Subclasses bring rows into the producer's batch; this class gives them their ROWTIME and watermark, moves time, and ends the stream.
 *
 * <p>On arrival time the watermark is the clock and moves though nothing comes. On event time it is made row by row, for each input.
 */
public abstract class Intake implements Agent, Decoder.Rejects, Checkpointed {

    /** Few enough that batches are still in the cache when the next stage takes them. */
    private static final int BATCHES_A_TURN = 4;

    private static final int MOST_LEFTOVERS = 10_000;

    private final String stream;
    private final EventTime eventTime;
    private final Producer producer;
    private final Clock clock;
    private final ErrorReport errors;
    private final @Nullable SourceErrors sourceErrors;
    private final Tally tally = new Tally();
    private final SystemColumns systemColumns;
    /** Whether ROWTIME is the clock's, and not a column or the time at which the source stored a record. */
    private final boolean byClock;

    final Inputs inputs = new Inputs();

    private long now;
    private volatile long movedAt;
    private volatile boolean stopping;
    private boolean open;
    private volatile boolean done;

    /** Whether it is done because its source has ended. */
    private boolean atSourceEnd;

    /** Where the source stood when it was closed; or where it is to go on from when it is opened. */
    private byte @Nullable [] position;

    /** What is left of inputs that have ended, for a later run that may go on behind them. */
    private final Map<String, Input.Leftover> leftovers = new LinkedHashMap<>();

    Intake(Target target) {
        this(target, false);
    }

    /** @param storesArrival whether records keep the time at which they arrived where they come from */
    Intake(Target target, boolean storesArrival) {
        stream = target.stream();
        eventTime = target.eventTime();
        producer = target.producer();
        clock = target.clock();
        errors = target.errors();
        sourceErrors = target.sourceErrors();
        systemColumns = new SystemColumns(target.systemColumns());
        byClock = eventTime.column() < 0 && !storesArrival;
        now = clock.millis();
    }

    @Override
    public final String name() {
        return "stream " + stream;
    }

    public final Tally tally() {
        return tally;
    }

    public final long watermark() {
        return producer.promised();
    }

    /** How far it has come. From any thread. */
    public final Standing standing() {
        return new Standing(
                byClock,
                eventTime.latenessMillis(),
                eventTime.idleAfterMillis(),
                producer.promised(),
                movedAt,
                tally.read,
                done,
                inputs.standing());
    }

    /** The queues of those who read it that take no more for now. From any thread. */
    public final List<Subscription> full() {
        return producer.full();
    }

    /** Asks it to read no more: what has been read goes on its way, and time stands still. From any thread. */
    public final void stop() {
        stopping = true;
    }

    /** Opens the source, where it has to go on if that is known. Called once, before it runs. */
    public final void open() throws IOException {
        if (done) {
            return;
        }
        openSource();
        open = true;
        byte[] from = position;
        Source replayed = source();
        if (from != null && replayed != null) {
            replayed.seek(from);
        }
    }

    /** Closes the source, if it is open, without any other consequence: nothing runs any more. */
    public final void abandon() throws IOException {
        if (open) {
            open = false;
            closeSource();
        }
    }

    final boolean stopping() {
        return stopping;
    }

    final Clock clock() {
        return clock;
    }

    final Producer producer() {
        return producer;
    }

    @Override
    public final int doWork() throws IOException {
        if (done) {
            return 0;
        }
        now = Math.max(now, clock.millis());
        if (stopping && stopsAtOnce()) {
            end(false);
            return 1;
        }
        Status status = Status.IDLE;
        long before = tally.read + tally.bytesRead;
        for (int i = 0; i < BATCHES_A_TURN && producer.hasRoom(); i++) {
            status = fill();
            producer.flush();
            if (status != Status.READ || stopping) {
                break;
            }
        }
        boolean moved = moveTime();
        if (status == Status.ENDED) {
            end(timeEnds());
            return 1;
        }
        return tally.read + tally.bytesRead > before || moved || status == Status.READ ? 1 : 0;
    }

    /** Brings a batch of rows at most into the producer's batch and calls {@link #arrived} for them. */
    abstract Status fill() throws IOException;

    /** Whether rows come with system columns of their own, of which only the NULLs are filled. */
    boolean keepsSystemColumns() {
        return false;
    }

    /** What it reads; null where that is no source. */
    abstract @Nullable Source source();

    void openSource() throws IOException {
        Source from = source();
        if (from != null) {
            from.open();
        }
    }

    void closeSource() throws IOException {
        Source from = source();
        if (from != null) {
            position = from.position();
            from.close();
        }
    }

    /** Makes an input that is not known yet. */
    Input newInput(String name) {
        return new Input(name, null);
    }

    /** Nothing more comes from it in this run. */
    final void ended(Input input) {
        inputs.end(input);
        Input.Leftover leftover = input.leftover();
        leftovers.remove(input.name);
        if (!leftover.isNothing()) {
            leftovers.put(input.name, leftover);
            if (leftovers.size() > MOST_LEFTOVERS) {
                leftovers.remove(leftovers.keySet().iterator().next());
            }
        }
    }

    /** An input goes on behind what an earlier run has read of it. */
    final void goOn(Input input) {
        Input.Leftover leftover = leftovers.get(input.name);
        if (leftover != null) {
            input.goOn(leftover);
        }
    }

    @Override
    public String stateId() {
        return name();
    }

    @Override
    public void save(StateWriter out) throws IOException {
        Source from = source();
        byte[] reached = open && from != null ? from.position() : position;
        out.flag(reached != null);
        if (reached != null) {
            out.bytes(reached, 0, reached.length);
        }
        out.number(systemColumns.shards());
        out.number(leftovers.size());
        for (Map.Entry<String, Input.Leftover> leftover : leftovers.entrySet()) {
            out.text(leftover.getKey());
            leftover.getValue().save(out);
        }
        out.flag(atSourceEnd);
        out.number(now);
        out.number(movedAt);
        tally.save(out);
        producer.save(out);
        inputs.save(out);
        saveRest(out);
    }

    @Override
    public void restoreEnded(StateReader in) throws IOException {
        position = in.flag() ? in.bytes() : null;
        systemColumns.shards(in.small());
        for (int count = in.small(); count > 0; count--) {
            leftovers.put(in.text(), Input.Leftover.read(in));
        }
    }

    @Override
    public void restore(StateReader in) throws IOException {
        restoreEnded(in);
        atSourceEnd = in.flag();
        now = Math.max(now, in.number());
        movedAt = in.number();
        tally.restore(in);
        producer.restore(in);
        inputs.restore(in, this::newInput);
        restoreRest(in);
        if (atSourceEnd) {
            end(true);
        }
    }

    /** Whether the source has ended, and all that it has brought is on its way. */
    public final boolean isAtSourceEnd() {
        return atSourceEnd;
    }

    /** Writes what has been read and has not become rows yet. */
    abstract void saveRest(StateWriter out) throws IOException;

    abstract void restoreRest(StateReader in) throws IOException;

    /** Whether it has nothing to work off when it is asked to stop. */
    boolean stopsAtOnce() {
        return true;
    }

    /** Once the source has ended: whether that was the end of time too. */
    boolean timeEnds() {
        return true;
    }

    /** How far time has come by now. */
    long reached() {
        if (byClock) {
            return now;
        }
        setIdle();
        return inputs.watermark();
    }

    /** Those that have brought nothing for long enough no longer hold time back. */
    final void setIdle() {
        if (eventTime.idleAfterMillis() > 0) {
            inputs.idleSince(now - eventTime.idleAfterMillis());
        }
    }

    /** Whether time has moved that is not the clock's: such is work. */
    boolean movesByItself() {
        return !byClock;
    }

    private boolean moveTime() {
        long reached = reached();
        boolean moved = reached > producer.promised();
        if (moved) {
            movedAt = now;
        }
        producer.promise(reached);
        return moved && movesByItself();
    }

    private void end(boolean sourceEnded) throws IOException {
        producer.flush();
        abandon();
        atSourceEnd = sourceEnded;
        if (sourceEnded) {
            producer.promise(RowBatch.END_WATERMARK);
        }
        producer.end();
        errors.leave();
        if (sourceErrors != null) {
            sourceErrors.leave();
        }
        done = true;
    }

    @Override
    public final boolean isDone() {
        return done;
    }

    /** Gives the rows from {@code first} on, all of one input, their ROWTIME and watermark. Rows without a time are taken out. */
    final void arrived(Input input, RowBatch rows, int first) {
        arrived(input, rows, first, null);
    }

    /** @param origins of rows that come from whole records: which, and what came with them */
    final void arrived(Input input, RowBatch rows, int first, @Nullable Origins origins) {
        tally.read += rows.size - first;
        input.heard = now;
        input.idle = false;
        systemColumns.fill(input, rows, first, now, keepsSystemColumns(), origins);
        if (eventTime.column() < 0 && origins != null && !byClock) {
            stampArrivals(input, rows, first, origins);
            inputs.recompute();
        } else if (eventTime.column() < 0) {
            for (int row = first; row < rows.size; row++) {
                rows.rowtime[row] = now;
                rows.watermark[row] = now;
            }
        } else {
            stampByEventTime(input, rows, first);
        }
        tally.out += rows.size - first;
    }

    /** Gives the rows from {@code first} on the time that stands in them. */
    final void stampByEventTime(Input input, RowBatch rows, int first) {
        takeOutTimeless(rows, first);
        stamp(input, rows, first);
        inputs.recompute();
    }

    final boolean byEventTime() {
        return eventTime.column() >= 0;
    }

    final long now() {
        return now;
    }

    final SystemColumns systemColumns() {
        return systemColumns;
    }

    private void stamp(Input input, RowBatch rows, int first) {
        long[] times = rows.values[eventTime.column()];
        long[] rowtimes = rows.rowtime;
        long[] watermarks = rows.watermark;
        long lateness = eventTime.latenessMillis();
        // An input that was idle, or has only now begun, meets windows that were closed without it.
        long floor = inputs.watermark();
        long reached = input.watermark;
        for (int row = first; row < rows.size; row++) {
            long time = times[row];
            rowtimes[row] = time;
            reached = Math.max(reached, time - lateness);
            watermarks[row] = Math.max(reached, floor);
        }
        input.watermark = reached;
    }

    /** ROWTIME never falls within an input, nor below what the stream has promised: on the time of arrival no row is late. */
    private void stampArrivals(Input input, RowBatch rows, int first, Origins origins) {
        long reached = Math.max(input.watermark, inputs.watermark());
        for (int row = first; row < rows.size; row++) {
            reached = Math.max(reached, origins.arrivalMillis(row - first));
            rows.rowtime[row] = reached;
            rows.watermark[row] = reached;
        }
        input.watermark = reached;
    }

    /** What a source says of an input beside its bytes: that it begins, or how far the times of arrival have come. */
    final void told(Input input, boolean begins, long arrivedBefore) {
        if (begins) {
            input.awaited = true;
            input.heard = now;
        }
        if (arrivedBefore != Chunk.UNKNOWN_TIME && eventTime.column() < 0 && !byClock) {
            input.watermark = Math.max(input.watermark, arrivedBefore);
        }
        inputs.recompute();
    }

    private void takeOutTimeless(RowBatch rows, int first) {
        int column = eventTime.column();
        int kept = first;
        for (int row = first; row < rows.size; row++) {
            if (rows.isNull(column, row)) {
                timeless(rows, row);
            } else {
                if (kept < row) {
                    move(rows, row, kept);
                }
                kept++;
            }
        }
        if (kept < rows.size) {
            for (int row = kept; row < rows.size; row++) {
                for (int each = 0; each < rows.values.length; each++) {
                    rows.clearNull(each, row);
                }
            }
            rows.size = kept;
        }
    }

    private static void move(RowBatch rows, int from, int to) {
        for (int column = 0; column < rows.values.length; column++) {
            if (rows.isNull(column, from)) {
                rows.setNull(column, to);
            } else {
                rows.clearNull(column, to);
                rows.values[column][to] = rows.values[column][from];
            }
        }
    }

    private void timeless(RowBatch rows, int row) {
        rows.rowtime[row] = now;
        tally.errors++;
        ByteBuilder json = new ByteBuilder();
        CellText.json(rows, row, json);
        String message = "the EVENT TIME column `" + rows.schema.name(eventTime.column()) + "` is NULL";
        // All records of the run have been decoded by now: which of them this row came from is not known any more.
        tell(json.bytes(), 0, json.length(), "NO_EVENT_TIME", message, null);
    }

    @Override
    public final void reject(byte[] bytes, int start, int end, String name, String message) {
        tally.read++;
        tally.errors++;
        tell(bytes, start, end, name, message, currentSequenceNumber());
    }

    private void tell(byte[] bytes, int start, int end, String name, String message, @Nullable String sequenceNumber) {
        errors.record(name, message, currentInput(), bytes, start, end - start);
        if (sourceErrors != null) {
            sourceErrors.append(bytes, start, end - start, currentInput(), sequenceNumber, name, message);
        }
    }

    /** The input that is being read, for {@code s.errors}. */
    abstract String currentInput();

    /** The number of the record that is being read, where it has one. */
    @Nullable
    String currentSequenceNumber() {
        return null;
    }
}
