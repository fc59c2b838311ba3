package kpipe.runtime.firehose;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Disk;
import kpipe.spi.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * What a destination's buffers hold, on disk: each checkpoint appends what has come since the one before and refers to it, so that it never writes whole buffers. When most of the file is of
 * objects that have been delivered, or it is not known any more what of it is durable, a new file is begun. {@link #force} may be called beside the other methods.
 */
final class Journal {

    private static final String PREFIX = "journal-";
    private static final long DEAD_BYTES = 4 << 20;

    /** Checkpoints that one may go back to: the newest, and the one before it. */
    private static final int KEPT_CHECKPOINTS = 2;

    /** Bytes that stand in the file. */
    record Piece(long offset, long length, int checksum) {}

    /** Writes what a piece holds. */
    interface Content {
        void write(StateWriter out) throws IOException;
    }

    private final Disk disk;
    private final String folder;
    private volatile @Nullable DiskFile file;
    private long number;
    private long position;
    private volatile boolean doubtful;
    private long reading;

    /** The files before this one by their numbers. */
    private final NavigableMap<Long, Earlier> earlier = new TreeMap<>();

    /** A file that checkpoints from one on do not refer to, and how many of those have been made. */
    private record Earlier(long since, int made) {}

    Journal(Disk disk, String folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Finds what files there are; the checkpoint of number {@code epoch} will not refer to them. */
    void open(long epoch) throws IOException {
        if (disk.status(folder) == null) {
            return;
        }
        for (Disk.FileStatus found : disk.list(folder)) {
            String name = found.path().substring(found.path().lastIndexOf('/') + 1);
            if (name.startsWith(PREFIX)) {
                long its = Long.parseLong(name.substring(PREFIX.length()));
                earlier.put(its, new Earlier(epoch, 0));
                number = Math.max(number, its);
            }
        }
    }

    /** Goes on to read the file of that number; what is appended from now on is in another. */
    void restore(long its) {
        reading = its;
    }

    /** The number of the file that pieces are appended to. */
    long number() {
        return number;
    }

    private String path(long its) {
        return folder + "/" + PREFIX + its;
    }

    /**
     * Called before pieces are appended for a checkpoint.
     *
     * @param live how many bytes of the file are still referred to
     * @param epoch the number of the checkpoint
     */
    void prepare(long live, long epoch) throws IOException {
        DiskFile before = file;
        if (before != null && !doubtful && position <= 2 * live + DEAD_BYTES) {
            return;
        }
        DiskFile next = disk.open(path(number + 1), true);
        if (before != null) {
            earlier.put(number, new Earlier(epoch, 0));
            before.close();
        }
        file = next;
        number++;
        position = 0;
        doubtful = false;
    }

    Piece append(Content content) throws IOException {
        DiskFile to = file;
        if (to == null) {
            throw new IllegalStateException("the journal is not prepared");
        }
        Appending appending = new Appending(to, position);
        StateWriter out = new StateWriter(appending);
        content.write(out);
        out.flush();
        Piece piece = new Piece(position, appending.at - position, (int) appending.checksum.getValue());
        position = appending.at;
        return piece;
    }

    /** Makes durable what was appended. */
    void force() throws IOException {
        DiskFile to = file;
        if (to != null) {
            try {
                to.force();
            } catch (IOException failure) {
                doubtful = true;
                throw failure;
            }
        }
    }

    /** The checkpoint of that number is there: files that neither it nor the one before it refers to are deleted. */
    void committed(long checkpoint) throws IOException {
        for (Long its : List.copyOf(earlier.keySet())) {
            Earlier state = Objects.requireNonNull(earlier.get(its));
            if (checkpoint < state.since) {
                continue;
            }
            if (state.made + 1 >= KEPT_CHECKPOINTS) {
                disk.delete(path(its));
                earlier.remove(its);
            } else {
                earlier.put(its, new Earlier(state.since, state.made + 1));
            }
        }
    }

    /** Reads a piece of the restored file, and checks it. */
    byte[] read(Piece piece) throws IOException {
        byte[] bytes;
        try (InputStream in = disk.read(path(reading), piece.offset())) {
            bytes = in.readNBytes(Math.toIntExact(piece.length()));
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        if (bytes.length != piece.length() || (int) checksum.getValue() != piece.checksum()) {
            throw new IOException("`" + path(reading) + "` is damaged");
        }
        return bytes;
    }

    void close() throws IOException {
        DiskFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }

    private static final class Appending extends OutputStream {
        private final DiskFile to;
        private final CRC32C checksum = new CRC32C();
        private long at;

        Appending(DiskFile to, long position) {
            this.to = to;
            at = position;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(at, ByteBuffer.wrap(bytes, offset, length));
            checksum.update(bytes, offset, length);
            at += length;
        }
    }
}
