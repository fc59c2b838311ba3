package kpipe.runtime.state;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint on disk that has been found whole: every byte of it is as it was written.
 *
 * <p>The file: the parts' states, one behind the other; the table, which tells what the checkpoint is and where each part stands, with its CRC-32C; and in the last 24 bytes where the table begins, how
 * long it is, its CRC-32C, and a word that says what file this is. It is written from front to back.
 */
public final class Checkpoint {

    static final long MAGIC = 0x3174706B6570696BL;
    static final int TRAILER_BYTES = 24;
    static final int VERSION = 1;

    /**
     * What a checkpoint is.
     *
     * @param pipeline whose it is
     * @param number greater than that of any before it
     * @param begun when the pipeline began, in milliseconds since 1970: what CURRENT_TIMESTAMP is, also after it was killed and went on
     * @param made when it was made
     * @param ended whether the run had ended by itself: everything read, worked off and delivered
     */
    public record Head(String pipeline, long number, long begun, long made, boolean ended) {}

    /**
     * Where the state of one part stands.
     *
     * @param form as {@link Checkpointed#form} says
     */
    public record Part(String id, String form, long offset, long length, int checksum) {}

    private final Disk disk;
    private final String path;
    private final Head head;
    private final Map<String, Part> parts;

    private Checkpoint(Disk disk, String path, Head head, Map<String, Part> parts) {
        this.disk = disk;
        this.path = path;
        this.head = head;
        this.parts = parts;
    }

    public Head head() {
        return head;
    }

    /** All parts, in the order in which they were saved. */
    public Collection<Part> parts() {
        return parts.values();
    }

    /** What the operators were of whose states it holds; none if the run had ended, for the next one begins with nothing then. */
    public List<StateForm> forms() {
        Map<String, StateForm> forms = new LinkedHashMap<>();
        for (Part part : parts.values()) {
            StateForm form = head.ended() ? null : StateForm.parse(part.form());
            if (form != null) {
                forms.put(form.id(), form);
            }
        }
        return List.copyOf(forms.values());
    }

    /** The part of that id, or null. */
    public @Nullable Part part(String id) {
        return parts.get(id);
    }

    /** Reads the state of a part. Whoever has read it closes nothing: {@link Opened#close} is for the one who asked. */
    public Opened open(Part part) throws IOException {
        InputStream from = new Bounded(disk.read(path, part.offset()), part.length());
        return new Opened(from, new StateReader(from));
    }

    /** The state of one part while it is read. */
    public record Opened(InputStream from, StateReader reader) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            from.close();
        }
    }

    /**
     * Reads the whole file and checks it.
     *
     * @throws IOException if it is not whole, or cannot be read; the message says why in plain words
     */
    static Checkpoint read(Disk disk, String path) throws IOException {
        Disk.FileStatus status = disk.status(path);
        long size = status == null ? 0 : status.size();
        if (size < TRAILER_BYTES) {
            throw damaged(path);
        }
        long tableOffset;
        int tableLength;
        int tableChecksum;
        try (InputStream from = disk.read(path, size - TRAILER_BYTES)) {
            StateReader trailer = new StateReader(from);
            tableOffset = trailer.word();
            long both = trailer.word();
            tableLength = (int) both;
            tableChecksum = (int) (both >>> 32);
            if (trailer.word() != MAGIC || tableOffset < 0 || tableLength < 0) {
                throw damaged(path);
            }
        }
        if (tableOffset + tableLength + TRAILER_BYTES != size) {
            throw damaged(path);
        }
        byte[] table;
        try (InputStream from = disk.read(path, tableOffset)) {
            table = from.readNBytes(tableLength);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(table);
        if (table.length != tableLength || (int) checksum.getValue() != tableChecksum) {
            throw damaged(path);
        }
        Checkpoint found = parse(disk, path, table);
        found.check();
        return found;
    }

    private static Checkpoint parse(Disk disk, String path, byte[] bytes) throws IOException {
        StateReader table = new StateReader(new ByteArrayInputStream(bytes));
        long version = table.number();
        if (version != VERSION) {
            throw new IOException("`" + path + "` was written by another version of kpipe (its form is " + version
                    + ", this one reads " + VERSION + ")");
        }
        Head head = new Head(table.text(), table.number(), table.number(), table.number(), table.flag());
        Map<String, Part> parts = new LinkedHashMap<>();
        for (int count = table.small(); count > 0; count--) {
            Part part = new Part(table.text(), table.text(), table.number(), table.number(), (int) table.number());
            parts.put(part.id(), part);
        }
        return new Checkpoint(disk, path, head, parts);
    }

    private void check() throws IOException {
        try (InputStream from = disk.read(path, 0)) {
            for (Part part : parts.values()) {
                CRC32C checksum = new CRC32C();
                skip(from, part.length(), checksum);
                if ((int) checksum.getValue() != part.checksum()) {
                    throw damaged(path);
                }
            }
        } catch (EOFException short_) {
            throw damaged(path);
        }
    }

    private static void skip(InputStream from, long bytes, CRC32C checksum) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = bytes; left > 0; ) {
            int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            checksum.update(buffer, 0, read);
            left -= read;
        }
    }

    private static IOException damaged(String path) {
        return new IOException("`" + path + "` is damaged");
    }

    /** So many bytes of a stream. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream from, long length) {
            super(from);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int value = left == 0 ? -1 : super.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
