package kpipe.runtime.stream;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import kpipe.data.ByteBuilder;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.host.Agent;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.Stamp;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a pipeline puts into a durable stream to the stream's log: each row as one record, with its ROWTIME, its watermark and the epoch, in the shard that its partition key says.
 */
public final class LogAppender implements Agent, Checkpointed {

    private static final int BATCHES_A_TURN = 8;

    /** Longer records fit no frame of the log. */
    private static final int MAX_RECORD = 12 << 20;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final String stream;
    private final Subscription[] lanes;
    private final @Nullable RowBatch[] batches;
    private final int[] next;
    private final Schema schema;
    private final StreamLog log;
    private final Encoder encoder;
    private final @Nullable PartitionKey key;
    private final LogTime time;
    private final ErrorReport errors;
    private final LongSupplier epoch;
    private final Runnable wrote;

    private final Md5 md5 = new Md5();
    private final ByteBuilder record = new ByteBuilder(4096);
    private final byte[] hashText = new byte[32];
    private final Stamp stamp = new Stamp();
    private long told = RowBatch.NO_WATERMARK;
    private boolean failing;
    /** Whether it has said that nothing follows. */
    private boolean finished;

    private boolean left;

    /**
     * @param lanes what is put into the stream: the last one divided by partition key, each before it for the open shard of its number
     * @param columns which columns make the partition key; none: the hash of the record is the key
     * @param epoch the number of the checkpoint that will cover what is written now
     * @param wrote called when something was written that somebody may wait to see
     */
    public LogAppender(
            String stream,
            Subscription[] lanes,
            Schema schema,
            List<Integer> columns,
            StreamLog log,
            Encoder encoder,
            LogTime time,
            ErrorReport errors,
            LongSupplier epoch,
            Runnable wrote) {
        this.stream = stream;
        this.lanes = lanes;
        batches = new RowBatch[lanes.length];
        next = new int[lanes.length];
        this.schema = schema;
        this.log = log;
        this.encoder = encoder;
        key = columns.isEmpty() ? null : new PartitionKey(schema, columns);
        this.time = time;
        this.errors = errors;
        this.epoch = epoch;
        this.wrote = wrote;
    }

    @Override
    public String name() {
        return "stream " + stream;
    }

    /** The lane of what is put into the stream that holds its time. From any thread. */
    public Subscription slowest() {
        Subscription slowest = lanes[0];
        for (Subscription lane : lanes) {
            slowest = lane.reached() < slowest.reached() ? lane : slowest;
        }
        return slowest;
    }

    @Override
    public String stateId() {
        return name() + " log writer";
    }

    /** What it has not written yet, and how far time had come. What it has written is covered by {@link #makeDurable}. */
    @Override
    public void save(StateWriter out) throws IOException {
        out.number(told);
        time.save(out);
        for (int lane = 0; lane < lanes.length; lane++) {
            RowBatch begun = batches[lane];
            out.flag(begun != null);
            if (begun != null) {
                RowBatch rest = new RowBatch(begun.schema, Math.max(1, begun.size - next[lane]));
                for (int row = next[lane]; row < begun.size; row++) {
                    rest.appendRow(begun, row);
                }
                out.schema(rest.schema);
                out.number(rest.size);
                out.rows(rest);
            }
            lanes[lane].save(out);
        }
    }

    @Override
    public void restore(StateReader in) throws IOException {
        told = in.number();
        stamp.promise = told;
        time.restore(in, log);
        for (int lane = 0; lane < lanes.length; lane++) {
            if (in.flag()) {
                SavedColumns columns = in.columns(schema);
                RowBatch rest = new RowBatch(schema, Math.max(1, in.small()));
                in.rows(rest, columns);
                batches[lane] = rest;
            }
            lanes[lane].restore(in);
        }
    }

    @Override
    public void makeDurable() throws IOException {
        log.makeDurable();
    }

    @Override
    public void committed(long checkpoint) {
        log.committed(checkpoint);
    }

    @Override
    public int doWork() {
        tellOfFailure();
        stamp.epoch = epoch.getAsLong();
        int work = 0;
        for (int turn = 0; turn < BATCHES_A_TURN; turn++) {
            int before = work;
            for (int lane = 0; lane < lanes.length; lane++) {
                RowBatch rows = batches[lane];
                if (rows == null) {
                    rows = lanes[lane].poll();
                    batches[lane] = rows;
                }
                if (rows != null) {
                    int from = next[lane];
                    boolean whole = append(lane, rows);
                    work += next[lane] - from;
                    if (!whole) {
                        return work;
                    }
                    batches[lane] = null;
                    next[lane] = 0;
                    lanes[lane].release();
                }
            }
            if (work == before) {
                break;
            }
        }
        boolean ended = ended();
        if (ended) {
            // The last watermark may have come after the last look at the queues.
            for (Subscription lane : lanes) {
                lane.poll();
            }
        }
        if (work > 0) {
            wrote.run();
        }
        int done = tellTime(ended) ? work + 1 : work;
        if (isDone() && !left) {
            left = true;
            errors.leave();
        }
        return done;
    }

    private boolean ended() {
        for (int lane = 0; lane < lanes.length; lane++) {
            if (batches[lane] != null || !lanes[lane].ended()) {
                return false;
            }
        }
        return true;
    }

    private boolean tellTime(boolean ended) {
        long reached = RowBatch.END_WATERMARK;
        for (Subscription lane : lanes) {
            reached = Math.min(reached, lane.watermark());
        }
        if (reached <= told && !ended || finished) {
            return false;
        }
        told = Math.max(told, reached);
        stamp.promise = told;
        time.reached(new LogTime.Step(told, log.appended(), ended));
        finished = ended;
        return true;
    }

    /** Whether all rows of the batch have been written; else the shard of the next one takes nothing for now. */
    private boolean append(int lane, RowBatch rows) {
        int row = next[lane];
        boolean taken = true;
        while (row < rows.size && taken) {
            taken = append(lane, rows, row);
            row += taken ? 1 : 0;
        }
        next[lane] = row;
        return taken;
    }

    private boolean append(int lane, RowBatch rows, int row) {
        record.clear();
        encoder.encode(rows, row, record);
        byte[] bytes = record.bytes();
        int length = record.length();
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        if (length > MAX_RECORD) {
            String message = "a record of " + length + " bytes is longer than the log takes (" + MAX_RECORD + ")";
            errors.record("RECORD_TOO_LONG", message, "", bytes, 0, 4096);
            return true;
        }
        stamp.rowtime = rows.rowtime[row];
        stamp.watermark = rows.watermark[row];
        byte[] keyBytes = hashText;
        int keyOffset = 0;
        int keyLength = hashText.length;
        PartitionKey of = key;
        if (of == null) {
            md5.digest(bytes, 0, length);
            hex(md5.high(), 0);
            hex(md5.low(), 16);
        } else {
            of.of(rows, row);
            keyBytes = of.bytes();
            keyOffset = of.offset();
            keyLength = of.length();
            md5.digest(keyBytes, keyOffset, keyLength);
        }
        long high = md5.high();
        long low = md5.low();
        if (lane < lanes.length - 1) {
            List<Shard> shards = log.shards().open();
            Hash128 start = shards.get(lane % shards.size()).range().start();
            high = start.high();
            low = start.low();
        }
        return log.write(high, low, keyBytes, keyOffset, keyLength, bytes, 0, length, stamp);
    }

    private void hex(long value, int at) {
        for (int i = 0; i < 16; i++) {
            hashText[at + i] = (byte) HEX[(int) (value >>> 60 - 4 * i) & 15];
        }
    }

    private void tellOfFailure() {
        IOException failure = log.failure();
        if (failure != null && !failing) {
            failing = true;
            errors.say("warning", "cannot be stored: " + failure.getMessage() + "; it is tried again");
        } else if (failure == null && failing) {
            failing = false;
            errors.say("note", "is stored again");
        }
    }

    @Override
    public boolean isDone() {
        return finished && !failing;
    }
}
