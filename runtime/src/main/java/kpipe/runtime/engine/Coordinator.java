package kpipe.runtime.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kpipe.runtime.host.Crew;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.SeededCrew;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.state.CheckpointFolder;
import kpipe.runtime.state.CheckpointWriter;
import kpipe.runtime.state.Checkpointed;
import kpipe.runtime.state.Checkpoints;
import kpipe.runtime.stream.Subscription;
import kpipe.runtime.stream.Troubles;
import org.jspecify.annotations.Nullable;

/**
 * Makes the checkpoints of one run: brings the pipeline to rest, has every part write what it is, lets it go on, and makes the checkpoint durable behind its back.
 *
 * <p>{@link #open}, {@link #restore} and {@link #begin} are called in this order before anything runs, {@link #end} when everything has ended.
 */
final class Coordinator implements Checkpoints {

    /** Between two checkpoints that somebody has asked for. Under the virtual host, where they take no time, there is none. */
    private static final long LEAST_MILLIS = 200;

    /** Between two that nobody has asked for. */
    private static final long MOST_MILLIS = 10_000;

    /** The pipeline rests no more than one part in so many of the time. */
    private static final long SHARE = 10;

    private final String dataFolder;
    private final CheckpointFolder folder;
    private final Host host;
    private final Crew crew;
    private final Troubles troubles;
    private final Succession succession;
    private final Map<String, Checkpointed> parts = new LinkedHashMap<>();
    private @Nullable Closeable lock;
    private Wired wired = new Wired();
    private long begun;
    private long earliest;
    private long due;
    private boolean failing;
    private volatile long epoch;
    private volatile boolean requested;

    /** @param dataFolder the pipeline's own */
    Coordinator(Topology topology, String dataFolder, Host host, Crew crew, Troubles troubles) {
        this.dataFolder = dataFolder;
        this.host = host;
        this.crew = crew;
        this.troubles = troubles;
        folder = new CheckpointFolder(host.disk(), dataFolder + "/checkpoints", topology.name());
        succession = new Succession(topology);
    }

    /**
     * Takes the data folder for this process.
     *
     * @param fromStart whether to set aside what earlier runs have left
     * @return the checkpoint that the pipeline goes on from, or null where there is none
     * @throws IOException if another process has the folder, or what is in it cannot be used
     */
    @Nullable
    Checkpoint open(boolean fromStart) throws IOException {
        lock = host.disk().lock(dataFolder + "/lock");
        if (lock == null) {
            throw new IOException("another process runs this pipeline, or another one, in `" + dataFolder
                    + "`; --data FOLDER gives this one a place of its own");
        }
        Checkpoint newest = null;
        if (fromStart) {
            folder.clear();
        } else {
            newest = folder.recover(troubles::say);
        }
        begun = newest == null || newest.head().ended()
                ? host.clock().millis()
                : newest.head().begun();
        epoch = folder.number();
        return newest;
    }

    /** When the pipeline began: in the run that is gone on with, where it is one. */
    long begun() {
        return begun;
    }

    @Override
    public boolean areMade() {
        return true;
    }

    @Override
    public void add(Checkpointed part) {
        if (parts.put(part.stateId(), part) != null) {
            throw new IllegalStateException("two parts are called " + part.stateId());
        }
    }

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
        return dataFolder;
    }

    /** Gives all parts what the checkpoint holds of them. */
    void restore(Checkpoint from) throws IOException {
        if (!from.head().ended()) {
            succession.decide(from, parts.values(), troubles);
        }
        for (Checkpointed part : parts.values()) {
            Checkpoint.Part saved = from.part(part.stateId());
            if (saved == null) {
                continue;
            }
            try (Checkpoint.Opened state = from.open(saved)) {
                if (from.head().ended()) {
                    part.restoreEnded(state.reader());
                } else {
                    part.restore(state.reader().migrating(succession.migration(part.stateId())));
                }
            }
        }
        for (Checkpointed part : parts.values()) {
            part.committed(from.head().number());
        }
    }

    /** From now on checkpoints are made when they are due. */
    void begin(Wired all) {
        wired = all;
        due = host.clock().millis() + MOST_MILLIS;
        crew.beside(this::work);
    }

    private int work() {
        long now = host.clock().millis();
        if (now < due && !(requested && now >= earliest)) {
            return 0;
        }
        return make(false) ? 1 : 0;
    }

    /**
     * Makes the last one, when all agents are done.
     *
     * @param ended whether the run has ended by itself
     */
    void end(boolean ended) {
        make(ended);
    }

    /** Lets go of the data folder. */
    void close() throws IOException {
        Closeable held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    private synchronized boolean make(boolean ended) {
        long began = host.clock().millis();
        long number = epoch;
        long rested = 0;
        boolean made = false;
        try {
            long next = folder.number();
            try (CheckpointWriter writer = folder.begin(number, begun, began, ended)) {
                Saving saving = new Saving(writer, next);
                boolean saved = crew.rest(wired.sources, this::isWorkedOff, saving);
                rested = saving.millis;
                if (saved) {
                    saving.check();
                    made = finish(writer);
                }
            }
            failing = false;
        } catch (IOException failure) {
            requested = true;
            if (!failing) {
                failing = true;
                troubles.say("warning: no checkpoint could be made: " + failure.getMessage() + "; it is tried again");
            }
        }
        long now = host.clock().millis();
        long least = crew instanceof SeededCrew ? 0 : LEAST_MILLIS;
        // While queues are worked off the pipeline works, and what is written behind its back only has to leave the
        // disk
        // time for others.
        long pause = Math.max(SHARE * rested, now - began);
        earliest = now + Math.max(failing ? MOST_MILLIS / 10 : least, pause);
        due = Math.max(earliest, now + MOST_MILLIS);
        return made;
    }

    private boolean finish(CheckpointWriter writer) throws IOException {
        for (Checkpointed part : parts.values()) {
            part.makeDurable();
        }
        writer.finish();
        for (Checkpointed part : parts.values()) {
            part.committed(writer.head().number());
        }
        folder.prune();
        return true;
    }

    private boolean isWorkedOff() {
        for (Subscription queue : wired.queues) {
            if (!queue.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What is done while everybody rests. */
    private final class Saving implements Runnable {
        private final CheckpointWriter writer;
        private final long next;
        private @Nullable IOException failure;
        private long millis;

        Saving(CheckpointWriter writer, long next) {
            this.writer = writer;
            this.next = next;
        }

        @Override
        public void run() {
            long stopped = host.clock().millis();
            requested = false;
            // Whatever becomes of this one: a part that was saved for it does not come back to its number.
            epoch = next;
            try {
                for (Checkpointed part : parts.values()) {
                    writer.save(part);
                }
            } catch (IOException failed) {
                failure = failed;
            }
            millis = host.clock().millis() - stopped;
        }

        void check() throws IOException {
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
        }
    }
}
