package kpipe.runtime.firehose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.host.Crew;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.VirtualDisk;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.state.CheckpointFolder;
import kpipe.runtime.state.CheckpointWriter;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.Division;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import kpipe.spi.Encoder;
import kpipe.spi.Sink;

/**
 * A destination alone in a virtual world: a script of rows and of the time at which they come is its source, which can be read again from any place; checkpoints are made when it asks for one and at
 * moments drawn from a seed; the power can fail, after which a new process goes on from the newest checkpoint.
 */
final class DeliveryWorld implements Host, Checkpoints {

    static final Schema SCHEMA =
            Schema.of(new Column("key", Type.varchar(1_000, true)), new Column("number", Type.of(Kind.BIGINT, true)));

    private static final String CHECKPOINTS = "data/checkpoints";

    /** Rows that come at one time. */
    record Step(long millis, List<String> rows) {}

    /** Makes the sink of a process. */
    interface Sinks {
        Sink sink(Disk disk);
    }

    final VirtualHost host = new VirtualHost(35, 0);
    final List<String> said = new ArrayList<>();
    private final Terms terms;
    private final Sinks sinks;
    private final List<NamedTransform> transforms;
    private final Random checkpoints;
    private long now;

    private CheckpointFolder folder;
    private long epoch;
    private boolean requested;
    private int position;
    boolean checkpointsFail;
    Firehose firehose;
    private Producer producer;

    /** @param seed of the moments of checkpoints beside those that are asked for */
    DeliveryWorld(Terms terms, Sinks sinks, List<NamedTransform> transforms, long seed) {
        this.terms = terms;
        this.sinks = sinks;
        this.transforms = transforms;
        checkpoints = new Random(seed);
    }

    VirtualDisk virtualDisk() {
        return host.disk();
    }

    /** A process: begins, or goes on from the newest checkpoint. */
    void start() throws IOException {
        folder = new CheckpointFolder(host.disk(), CHECKPOINTS, "test");
        Checkpoint newest = folder.recover(said::add);
        epoch = folder.number();
        requested = false;
        position = 0;
        Stream stream = new Stream("s", SCHEMA, 1, Division.FORWARD, 64, 1 << 20);
        Subscription lane = stream.subscribe(0);
        producer = stream.producer(0);
        stream.seal();
        ErrorReport errors = new ErrorReport("destination", terms.name(), new Troubles(said::add), null);
        firehose = new Firehose(
                terms,
                SCHEMA,
                new Subscription[] {lane},
                new Lines(),
                transforms,
                sinks.sink(host.disk()),
                this,
                this,
                errors,
                null);
        firehose.open();
        if (newest != null) {
            for (Checkpointed part : List.of(new Script(), firehose)) {
                try (Checkpoint.Opened state = newest.open(newest.part(part.stateId()))) {
                    part.restore(state.reader());
                    part.committed(newest.head().number());
                }
            }
        }
    }

    /** Plays the script to its end. */
    void play(List<Step> script) throws IOException {
        settle();
        while (position < script.size()) {
            Step step = script.get(position++);
            now = step.millis();
            put(step.rows());
            if (checkpoints.nextInt(6) == 0) {
                // Rows that wait in the queue are part of it.
                checkpoint();
            }
            settle();
            if (requested && checkpoints.nextInt(3) > 0 || checkpoints.nextInt(4) == 0) {
                checkpoint();
                settle();
            }
        }
        producer.end();
        settle();
        while (!firehose.isDone()) {
            checkpoint();
            now += checkpointsFail ? 1_000 : 0;
            settle();
        }
        checkpoint();
    }

    void put(List<String> rows) {
        for (String row : rows) {
            RowBatch batch = producer.batch();
            int comma = row.indexOf(',');
            byte[] key = row.substring(0, comma).getBytes(StandardCharsets.UTF_8);
            batch.setBytes(0, batch.size, key, 0, key.length);
            batch.values[1][batch.size] = Long.parseLong(row.substring(comma + 1));
            batch.rowtime[batch.size] = now;
            batch.size++;
            if (batch.isFull()) {
                producer.publish();
            }
        }
        producer.flush();
    }

    void moveTo(long millis) throws IOException {
        now = millis;
        settle();
    }

    void settle() throws IOException {
        for (int quiet = 0; quiet < 2; ) {
            quiet = firehose.doWork() > 0 ? 0 : quiet + 1;
        }
    }

    /** Makes a checkpoint as the engine does. */
    void checkpoint() throws IOException {
        requested = false;
        if (checkpointsFail) {
            return;
        }
        List<Checkpointed> parts = List.of(new Script(), firehose);
        long number = epoch;
        try (CheckpointWriter writer = folder.begin(number, 0, now, false)) {
            for (Checkpointed part : parts) {
                writer.save(part);
            }
            epoch = folder.number();
            for (Checkpointed part : parts) {
                part.makeDurable();
            }
            writer.finish();
        }
        for (Checkpointed part : parts) {
            part.committed(number);
        }
        folder.prune();
    }

    boolean isRequested() {
        return requested;
    }

    /** What others see: the files that do not belong to the pipeline itself, by their paths. */
    Map<String, String> visible() {
        Map<String, String> files = new TreeMap<>();
        for (String path : host.disk().paths()) {
            if (!path.startsWith("data/") && !hidden(path)) {
                files.put(path, new String(host.disk().get(path), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    /** Files that are still being prepared. */
    Set<String> unfinished() {
        Set<String> files = new HashSet<>(host.disk().paths());
        files.removeIf(path -> path.startsWith("data/") || !hidden(path));
        return files;
    }

    private static boolean hidden(String path) {
        return path.substring(path.lastIndexOf('/') + 1).startsWith(".");
    }

    /** How far the script has been played, and what time it was: the clock cuts files as it did before. */
    private final class Script implements Checkpointed {
        @Override
        public String stateId() {
            return "script";
        }

        @Override
        public void save(StateWriter out) throws IOException {
            out.number(position);
            out.number(now);
        }

        @Override
        public void restore(StateReader in) throws IOException {
            position = in.small();
            now = in.number();
        }
    }

    private static final class Lines extends Encoder {
        @Override
        public void begin(ByteBuilder out) {
            out.append("key,number\n");
        }

        @Override
        public void encode(RowBatch rows, int row, ByteBuilder out) {
            out.append(rows.textAt(0, row) + "," + rows.values[1][row] + "\n");
        }

        @Override
        public void end(ByteBuilder out) {
            out.append("end\n");
        }
    }

    @Override
    public Clock clock() {
        return () -> now;
    }

    @Override
    public Disk disk() {
        return host.disk();
    }

    @Override
    public long seed() {
        return host.seed();
    }

    @Override
    public Crew crew(int parallel) {
        return host.crew(parallel);
    }

    @Override
    public boolean areMade() {
        return true;
    }

    @Override
    public void add(Checkpointed part) {}

    @Override
    public void request() {
        requested = true;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public String folder() {
        return "data";
    }
}
