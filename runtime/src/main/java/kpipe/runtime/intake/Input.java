package kpipe.runtime.intake;

import kpipe.data.RowBatch;
import kpipe.spi.Decoder;
import org.jspecify.annotations.Nullable;

/** One input of a source, a file or a partition, with the watermark of its own. */
final class Input {

    final String name;
    final @Nullable Decoder decoder;

    /** The greatest ROWTIME seen less LATENESS. */
    long watermark = RowBatch.NO_WATERMARK;

    /** When it last brought something. */
    long heard;

    boolean idle;

    /** Whether it holds time back although it has brought nothing yet. */
    boolean awaited;

    /** Its number among the inputs of the stream, once somebody asks; -1 before. */
    int shard = -1;

    /** How many records it has brought, counted where somebody asks. */
    long records;

    Input(String name, @Nullable Decoder decoder) {
        this.name = name;
        this.decoder = decoder;
    }
}
