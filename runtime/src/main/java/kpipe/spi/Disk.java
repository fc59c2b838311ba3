package kpipe.spi;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only way by which connectors and the engine reach files, so that tests can run on a virtual disk. Paths are written with {@code /}; relative ones are
 * below the working directory. Thread-safe. Every method may throw IOException with a message that names the path and the reason in plain words.
 */
public interface Disk {

    /**
     * A file as it is now.
     *
     * @param size in bytes
     * @param modified milliseconds since 1970
     * @param key tells one file from another that later took its name (inode), or null where the disk cannot
     */
    record FileStatus(
            String path,
            long size,
            long modified,
            boolean directory,
            @Nullable Object key) {}

    /** The file's status, or null if nothing of that name exists. */
    @Nullable
    FileStatus status(String path) throws IOException;

    /** The entries of a directory, in order of their names. */
    List<FileStatus> list(String directory) throws IOException;

    /** Opens a file for reading from {@code position}. */
    InputStream read(String path, long position) throws IOException;

    /** Creates a file, or empties an existing one; directories above it are created. {@link #force} makes what was written durable. */
    OutputStream create(String path) throws IOException;

    /** Opens a file for reading and writing at any place. With {@code create} it must not exist yet, and its name is durable when this returns; directories above it are created. */
    DiskFile open(String path, boolean create) throws IOException;

    /** Makes the content of a closed or open file durable (fsync), and its name. */
    void force(String path) throws IOException;

    /** Renames a file so that it appears under the new name whole, replacing what was there, and makes the rename durable; directories above are created. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file if it exists; an empty directory likewise. */
    void delete(String path) throws IOException;

    /**
     * Takes a file as a lock, making it where it is missing. It is let go when what is returned is closed, or the process ends.
     *
     * @return null if another process, or another part of this one, has it
     */
    @Nullable
    Closeable lock(String path) throws IOException;
}
