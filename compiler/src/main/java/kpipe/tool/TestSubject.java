package kpipe.tool;

import kpipe.compiler.model.Model;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.runtime.engine.Topology;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;

/**
 * A pipeline that is tested.
 *
 * @param model with the tests
 * @param pipeline as it was planned
 * @param topology what runs
 * @param readers read files of rows, and what destinations have encoded
 */
public record TestSubject(Model model, Pipeline pipeline, Topology topology, Readers readers) {

    /** Makes decoders. */
    public interface Readers {
        /** A new decoder of records of that shape. */
        Decoder decoder(Format format, RecordShape shape);
    }
}
