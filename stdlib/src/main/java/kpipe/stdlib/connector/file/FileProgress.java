package kpipe.stdlib.connector.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import kpipe.spi.Disk.FileStatus;
import org.jspecify.annotations.Nullable;

/** A file, and how far it has been read. Not thread-safe. */
final class FileProgress {

    private static final int VERSION = 1;

    final FileStatus file;

    /** How many of its bytes have been read, of what is compressed those that it unpacks to. */
    long position;

    /** How far bytes were there when it was last read to its end. */
    long endSeen;

    boolean compressed;

    /** Whether it is there no more, or not as it was: its input ends when what is open of it has been read. */
    boolean gone;

    boolean ended;

    /** Whether a run before had read it to its end, and it has grown since. */
    boolean goesOn;

    FileProgress(FileStatus file, long position) {
        this.file = file;
        this.position = position;
    }

    String path() {
        return file.path();
    }

    /** What tells it from other files, whatever they are called, if the disk can tell. */
    Object identity() {
        return identity(file);
    }

    static Object identity(FileStatus file) {
        Object key = file.key();
        return key == null ? file.path() : key;
    }

    /** What is kept of a file: what it was, and how far it had been read. */
    record Kept(
            String path,
            String identity,
            long size,
            long modified,
            long position,
            long endSeen,
            boolean compressed,
            boolean gone,
            boolean ended,
            boolean owner) {

        /** Whether it is this file: the same, or one that has been copied with all that tells of it. */
        boolean is(FileStatus file) {
            return identity.equals(String.valueOf(FileProgress.identity(file)))
                    || path.equals(file.path()) && size == file.size() && modified == file.modified();
        }
    }

    /** @param owner whose bytes wait to be decoded, or null */
    static byte[] write(Collection<FileProgress> files, @Nullable FileProgress owner) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(files.size());
            for (FileProgress file : files) {
                out.writeUTF(file.path());
                out.writeUTF(String.valueOf(file.identity()));
                out.writeLong(file.file.size());
                out.writeLong(file.file.modified());
                out.writeLong(file.position);
                out.writeLong(file.endSeen);
                out.writeBoolean(file.compressed);
                out.writeBoolean(file.gone);
                out.writeBoolean(file.ended);
                out.writeBoolean(file == owner);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    static List<Kept> read(byte[] position) throws IOException {
        List<Kept> files = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(position))) {
            if (in.readByte() != VERSION) {
                throw new IOException("where it stood was written by another version of kpipe");
            }
            for (int count = in.readInt(); count > 0; count--) {
                files.add(new Kept(
                        in.readUTF(),
                        in.readUTF(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readBoolean()));
            }
        }
        return files;
    }
}
