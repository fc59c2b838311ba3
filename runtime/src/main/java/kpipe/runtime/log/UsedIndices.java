package kpipe.runtime.log;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import kpipe.spi.Disk;

/**
 * How far a shard's indices and arrival times had come when its last segment was deleted. Without it a shard of which nothing is left would begin at its first index again, behind the places of those who have read
 * it.
 *
 * @param next the index of the next record
 * @param lastArrival when the last one arrived
 */
record UsedIndices(long next, long lastArrival) {

    private static final UsedIndices NONE = new UsedIndices(1, Long.MIN_VALUE);
    private static final String FILE = "/used";
    private static final int BYTES = 28;

    /**
     * What is kept in a shard's folder.
     *
     * @param stream tells its stream from others that have had the same name
     */
    static UsedIndices read(Disk disk, String folder, long stream) throws IOException {
        if (disk.status(folder + FILE) == null) {
            return NONE;
        }
        byte[] bytes;
        try (InputStream file = disk.read(folder + FILE, 0)) {
            bytes = file.readNBytes(BYTES);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (bytes.length < BYTES || in.readInt() != checksum(bytes)) {
            throw new IOException("cannot read `" + folder + FILE + "`: it is damaged");
        }
        return in.readLong() == stream ? new UsedIndices(in.readLong(), in.readLong()) : NONE;
    }

    /** Keeps it, durably. */
    void write(Disk disk, String folder, long stream) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(0).putLong(stream).putLong(next).putLong(lastArrival);
        bytes.putInt(0, checksum(bytes.array()));
        String part = folder + FILE + ".part";
        try (OutputStream file = disk.create(part)) {
            file.write(bytes.array());
        }
        disk.force(part);
        disk.rename(part, folder + FILE);
    }

    /** Forgets it: nothing is put into the shard any more. */
    static void delete(Disk disk, String folder) throws IOException {
        disk.delete(folder + FILE);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 4, BYTES - 4);
        return (int) crc.getValue();
    }
}
