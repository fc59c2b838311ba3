package kpipe.spi;

import java.io.IOException;
import kpipe.data.RowBatch;

/** A source that makes rows itself and needs no FORMAT, such as a generator. */
public non-sealed interface RowSource extends Source {

    /** Appends rows to {@code into} until it is full or there are no more now. It sets values and null bits; ROWTIME and watermarks are the intake's. */
    Status read(RowBatch into) throws IOException;
}
