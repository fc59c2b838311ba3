package kpipe.runtime.firehose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Disk;
import kpipe.spi.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a destination has begun to prepare since the last checkpoint, written down before it does: a run that comes after a crash finds here what of them no checkpoint knows, and takes it
 * away. Not thread-safe.
 */
final class BegunObjects {

    private static final String PREFIX = "begun-";
    private static final int ROLL_BYTES = 1 << 16;
    private static final int HEAD_BYTES = 8;

    /**
     * One object.
     *
     * @param outlet whether it is one of the destination's own, an error file or a backup file
     */
    record Begun(Outlet outlet, String address, String name) {}

    private record Entry(long epoch, byte[] bytes) {}

    private final Disk disk;
    private final String folder;
    private final List<String> earlier = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable DiskFile file;
    private String path = "";
    private long number;
    private long position;

    BegunObjects(Disk disk, String folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** What the runs before have begun. */
    List<Begun> open() throws IOException {
        List<Begun> all = new ArrayList<>();
        if (disk.status(folder) == null) {
            return all;
        }
        for (Disk.FileStatus found : disk.list(folder)) {
            String name = found.path().substring(found.path().lastIndexOf('/') + 1);
            if (name.startsWith(PREFIX)) {
                earlier.add(found.path());
                number = Math.max(number, Long.parseLong(name.substring(PREFIX.length())));
                read(found.path(), all);
            }
        }
        return all;
    }

    /** Of an entry that is cut short, or was never forced, nothing has been begun. */
    private void read(String from, List<Begun> into) throws IOException {
        ByteBuffer bytes;
        try (InputStream in = disk.read(from, 0)) {
            bytes = ByteBuffer.wrap(in.readAllBytes());
        }
        while (bytes.remaining() >= HEAD_BYTES) {
            int length = bytes.getInt();
            int checksum = bytes.getInt();
            if (length <= 0 || length > bytes.remaining()) {
                return;
            }
            byte[] entry = new byte[length];
            bytes.get(entry);
            if (checksum != checksum(entry)) {
                return;
            }
            StateReader fields = new StateReader(new ByteArrayInputStream(entry));
            into.add(new Begun(Outlet.values()[fields.small()], fields.text(), fields.text()));
        }
    }

    /** What the runs before have begun has been taken away, or is known to a checkpoint. */
    void forgetEarlier() throws IOException {
        for (String old : earlier) {
            disk.delete(old);
        }
        earlier.clear();
    }

    /**
     * Writes down, durably, what is about to be begun.
     *
     * @param epoch the number of the checkpoint that will know of it
     */
    void begin(List<Begun> objects, long epoch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Entry> added = new ArrayList<>();
        for (Begun object : objects) {
            byte[] entry = encode(object);
            added.add(new Entry(epoch, entry));
            bytes.write(entry);
        }
        DiskFile to = file;
        if (to == null) {
            path = folder + "/" + PREFIX + (number + 1);
            to = disk.open(path, true);
            number++;
            file = to;
            position = 0;
        }
        try {
            to.write(position, ByteBuffer.wrap(bytes.toByteArray()));
            to.force();
        } catch (IOException failure) {
            // Nobody knows what of the file is durable: it is left to the next run, and another one begun.
            earlier.add(path);
            file = null;
            to.close();
            throw failure;
        }
        position += bytes.size();
        entries.addAll(added);
    }

    private static byte[] encode(Begun object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateWriter fields = new StateWriter(bytes);
        fields.number(object.outlet.ordinal());
        fields.text(object.address);
        fields.text(object.name);
        fields.flush();
        byte[] entry = bytes.toByteArray();
        return ByteBuffer.allocate(HEAD_BYTES + entry.length)
                .putInt(entry.length)
                .putInt(checksum(entry))
                .put(entry)
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    /** The checkpoint of that number is there, and knows of what was begun for it. */
    void committed(long checkpoint) throws IOException {
        entries.removeIf(entry -> entry.epoch <= checkpoint);
        DiskFile full = file;
        if (full == null || position < ROLL_BYTES) {
            return;
        }
        String next = folder + "/" + PREFIX + (number + 1);
        DiskFile to = disk.open(next, true);
        number++;
        long at = 0;
        for (Entry entry : entries) {
            to.write(at, ByteBuffer.wrap(entry.bytes));
            at += entry.bytes.length;
        }
        to.force();
        full.close();
        disk.delete(path);
        file = to;
        path = next;
        position = at;
    }

    void close() throws IOException {
        DiskFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
