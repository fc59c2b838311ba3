package kpipe.runtime.intake;

import kpipe.spi.Decoder;

/** Makes the decoder of an input. */
public interface DecoderFactory {
    Decoder create();
}
