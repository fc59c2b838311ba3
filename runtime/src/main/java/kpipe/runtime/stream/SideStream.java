package kpipe.runtime.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import kpipe.data.RowBatch;
import kpipe.runtime.host.Agent;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A stream beside the pipeline: errors or late rows. Any thread may append to it; its rows have the time at which they are appended as ROWTIME, and its watermark is
 * the clock. As an agent it hands on what has been gathered. It ends when all who may append have said so; after {@link #stop} time stands still then.
 */
public abstract class SideStream implements Agent, Checkpointed {

    private final String name;
    private final Producer producer;
    private final Clock clock;
    private int open;
    private long now = RowBatch.NO_WATERMARK;
    private boolean stopped;
    private boolean done;

    protected SideStream(Stream stream, Clock clock) {
        name = stream.name();
        producer = stream.producer(0);
        this.clock = clock;
    }

    @Override
    public final String name() {
        return name;
    }

    /** One more who may append. Called before anything runs. */
    public final synchronized void join() {
        open++;
    }

    /** One who has joined appends no more. */
    public final synchronized void leave() {
        open--;
    }

    /** The run is asked to end before its sources do, to go on another time: the end of those who append is not the end of time. From any thread. */
    public final synchronized void stop() {
        stopped = true;
    }

    @Override
    public final String stateId() {
        return "stream " + name;
    }

    @Override
    public final synchronized void save(StateWriter out) throws IOException {
        producer.flush();
        out.number(now);
        producer.save(out);
    }

    @Override
    public final synchronized void restore(StateReader in) throws IOException {
        now = in.number();
        producer.restore(in);
    }

    /** The batch in which the next row is to be written at {@code size}; the caller holds this object's lock until {@link #commit}. */
    protected final RowBatch begin() {
        now = Math.max(now, clock.millis());
        return producer.batch();
    }

    /** The row that was written is whole. After the end it is forgotten: it was counted where it came from. */
    protected final void commit() {
        RowBatch rows = producer.batch();
        if (done) {
            rows.clear();
            return;
        }
        rows.rowtime[rows.size] = now;
        rows.watermark[rows.size] = now;
        rows.size++;
        if (rows.isFull()) {
            producer.publish();
        }
    }

    /** The time that {@link #begin} has taken. */
    protected final long now() {
        return now;
    }

    @Override
    public final synchronized int doWork() {
        int gathered = producer.batch().size;
        producer.flush();
        if (open == 0 && !done) {
            done = true;
            if (!stopped) {
                producer.promise(RowBatch.END_WATERMARK);
            }
            producer.end();
            return gathered + 1;
        }
        long time = clock.millis();
        if (time > now) {
            now = time;
            producer.promise(time);
        }
        return gathered;
    }

    @Override
    public final synchronized boolean isDone() {
        return done;
    }

    /** Writes text into a cell, cut to the length of its column, without control characters. */
    protected static void text(RowBatch rows, int column, @Nullable String value) {
        if (value == null) {
            rows.setNull(column, rows.size);
            return;
        }
        String clean = clean(value, rows.schema.type(column).precision());
        byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
        rows.setBytes(column, rows.size, bytes, 0, bytes.length);
    }

    private static String clean(String value, int characters) {
        int length = Math.min(value.length(), characters);
        StringBuilder result = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            boolean lone = Character.isSurrogate(character)
                    && !(Character.isHighSurrogate(character)
                            && i + 1 < length
                            && Character.isLowSurrogate(value.charAt(i + 1)));
            if (lone) {
                result.append('\uFFFD');
            } else if (Character.isSurrogate(character)) {
                result.append(character).append(value.charAt(++i));
            } else {
                result.append(character < ' ' && character != '\n' && character != '\t' ? '\uFFFD' : character);
            }
        }
        return result.toString();
    }
}
