package kpipe.spi;

import java.io.IOException;

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

    @Override
    void close() throws IOException;
}
