package kpipe.spi;

import java.io.IOException;

/** A source of bytes, to be cut into records by the stream's FORMAT. */
public non-sealed interface ByteSource extends Source {

    /**
     * Appends the next bytes to {@code into}, all of one input (a file, a partition). What the decoder has not consumed of an earlier chunk is still there in
     * front; the source only appends. When the bytes of an input end, it says so in {@link Chunk#endOfInput} on the call that finds the end (which may
     * bring no bytes); bytes of the next input come with a later call.
     */
    Status read(Chunk into) throws IOException;

    /**
     * Whether its records were stored when they arrived, and keep that time: where a stream's ROWTIME is the time of arrival it is then theirs ({@link RecordFrames#arrivalMillis}) and not the
     * clock's, and the watermark follows it input by input. Such a source gives {@link Chunk#frames}.
     */
    default boolean storesArrival() {
        return false;
    }
}
