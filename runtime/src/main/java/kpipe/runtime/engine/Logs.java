package kpipe.runtime.engine;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.host.Agent;
import kpipe.runtime.host.Host;
import kpipe.runtime.log.LogCipher;
import kpipe.runtime.log.Scaling;
import kpipe.runtime.log.StoredStream;
import kpipe.runtime.log.StreamLog;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.stream.Troubles;
import kpipe.spi.Clock;

/**
 * The logs of a pipeline's durable streams while it runs, in its data folder. What an earlier run wrote behind the checkpoint from which this one goes on does not count.
 */
final class Logs implements AutoCloseable {

    private static final int DEFAULT_RETENTION_HOURS = 24;
    private static final long HOUR = 3_600_000;

    private final StreamStore store;
    private final Checkpoints checkpoints;
    private final long last;
    private final long first;
    private boolean openToClients;

    private Logs(StreamStore store, Checkpoints checkpoints, long last, long first) {
        this.store = store;
        this.checkpoints = checkpoints;
        this.last = last;
        this.first = first;
    }

    /**
     * Opens the logs in the data folder of a pipeline that makes checkpoints.
     *
     * @param last the number of the one that it goes on from, or 0
     */
    static Logs open(Host host, Map<String, LogCipher> ciphers, Checkpoints checkpoints, long last) throws IOException {
        StreamStore store = StreamStore.open(host, checkpoints.folder(), options(host, ciphers));
        return new Logs(store, checkpoints, last, checkpoints.epoch());
    }

    /** Opens the logs of a run of which nothing else is kept. */
    static Logs open(Host host, Map<String, LogCipher> ciphers, String folder) throws IOException {
        StreamStore store = StreamStore.open(host, folder, options(host, ciphers));
        return new Logs(store, Checkpoints.NONE, 0, Math.max(1, host.clock().millis()));
    }

    private static StreamStore.Options options(Host host, Map<String, LogCipher> ciphers) throws IOException {
        StreamStore.Options set = StreamStore.Options.of(host);
        return new StreamStore.Options(set.cipher(), set.durability(), ciphers);
    }

    /** What encrypts the streams of a pipeline, by their names. */
    static Map<String, LogCipher> ciphers(Topology topology, Host host) throws IOException {
        Map<String, LogCipher> ciphers = new TreeMap<>();
        for (StreamNode node : topology.streams()) {
            LogKey key = node.log() == null ? null : node.log().key();
            if (key != null) {
                ciphers.put(node.name(), key.cipher(host.disk(), node.name()));
            }
        }
        return ciphers;
    }

    /** The number of the checkpoint that will cover what is written now; without checkpoints, one number for the whole run. */
    long epoch() {
        return checkpoints.areMade() ? checkpoints.epoch() : first;
    }

    /**
     * The log of a durable stream, made where there is none. One that has another number of shards than its declaration says is brought to that.
     *
     * @param messages told of that
     */
    StreamLog log(StreamNode node, int shards, Troubles messages) throws IOException {
        int hours = node.retentionMillis() == 0
                ? DEFAULT_RETENTION_HOURS
                : (int) Math.max(1, (node.retentionMillis() + HOUR - 1) / HOUR);
        StoredStream stream = store.stream(node.name());
        if (stream == null) {
            IOException damage = store.damaged().get(node.name());
            if (damage != null) {
                throw damage;
            }
            stream = store.create(node.name(), shards, hours, null);
        }
        stream.claim();
        StreamLog log = stream.log();
        if (log.retentionHours() != hours) {
            log.retain(hours);
        }
        log.goOn(last, first);
        int open = log.shards().open().size();
        boolean onDemand = node.log() != null && node.log().onDemand();
        if (!onDemand && open != shards) {
            new Scaling(log).scaleTo(shards);
            messages.say(
                    "note: stream `" + node.name() + "` had " + open + " shards, and has " + shards + " from now on");
        }
        return log;
    }

    /** Clients may put records while the pipeline runs, so that it does not end with what fills its streams. */
    void openToClients() {
        openToClients = true;
    }

    boolean isOpenToClients() {
        return openToClients;
    }

    StreamStore store() {
        return store;
    }

    /** Lets threads store what waits. */
    void start() {
        store.start();
    }

    /**
     * One who stores what waits where there are no threads.
     *
     * @param over whether all who read it are done
     */
    Agent committing(Clock clock, BooleanSupplier over) {
        return new Agent() {
            private long tried = Long.MIN_VALUE;

            @Override
            public String name() {
                return "log";
            }

            @Override
            public int doWork() {
                // What the disk does not take is tried again when time has gone on.
                boolean again = clock.millis() > tried;
                tried = Math.max(tried, clock.millis());
                return again ? store.commitAgain() : store.commit();
            }

            @Override
            public boolean isDone() {
                return over.getAsBoolean();
            }
        };
    }

    /** The run has come to its end: where there are no checkpoints, all that it has written counts from now on. */
    void end() throws IOException {
        if (!checkpoints.areMade()) {
            for (String name : store.names()) {
                StoredStream stream = store.stream(name);
                if (stream != null) {
                    stream.log().makeDurable();
                    stream.log().goOn(first, first + 1);
                }
            }
        }
        store.close();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
