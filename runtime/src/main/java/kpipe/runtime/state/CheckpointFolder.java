package kpipe.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one pipeline, in a folder: {@code 17} is the checkpoint of that number, {@code 17.part} one that is being written, and {@code next} a number that no run has reached yet. The
 * newest is what a pipeline goes on from; the one before it is kept for the case that the disk damages the newest. For one thread at a time.
 */
public final class CheckpointFolder {

    static final String PART = ".part";

    private static final int KEPT = 2;
    private static final long RESERVED = 1_000;

    private final Disk disk;
    private final String folder;
    private final String pipeline;
    private long next;
    private long reserved;

    /**
     * @param folder its path on the disk; it need not exist yet
     * @param pipeline whose checkpoints they are
     */
    public CheckpointFolder(Disk disk, String folder, String pipeline) {
        this.disk = disk;
        this.folder = folder;
        this.pipeline = pipeline;
    }

    /**
     * Finds the newest checkpoint that is whole, and takes away what a run that was killed has left behind. Called first.
     *
     * @param warnings told of those that are damaged and passed over
     * @return null if there is none
     * @throws IOException if there are some and none of them can be used, or the folder cannot be read
     */
    public @Nullable Checkpoint recover(Consumer<String> warnings) throws IOException {
        NavigableMap<Long, String> found = list(true);
        next = found.isEmpty() ? 1 : found.firstKey() + 1;
        next = Math.max(next, reservation());
        IOException last = null;
        for (String path : found.values()) {
            Checkpoint checkpoint;
            try {
                checkpoint = Checkpoint.read(disk, path);
            } catch (IOException damaged) {
                last = last == null ? damaged : last;
                continue;
            }
            if (!checkpoint.head().pipeline().equals(pipeline)) {
                throw new IOException("`" + folder + "` holds the state of the pipeline `"
                        + checkpoint.head().pipeline() + "`, not of `" + pipeline + "`");
            }
            if (last != null) {
                warnings.accept(
                        "warning: " + last.getMessage() + "; the pipeline goes on from the checkpoint before it,"
                                + " and what was delivered since may be delivered again");
            }
            return checkpoint;
        }
        if (last != null) {
            throw new IOException(last.getMessage() + ", and there is no other checkpoint", last);
        }
        return null;
    }

    /**
     * Looks for the newest checkpoint that is whole, and touches nothing: also while the pipeline runs.
     *
     * @return null if there is none
     * @throws IOException if the folder cannot be read
     */
    public static @Nullable Checkpoint newest(Disk disk, String folder) throws IOException {
        for (String path : new CheckpointFolder(disk, folder, "").list(false).values()) {
            try {
                return Checkpoint.read(disk, path);
            } catch (IOException damaged) {
                // Deleted meanwhile, or damaged: the one before it is as good for those who only look.
                continue;
            }
        }
        return null;
    }

    /** Sets aside all that there is: the pipeline begins anew. Numbers go on. */
    public void clear() throws IOException {
        NavigableMap<Long, String> found = list(true);
        next = Math.max(found.isEmpty() ? 1 : found.firstKey() + 1, reservation());
        for (String path : found.descendingMap().values()) {
            disk.delete(path);
        }
    }

    /** A number for the next checkpoint, which none has had and no run has spoken of. */
    public long number() throws IOException {
        if (next >= reserved) {
            long upTo = next + RESERVED;
            String path = folder + "/next";
            try (OutputStream to = disk.create(path + PART)) {
                StateWriter out = new StateWriter(to);
                out.word(upTo);
                out.word(~upTo);
                out.flush();
            }
            disk.force(path + PART);
            disk.rename(path + PART, path);
            reserved = upTo;
        }
        return next++;
    }

    private long reservation() throws IOException {
        String path = folder + "/next";
        if (disk.status(path) == null) {
            return 0;
        }
        try (InputStream from = disk.read(path, 0)) {
            StateReader in = new StateReader(from);
            long number = in.word();
            if (in.word() != ~number) {
                throw new IOException("`" + path + "` is damaged");
            }
            return number;
        }
    }

    /** Begins to write a checkpoint. */
    public CheckpointWriter begin(long number, long begun, long made, boolean ended) throws IOException {
        return new CheckpointWriter(
                disk, folder + "/" + number, new Checkpoint.Head(pipeline, number, begun, made, ended));
    }

    /** Deletes those that are not needed any more. */
    public void prune() throws IOException {
        int kept = 0;
        for (String path : list(false).values()) {
            if (++kept > KEPT) {
                disk.delete(path);
            }
        }
    }

    /** The checkpoints by their numbers, the newest first. */
    private NavigableMap<Long, String> list(boolean deleteParts) throws IOException {
        NavigableMap<Long, String> found = new TreeMap<>(Collections.reverseOrder());
        if (disk.status(folder) == null) {
            return found;
        }
        for (Disk.FileStatus file : disk.list(folder)) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            if (name.endsWith(PART) && deleteParts) {
                disk.delete(file.path());
            } else if (name.matches("[0-9]{1,18}")) {
                found.put(Long.parseLong(name), file.path());
            }
        }
        return found;
    }
}
