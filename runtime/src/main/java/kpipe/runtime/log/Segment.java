package kpipe.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import kpipe.spi.Disk;
import kpipe.spi.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of a shard's log: a head, then frames. One thread appends to the newest one of a shard, or recovers it; any number read beside it, up to {@link #end}.
 *
 * <p>A sealed segment has a file beside it that holds its sparse index and how far it goes, so that opening a log need not read the segment. Without that file, or with a damaged one, the segment is
 * read.
 */
final class Segment {

    static final int HEAD = 64;

    private static final int MAGIC = 0x4b50_4c47;
    private static final int VERSION = 1;
    private static final int STREAM_IN_HEAD = 40;
    private static final int CHECKED_HEAD = 60;
    private static final String LOG = ".log";
    private static final String INDEX = ".index";
    private static final int SALT = 8;
    private static final int SALT_IN_INDEX = 48;
    private static final int INDEX_HEAD = 60;

    /** A log was encrypted with another key than the one given, or with one where none is given. */
    static final class WrongKeyException extends IOException {
        private static final long serialVersionUID = 1;

        WrongKeyException(String message) {
            super(message);
        }
    }

    private final Disk disk;
    private final String path;
    private final DiskFile file;
    private final long base;
    private final byte[] salt;
    private final @Nullable LogCipher cipher;
    private SparseIndex index = new SparseIndex();

    private volatile int end = HEAD;
    private volatile long nextIndex;
    private volatile long firstArrival = Long.MAX_VALUE;
    private volatile long lastArrival = Long.MIN_VALUE;
    private volatile int damaged;

    private Segment(Disk disk, String path, DiskFile file, long base, byte[] salt, @Nullable LogCipher cipher) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.base = base;
        this.salt = salt;
        this.cipher = cipher;
        nextIndex = base;
    }

    static String path(String folder, long base) {
        return folder + String.format(Locale.ROOT, "/%016x.log", base);
    }

    /**
     * A new segment whose first record will have the index {@code base}.
     *
     * @param stream tells its stream from others that have had the same name
     * @param salt 8 bytes that no other segment under this key has
     */
    static Segment create(
            Disk disk, String folder, long stream, int shard, long base, byte[] salt, @Nullable LogCipher cipher)
            throws IOException {
        String path = path(folder, base);
        if (disk.status(path) != null) {
            // It was begun, and the disk failed before anything stood in it.
            disk.delete(path);
        }
        DiskFile file = disk.open(path, true);
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        head.putInt(MAGIC).putInt(VERSION).putInt(shard).putInt(cipher == null ? 0 : 1);
        head.putLong(base).put(salt, 0, 8);
        head.put(cipher == null ? new byte[8] : cipher.fingerprint());
        head.putLong(STREAM_IN_HEAD, stream);
        head.putInt(CHECKED_HEAD, checksum(head.array(), CHECKED_HEAD)).rewind();
        try {
            file.write(0, head);
            file.force();
        } catch (IOException failure) {
            file.close();
            disk.delete(path);
            throw failure;
        }
        return new Segment(disk, path, file, base, salt.clone(), cipher);
    }

    /**
     * Opens a segment that was written before.
     *
     * @return null if not even its head is whole, so that nothing was ever acknowledged in it, or it is of an earlier stream of the same name whose deletion was not yet durable
     */
    static @Nullable Segment open(Disk disk, String path, long stream, int shard, @Nullable LogCipher cipher)
            throws IOException {
        DiskFile file = disk.open(path, false);
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        boolean whole = file.read(0, head) == HEAD
                && head.getInt(CHECKED_HEAD) == checksum(head.array(), CHECKED_HEAD)
                && head.getInt(0) == MAGIC;
        if (!whole) {
            boolean empty = file.size() <= HEAD;
            file.close();
            if (empty) {
                return null;
            }
            throw new IOException("cannot read `" + path + "`: its beginning is damaged");
        }
        if (head.getLong(STREAM_IN_HEAD) != stream) {
            file.close();
            return null;
        }
        if (head.getInt(4) != VERSION || head.getInt(8) != shard) {
            file.close();
            throw new IOException(
                    "cannot read `" + path + "`: it is not a segment of this shard, or of a later version");
        }
        byte[] salt = Arrays.copyOfRange(head.array(), 24, 32);
        byte[] fingerprint = Arrays.copyOfRange(head.array(), 32, 40);
        boolean encrypted = head.getInt(12) == 1;
        if (encrypted && (cipher == null || !Arrays.equals(fingerprint, cipher.fingerprint()))) {
            file.close();
            throw new WrongKeyException("cannot read `" + path + "`: it is encrypted with "
                    + (cipher == null ? "a key, and none is given" : "another key"));
        }
        return new Segment(disk, path, file, head.getLong(16), salt, encrypted ? cipher : null);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    long base() {
        return base;
    }

    /** Behind the last frame that may be read. */
    int end() {
        return end;
    }

    /** The index behind its last record. */
    long nextIndex() {
        return nextIndex;
    }

    /** When its first record arrived; the greatest number there is while it has none. */
    long firstArrival() {
        return firstArrival;
    }

    /** When its last record arrived; the least number there is while it has none. */
    long lastArrival() {
        return lastArrival;
    }

    /** How many frames are broken and passed over. */
    int damaged() {
        return damaged;
    }

    SparseIndex index() {
        return index;
    }

    /** How many bytes a frame needs in the file more than in {@link #append}. */
    int overhead() {
        return cipher == null ? 0 : LogCipher.TAG;
    }

    /**
     * Writes a frame whose records stand in {@code frame} behind room for the head. It is durable after {@link #force}, and may be read when {@link #commit} has been called.
     *
     * @throws IOException and then nothing more may be appended: where the file ends is not known until it is opened again
     */
    void append(ByteBuffer frame, Frame head) throws IOException {
        ByteBuffer stored = frame;
        if (cipher != null) {
            stored = ByteBuffer.allocate(frame.limit() + LogCipher.TAG);
            stored.position(Frame.HEAD);
            cipher.encrypt(salt, end, frame.duplicate().position(Frame.HEAD), stored);
            stored.flip();
        }
        Frame.seal(stored, head.firstIndex, head.firstArrival, head.lastArrival, head.count);
        file.write(end, stored.position(0));
    }

    /** What {@link #append} wrote is the segment's. */
    void commit(Frame head, int bytes) {
        taken(head, end);
        end += bytes + overhead();
    }

    private void taken(Frame head, int position) {
        index.frame(head.firstIndex, head.firstArrival, position);
        firstArrival = Math.min(firstArrival, head.firstArrival);
        lastArrival = head.lastArrival;
        nextIndex = head.firstIndex + head.count;
    }

    void force() throws IOException {
        file.force();
    }

    /** Cuts off what an append that failed may have left. */
    void cutBack() throws IOException {
        file.truncate(end);
        file.force();
    }

    /**
     * Reads all of it: finds its end, cuts off a torn tail, counts what is damaged in the middle.
     *
     * @param before where the next segment begins
     */
    void recover(long before) throws IOException {
        SegmentScan scan = new SegmentScan(file);
        Frame head = new Frame();
        int position = HEAD;
        while (true) {
            boolean whole = scan.frameAt(position, head) && head.firstIndex >= nextIndex;
            if (whole && head.firstIndex >= before) {
                break;
            }
            if (whole) {
                taken(head, position);
                position += Frame.HEAD + head.length;
            } else {
                int next = scan.nextFrame(position, nextIndex, lastArrival);
                if (next < 0 || scan.frameAt(next, head) && head.firstIndex >= before) {
                    break;
                }
                damaged++;
                position = next;
            }
        }
        end = position;
        if (file.size() > end) {
            cutBack();
        }
    }

    /** Where the next whole frame behind a broken place begins, or {@link #end} if there is none. */
    int wholeFrameBehind(int broken, long index) throws IOException {
        int found = new SegmentScan(file).nextFrame(broken, index, firstArrival);
        return found < 0 ? end : Math.min(found, end);
    }

    /** Nothing more will be appended: the file beside it says so. */
    void seal() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(INDEX_HEAD + index.bytes());
        out.putInt(MAGIC).putInt(VERSION).putLong(base).putLong(nextIndex);
        out.putLong(firstArrival)
                .putLong(lastArrival)
                .putInt(end)
                .putInt(damaged)
                .put(salt, 0, SALT);
        out.position(INDEX_HEAD);
        index.write(out);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.limit());
        out.putInt(INDEX_HEAD - 4, (int) crc.getValue());
        String part = indexPath() + ".part";
        try (java.io.OutputStream file = disk.create(part)) {
            file.write(out.array());
        }
        disk.force(part);
        disk.rename(part, indexPath());
    }

    /** Takes over what {@link #seal} wrote; false if there is no such file, or a damaged one. */
    boolean readSeal() throws IOException {
        if (disk.status(indexPath()) == null) {
            return false;
        }
        byte[] bytes;
        try (java.io.InputStream file = disk.read(indexPath(), 0)) {
            bytes = file.readAllBytes();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < INDEX_HEAD || in.getInt(0) != MAGIC || in.getInt(4) != VERSION || in.getLong(8) != base) {
            return false;
        }
        int written = in.getInt(INDEX_HEAD - 4);
        in.putInt(INDEX_HEAD - 4, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        int length = in.getInt(40);
        // The salt is what a segment shares with no other: an earlier one of that name may have left its index.
        boolean own = Arrays.equals(salt, 0, SALT, bytes, SALT_IN_INDEX, SALT_IN_INDEX + SALT);
        if ((int) crc.getValue() != written || !own || file.size() < length) {
            return false;
        }
        nextIndex = in.getLong(16);
        firstArrival = in.getLong(24);
        lastArrival = in.getLong(32);
        damaged = in.getInt(44);
        index.read(in.position(INDEX_HEAD));
        end = length;
        return true;
    }

    /** Whether it is an index whose segment is gone. */
    static boolean isIndexOfNone(Disk disk, String path) throws IOException {
        return path.endsWith(INDEX) && disk.status(path.substring(0, path.length() - INDEX.length()) + LOG) == null;
    }

    private String indexPath() {
        return path.substring(0, path.length() - LOG.length()) + INDEX;
    }

    /** Reads bytes of the file as they stand there. */
    int read(long position, ByteBuffer into) throws IOException {
        return file.read(position, into);
    }

    /** The records of a whole frame at {@code position}, ready to be read; null if they are not what was written. */
    @Nullable
    ByteBuffer records(ByteBuffer frame, int position) {
        if (cipher == null) {
            return frame.position(Frame.HEAD);
        }
        ByteBuffer plain = ByteBuffer.allocate(frame.limit() - Frame.HEAD - LogCipher.TAG);
        return cipher.decrypt(salt, position, frame.duplicate().position(Frame.HEAD), plain) ? plain.flip() : null;
    }

    void close() throws IOException {
        file.close();
    }

    /** Deletes the files. Readers that stand in it find that it is gone. */
    void delete() throws IOException {
        file.close();
        disk.delete(path);
        disk.delete(indexPath());
    }
}
