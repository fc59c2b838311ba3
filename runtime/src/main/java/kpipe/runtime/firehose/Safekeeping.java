package kpipe.runtime.firehose;

import java.io.IOException;
import java.util.List;
import kpipe.runtime.state.Checkpoints;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/**
 * What a destination keeps in its folder of the data folder, and how far checkpoints have come. Where a pipeline keeps nothing, nothing is kept here either, and every object may be shown at once.
 * {@link #committed(long)} and {@link #force} may be called beside the other methods; for those, one thread at a time.
 */
final class Safekeeping {

    /** A checkpoint that was asked for, and did not come, is asked for again after so long. */
    private static final long ASK_AGAIN_MILLIS = 1_000;

    private final Checkpoints checkpoints;
    private final @Nullable Journal journal;
    private final @Nullable BegunObjects begun;
    private List<BegunObjects.Begun> earlier = List.of();
    private volatile long committed;
    private long seen;
    private long asked = Long.MIN_VALUE;
    private long askedFor = -1;

    Safekeeping(Checkpoints checkpoints, String destination, Disk disk) {
        this.checkpoints = checkpoints;
        if (checkpoints.areMade()) {
            String folder = checkpoints.folder() + "/destinations/" + PartitionValues.safe(destination);
            journal = new Journal(disk, folder);
            begun = new BegunObjects(disk, folder);
        } else {
            journal = null;
            begun = null;
        }
    }

    /** Whether objects have to wait for checkpoints. */
    boolean isOn() {
        return checkpoints.areMade();
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    /** Finds what the runs before have left. */
    void open() throws IOException {
        if (journal != null && begun != null) {
            journal.open(checkpoints.epoch());
            earlier = begun.open();
        }
    }

    /** What the runs before have begun to prepare. */
    List<BegunObjects.Begun> earlier() {
        return earlier;
    }

    /** What the runs before have begun is taken care of. */
    void forgetEarlier() throws IOException {
        earlier = List.of();
        if (begun != null) {
            begun.forgetEarlier();
        }
    }

    /** The number of the checkpoint that will hold what is done now. */
    long epoch() {
        return checkpoints.epoch();
    }

    /** Writes down what is about to be prepared. */
    void begin(List<BegunObjects.Begun> objects) throws IOException {
        if (begun != null) {
            begun.begin(objects, checkpoints.epoch());
        }
    }

    /** The number of the newest checkpoint that is there. */
    long newest() {
        return committed;
    }

    /** Something waits for the checkpoint of that number, or a later one. */
    void await(long epoch, long now) {
        boolean late = now >= asked + ASK_AGAIN_MILLIS;
        if (epoch > committed && (askedFor != checkpoints.epoch() && epoch >= checkpoints.epoch() || late)) {
            asked = now;
            askedFor = checkpoints.epoch();
            checkpoints.request();
        }
    }

    /** Called before the parts of the destination are saved: so many bytes of the journal are still needed. */
    void prepare(long live) throws IOException {
        if (journal != null) {
            journal.prepare(live, checkpoints.epoch());
        }
    }

    void force() throws IOException {
        if (journal != null) {
            journal.force();
        }
    }

    void committed(long checkpoint) {
        committed = checkpoint;
    }

    /** Deletes what no checkpoint needs any more. */
    void tidy() {
        long newest = committed;
        if (newest > seen && journal != null && begun != null) {
            seen = newest;
            try {
                journal.committed(newest);
                begun.committed(newest);
            } catch (IOException keptLonger) {
                // What could not be deleted does no harm, and is looked at again after the next checkpoint.
            }
        }
    }

    void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
        if (begun != null) {
            begun.close();
        }
    }
}
