package kpipe.stdlib.connector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.data.RowBatch;
import kpipe.data.SystemStreams;
import kpipe.runtime.intake.EventTime;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.RecordIntake;
import kpipe.runtime.intake.RowIntake;
import kpipe.runtime.intake.Target;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.Division;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.SourceErrors;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.ByteSource;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import kpipe.spi.Options;
import kpipe.spi.RowSource;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.stdlib.format.Decoding;

/** Reads a source as the engine does, turn by turn, at a time that the test chooses; shows rows and error records as text. */
public final class SourceReading implements Clock, AutoCloseable {

    private final Intake intake;
    private final Subscription rows;
    private final Subscription errors;
    private final SourceErrors side;
    private long now = 1_000_000;

    public SourceReading(
            SourceConnector connector, String address, Map<String, Object> options, Disk disk, Decoding decoding)
            throws IOException {
        this(connector, address, options, disk, decoding, null, false);
    }

    /**
     * @param kept what {@link #keep} returned of another reading that this one goes on from; null: it begins
     * @param ended whether that had come to its end
     */
    public SourceReading(
            SourceConnector connector,
            String address,
            Map<String, Object> options,
            Disk disk,
            Decoding decoding,
            byte[] kept,
            boolean ended)
            throws IOException {
        Map<String, Object> all = new TreeMap<>(connector.spec().defaults().asMap());
        all.putAll(options);
        Source source = connector.source(new SourceContext(
                "s", address, new Options(all), decoding.shape().schema(), disk, this));
        Stream stream = new Stream("s", decoding.shape().schema(), 1, Division.FORWARD, 1024, 1L << 30);
        Stream refused = new Stream("s.errors", SystemStreams.SOURCE_ERRORS, 1, Division.FORWARD, 256, 1L << 30);
        rows = stream.subscribe(0);
        errors = refused.subscribe(0);
        side = new SourceErrors(refused, this);
        side.join();
        ErrorReport errors = new ErrorReport("stream", "s", new Troubles(line -> {}), null);
        Target target = new Target("s", stream.producer(0), new EventTime(-1, 0, 0), this, errors, side, List.of());
        intake = source instanceof RowSource made
                ? new RowIntake(target, made)
                : new RecordIntake(
                        target,
                        (ByteSource) source,
                        decoding::decoder,
                        List.of(),
                        decoding.shape().maxRecordBytes());
        if (kept != null && ended) {
            intake.restoreEnded(new StateReader(new ByteArrayInputStream(kept)));
        } else if (kept != null) {
            intake.restore(new StateReader(new ByteArrayInputStream(kept)));
        }
        intake.open();
    }

    /** What a checkpoint keeps of it. */
    public byte[] keep() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateWriter out = new StateWriter(bytes);
        intake.save(out);
        out.flush();
        return bytes.toByteArray();
    }

    /** Takes one turn; the rows that came. */
    public List<String> turn() throws IOException {
        intake.doWork();
        List<String> lines = new ArrayList<>();
        take(lines);
        return lines;
    }

    @Override
    public long millis() {
        return now;
    }

    /** Lets a minute pass, so that whoever looks for news every so often looks. */
    public SourceReading later() {
        now += 60_000;
        return this;
    }

    /** Reads until there is nothing more now; the rows that came. */
    public List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        int idle = 0;
        while (idle < 3 && !intake.isDone()) {
            idle = intake.doWork() > 0 ? 0 : idle + 1;
            take(lines);
        }
        return lines;
    }

    private void take(List<String> lines) {
        for (RowBatch batch = rows.poll(); batch != null; batch = rows.poll()) {
            for (int row = 0; row < batch.size; row++) {
                lines.add(Decoding.row(batch, row));
            }
            rows.release();
        }
    }

    /** The error records that came: {@code NAME: reason [record]}. */
    public List<String> errors() {
        side.doWork();
        List<String> lines = new ArrayList<>();
        for (RowBatch batch = errors.poll(); batch != null; batch = errors.poll()) {
            for (int row = 0; row < batch.size; row++) {
                lines.add(batch.textAt(3, row) + ": " + batch.textAt(4, row) + " [" + batch.textAt(0, row) + "]");
            }
            errors.release();
        }
        return lines;
    }

    /** Whether the source has ended. */
    public boolean ended() {
        return intake.isDone();
    }

    /** How many records were read, those that are no rows included. */
    public long records() {
        return intake.tally().read;
    }

    @Override
    public void close() throws IOException {
        intake.abandon();
    }
}
