package kpipe.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A running reader: of bytes that a format decodes, or of rows.
 *
 * <p>One thread at a time calls it. Each call does a bounded piece of work and never waits for input: a source with nothing to give says IDLE and is asked
 * again soon. An IOException ends the pipeline with its message, which must name what could not be read and why.
 */
public sealed interface Source extends AutoCloseable permits ByteSource, RowSource {

    /** What a call to read found. */
    enum Status {
        /** Something was read; ask again at once. */
        READ,
        /** Nothing there now; more may come. */
        IDLE,
        /** Nothing will come any more. */
        ENDED
    }

    /** Opens it. Called once, before the first read. */
    void open() throws IOException;

    /**
     * Where reading stands: what has to be known to go on, perhaps in another process, behind all that reads have brought so far, the bytes included that the decoder has not consumed
     * yet. Called between two reads.
     *
     * @return null if it cannot go on from a place, as the standard input cannot
     */
    default byte @Nullable [] position() {
        return null;
    }

    /**
     * Goes on from where {@link #position} said it stood. Called once, after {@link #open} and before the first read, by those only whose position was not null. What the decoder had not
     * consumed stands in the chunk again when the first read comes.
     *
     * @throws IOException if it cannot go on from there, such as when a file is no longer there; the message says so in plain words
     */
    default void seek(byte[] position) throws IOException {
        throw new IOException("it cannot go on from a place");
    }

    @Override
    void close() throws IOException;
}
