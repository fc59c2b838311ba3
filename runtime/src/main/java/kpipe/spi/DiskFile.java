package kpipe.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is read and written at any place. Reading is thread-safe; writing, cutting and forcing are for one thread at a time, beside any number of readers. Every method may throw
 * IOException with a message that names the path and the reason in plain words.
 */
public interface DiskFile extends Closeable {

    /**
     * Reads until {@code into} is full or the file ends.
     *
     * @return how many bytes were read; less than asked for only at the end of the file
     */
    int read(long position, ByteBuffer into) throws IOException;

    /** Writes all that {@code from} holds. After a failure some of it may be there. */
    void write(long position, ByteBuffer from) throws IOException;

    /** In bytes. */
    long size() throws IOException;

    /** Cuts the file to {@code size} bytes if it is longer. */
    void truncate(long size) throws IOException;

    /** Makes durable what was written and cut. After a failure nobody knows how much of it is. */
    void force() throws IOException;
}
