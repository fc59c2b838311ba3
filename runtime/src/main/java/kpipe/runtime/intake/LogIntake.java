package kpipe.runtime.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.RowBatch;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;
import kpipe.runtime.log.ShardMap;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.LogTime;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/**
 * Reads a durable stream back from its log into the pipeline: all shards beside one another, the children of a split or a merge once their parents are finished.
 *
 * <p>What the pipeline itself has written keeps the ROWTIME and watermark that it was written with, and time moves as its writers say ({@link LogTime}). What clients have put is given its time here, each shard
 * being an input.
 */
public final class LogIntake extends Intake {

    /** What the name of an input ends with that is what the pipeline itself writes into a shard. */
    private static final String OWN = " pumps";

    private static final int RECORDS_A_TURN = 256;
    private static final int HEAP_A_BATCH = 1 << 20;

    /**
     * What it reads.
     *
     * @param own of what the pipeline itself writes
     * @param clients of what clients put
     * @param transforms of what clients put, before it is decoded
     * @param time how far time has come in what the pipeline writes, or null where it writes nothing
     * @param startAt from when on records are read where nobody has read before: {@link Long#MIN_VALUE} all, {@link Long#MAX_VALUE} only those to come
     * @param open whether clients may put records while it runs, so that it only ends when it is stopped
     */
    public record From(
            StreamLog log,
            DecoderFactory own,
            DecoderFactory clients,
            List<Transform> transforms,
            @Nullable LogTime time,
            boolean open,
            long startAt) {}

    private final From from;
    private final StreamLog log;
    private final @Nullable LogTime time;
    private final RecordTransforms transforms;
    private final List<ShardReading> reading = new ArrayList<>();
    /** Shards that are read to their end, and how far time had come in them. */
    private final Map<Integer, Long> finished = new HashMap<>();

    /** Where to begin in shards that an earlier run has read, until they are taken up. */
    private final Map<Integer, ShardReading.Place> places = new HashMap<>();

    /** Whether reading has begun: shards that come from now on are read whole. */
    private boolean gone;

    private @Nullable ShardMap known;
    private @Nullable ShardReading current;
    private @Nullable LogRecord record;
    private Runnable woken = () -> {};
    private int turn;
    private LogTime.@Nullable Step last;

    public LogIntake(Target target, From from) {
        super(target, true);
        this.from = from;
        log = from.log();
        time = from.time();
        transforms = new RecordTransforms(from.transforms(), tally(), this);
    }

    /** Says what to call when there is something to read. Called before anything runs. */
    public void wake(Runnable reader) {
        woken = reader;
    }

    @Override
    Status fill() throws IOException {
        RowBatch rows = producer().batch();
        takeUpShards();
        boolean some = false;
        for (int i = 0; i < reading.size() && hasRoom(rows); i++) {
            ShardReading shard = reading.get(turn++ % reading.size());
            some |= read(shard, rows);
        }
        if (!hasRoom(rows)) {
            return Status.READ;
        }
        finishShards();
        moveOwnTime();
        return some ? Status.READ : isOver() ? Status.ENDED : Status.IDLE;
    }

    private static boolean hasRoom(RowBatch rows) {
        return !rows.isFull() && rows.heapSize < HEAP_A_BATCH;
    }

    private boolean read(ShardReading shard, RowBatch rows) throws IOException {
        current = shard;
        record = shard.current();
        for (int i = 0; i < RECORDS_A_TURN && hasRoom(rows); i++) {
            LogRecord next = shard.current();
            if (next == null) {
                next = shard.read();
                record = next;
                if (next == null) {
                    return i > 0;
                }
                shard.transform(next);
            }
            int first = rows.size;
            if (next.epoch() != 0) {
                shard.decode(next, rows, this);
                own(shard, next, rows, first);
            } else {
                tally().bytesRead += next.dataLength();
                shard.decode(next, rows, this);
                ofClient(shard, next, rows, first);
            }
        }
        return true;
    }

    private void own(ShardReading shard, LogRecord next, RowBatch rows, int first) {
        Input input = shard.own;
        if (input == null) {
            input = inputs.add(new Input(shard.name() + OWN, null));
            shard.own = input;
        }
        input.heard = now();
        long floor = inputs.watermark();
        for (int row = first; row < rows.size; row++) {
            rows.rowtime[row] = next.rowtime();
            rows.watermark[row] = Math.max(floor, next.watermark());
        }
        systemColumns().fill(shard, next, rows, first);
        if (next.promise() > input.watermark) {
            input.watermark = next.promise();
            inputs.recompute();
        }
    }

    private void ofClient(ShardReading shard, LogRecord next, RowBatch rows, int first) {
        Input input = shard.clients;
        if (input == null) {
            input = inputs.add(new Input(shard.name(), null));
            shard.clients = input;
        }
        tally().read += rows.size - first;
        input.heard = now();
        input.idle = false;
        systemColumns().fill(shard, next, rows, first);
        if (byEventTime()) {
            stampByEventTime(input, rows, first);
        } else {
            input.watermark = Math.max(input.watermark, next.arrival());
            inputs.recompute();
            long reached = Math.max(next.arrival(), inputs.watermark());
            for (int row = first; row < rows.size; row++) {
                rows.rowtime[row] = next.arrival();
                rows.watermark[row] = reached;
            }
        }
        tally().out += rows.size - first;
    }

    // ---- shards

    /** Begins with those that are there and whose parents are finished. */
    private void takeUpShards() {
        ShardMap shards = log.shards();
        if (shards == known) {
            return;
        }
        known = shards;
        for (Shard shard : shards.shards()) {
            boolean begun = finished.containsKey(shard.index())
                    || reading.stream().anyMatch(each -> each.index() == shard.index());
            if (!begun && isFinished(shards, shard.parent()) && isFinished(shards, shard.adjacentParent())) {
                takeUp(shard);
            }
        }
        inputs.recompute();
    }

    /** One that is not there any more has expired. */
    private boolean isFinished(ShardMap shards, int parent) {
        return parent < 0
                || finished.containsKey(parent)
                || shards.shards().stream().noneMatch(shard -> shard.index() == parent);
    }

    private void takeUp(Shard shard) {
        ShardLog shardLog = log.log(shard.index());
        ShardReading.Place place = places.get(shard.index());
        if (place != null) {
            // Behind the last record that is stored there may have been some that the disk did not take.
            shardLog.passTo(place.next());
        }
        ShardReading added = new ShardReading(
                shardLog,
                (place == null ? begin(shardLog) : log.readFrom(shard.index(), place.next())).readOpenEpochs(),
                from.own().create(),
                from.clients().create(),
                transforms);
        if (place != null) {
            added.goOn(place);
        }
        added.own = inputs.find(shard.id() + OWN);
        if (isWritten() && added.own == null) {
            Input own = inputs.add(new Input(shard.id() + OWN, null));
            own.watermark = Math.max(reachedBy(shard.parent()), reachedBy(shard.adjacentParent()));
            own.awaited = true;
            added.own = own;
        }
        added.clients = inputs.find(shard.id());
        if (!isWritten() && added.clients == null) {
            Input clients = inputs.add(new Input(shard.id(), null));
            clients.awaited = true;
            added.clients = clients;
        }
        shardLog.watch(woken);
        reading.add(added);
    }

    private LogReader begin(ShardLog shard) {
        int index = shard.shard().index();
        if (gone || from.startAt() == Long.MIN_VALUE) {
            return log.readFrom(index, 0);
        }
        return from.startAt() == Long.MAX_VALUE
                ? log.readFrom(index, shard.end())
                : log.readFromTime(index, from.startAt());
    }

    private long reachedBy(int shard) {
        return finished.getOrDefault(shard, RowBatch.NO_WATERMARK);
    }

    /** Lets go of closed shards that have been read to their end. */
    private void finishShards() {
        ShardMap shards = known;
        if (shards == null) {
            return;
        }
        List<ShardReading> done = new ArrayList<>();
        for (ShardReading shard : reading) {
            boolean closed = shards.shards().stream().noneMatch(each -> each.index() == shard.index() && each.isOpen());
            if (closed && shard.isAtEnd() && shard.hasRead(shard.log().appended())) {
                done.add(shard);
            }
        }
        for (ShardReading shard : done) {
            reading.remove(shard);
            shard.log().forget(woken);
            Input own = shard.own;
            finished.put(shard.index(), own == null ? RowBatch.NO_WATERMARK : own.watermark);
        }
        if (!done.isEmpty()) {
            known = null;
            takeUpShards();
            for (ShardReading shard : done) {
                end(shard.own);
                end(shard.clients);
            }
        }
    }

    private void end(@Nullable Input input) {
        if (input != null) {
            inputs.end(input);
        }
    }

    // ---- time

    /** Takes the steps of time up to which all shards have been read. */
    private void moveOwnTime() {
        LogTime own = time;
        while (own != null) {
            LogTime.Step step = own.next();
            if (step == null) {
                return;
            }
            boolean all = true;
            boolean ends = step.last() && from.open();
            for (Map.Entry<Integer, Long> end : step.ends().entrySet()) {
                all &= raise(end.getKey(), end.getValue(), ends ? RowBatch.NO_WATERMARK : step.watermark());
            }
            inputs.recompute();
            if (!all) {
                return;
            }
            own.taken();
            if (step.last()) {
                last = step;
                leaveToClients();
            }
        }
    }

    /** Whether the pipeline itself still writes into the stream. */
    private boolean isWritten() {
        return time != null && last == null;
    }

    /** The pipeline writes nothing more. That is not the end of time where clients go on. */
    private void leaveToClients() {
        if (from.open()) {
            for (ShardReading shard : reading) {
                end(shard.own);
                shard.own = null;
                if (shard.clients == null) {
                    shard.clients = inputs.add(new Input(shard.name(), null));
                }
            }
        }
    }

    /** Whether a shard has been read so far that the watermark holds for it. */
    private boolean raise(int index, long end, long watermark) {
        for (ShardReading shard : reading) {
            if (shard.index() == index) {
                Input own = shard.own;
                boolean there = shard.hasRead(end);
                if (there && own != null) {
                    own.watermark = Math.max(own.watermark, watermark);
                }
                return there;
            }
        }
        // Its parents are being read, or it is finished.
        return finished.containsKey(index) || !log.hasShard(index);
    }

    @Override
    long reached() {
        for (ShardReading shard : reading) {
            Input own = shard.own;
            if (own != null) {
                // Who writes has seen to inputs that are idle.
                own.heard = now();
                own.idle = false;
            }
            Input clients = shard.clients;
            if (clients == null) {
                continue;
            }
            if (!shard.isAtEnd()) {
                clients.heard = now();
                clients.idle = false;
            }
            if (byEventTime()) {
                // One of which nothing has come, and nothing waits to be read, holds nobody back.
                clients.awaited = !isWritten() && !shard.isAtEnd();
            } else {
                long quiet = shard.log().quietUntil();
                if (shard.isAtEnd()) {
                    clients.watermark = Math.max(clients.watermark, quiet);
                }
            }
        }
        setIdle();
        inputs.recompute();
        return inputs.watermark();
    }

    @Override
    boolean movesByItself() {
        return byEventTime() || time != null;
    }

    /** Whether those hold time back who write for the pipeline, and not clients. From any thread. */
    public boolean isHeldByWriters() {
        List<Standing.One> standing = inputs.standing();
        return time != null && (standing.isEmpty() || standing.get(0).name().endsWith(OWN));
    }

    // ---- the end

    /** Whether nobody writes any more and all has been read. */
    private boolean isOver() {
        boolean endless = from.open() && !stopping();
        return last != null && !endless;
    }

    @Override
    boolean stopsAtOnce() {
        return time == null;
    }

    @Override
    boolean timeEnds() {
        LogTime.Step step = last;
        return step != null && step.watermark() == RowBatch.END_WATERMARK && !from.open();
    }

    // ---- its state

    @Override
    public String stateId() {
        return name() + " log reader";
    }

    @Override
    public void save(StateWriter out) throws IOException {
        out.number(reading.size());
        for (ShardReading shard : reading) {
            shard.save(out);
        }
        out.number(finished.size());
        for (int shard : finished.keySet()) {
            out.number(shard);
        }
        super.save(out);
    }

    /** Reading goes on where it was; time begins anew. */
    @Override
    public void restoreEnded(StateReader in) throws IOException {
        gone = true;
        for (int count = in.small(); count > 0; count--) {
            ShardReading.Place place = ShardReading.Place.read(in);
            places.put(place.shard(), place);
        }
        for (int count = in.small(); count > 0; count--) {
            finished.put(in.small(), RowBatch.NO_WATERMARK);
        }
        super.restoreEnded(in);
    }

    @Override
    void saveRest(StateWriter out) throws IOException {
        for (Map.Entry<Integer, Long> shard : finished.entrySet()) {
            out.number(shard.getKey());
            out.number(shard.getValue());
        }
    }

    @Override
    void restoreRest(StateReader in) throws IOException {
        for (int count = finished.size(); count > 0; count--) {
            finished.put(in.small(), in.number());
        }
        takeUpShards();
    }

    @Override
    @Nullable
    Source source() {
        return null;
    }

    @Override
    void openSource() {
        takeUpShards();
        gone = true;
    }

    @Override
    void closeSource() {
        for (ShardReading shard : reading) {
            shard.log().forget(woken);
        }
    }

    @Override
    String currentInput() {
        ShardReading shard = current;
        return shard == null ? "" : shard.name();
    }

    @Override
    @Nullable
    String currentSequenceNumber() {
        ShardReading shard = current;
        LogRecord of = record;
        return shard == null || of == null ? null : shard.numberOf(of).toString();
    }
}
