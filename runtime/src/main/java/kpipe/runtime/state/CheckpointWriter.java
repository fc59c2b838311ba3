package kpipe.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import kpipe.spi.Disk;

/** Writes one checkpoint, part by part, under a name that nobody takes for a checkpoint; {@link #finish} gives it its own. Not thread-safe. */
public final class CheckpointWriter implements AutoCloseable {

    private final Disk disk;
    private final String path;
    private final Checkpoint.Head head;
    private final Counting to;
    private final List<Checkpoint.Part> parts = new ArrayList<>();
    private boolean finished;

    CheckpointWriter(Disk disk, String path, Checkpoint.Head head) throws IOException {
        this.disk = disk;
        this.path = path;
        this.head = head;
        to = new Counting(disk.create(temporary()));
    }

    private String temporary() {
        return path + CheckpointFolder.PART;
    }

    public Checkpoint.Head head() {
        return head;
    }

    /** Writes the state of a part behind those before it. */
    public void save(Checkpointed part) throws IOException {
        long offset = to.count;
        to.checksum.reset();
        StateWriter out = new StateWriter(to);
        part.save(out);
        out.flush();
        parts.add(new Checkpoint.Part(
                part.stateId(), part.form(), offset, to.count - offset, (int) to.checksum.getValue()));
    }

    /** How many bytes the states take. */
    public long size() {
        return to.count;
    }

    /** Writes the table, makes the file durable, and gives it its name: from then on the checkpoint is there. */
    public void finish() throws IOException {
        long offset = to.count;
        to.checksum.reset();
        StateWriter out = new StateWriter(to);
        out.number(Checkpoint.VERSION);
        out.text(head.pipeline());
        out.number(head.number());
        out.number(head.begun());
        out.number(head.made());
        out.flag(head.ended());
        out.number(parts.size());
        for (Checkpoint.Part part : parts) {
            out.text(part.id());
            out.text(part.form());
            out.number(part.offset());
            out.number(part.length());
            out.number(part.checksum());
        }
        out.flush();
        long length = to.count - offset;
        long checksum = to.checksum.getValue();
        out.word(offset);
        out.word(length | checksum << 32);
        out.word(Checkpoint.MAGIC);
        out.flush();
        to.close();
        disk.force(temporary());
        disk.rename(temporary(), path);
        finished = true;
    }

    /** After {@link #finish} of no consequence; before, it gives the checkpoint up. */
    @Override
    public void close() throws IOException {
        try {
            to.close();
        } finally {
            if (!finished) {
                // Attempts go on while the disk fails: each would leave one more behind.
                disk.delete(temporary());
            }
        }
    }

    private static final class Counting extends OutputStream {
        private final OutputStream to;
        private final CRC32C checksum = new CRC32C();
        private long count;

        Counting(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
            count += length;
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
