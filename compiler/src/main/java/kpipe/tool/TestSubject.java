package kpipe.tool;

import kpipe.compiler.FormatDecoders;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.runtime.engine.Topology;

/**
 * A pipeline that is tested.
 *
 * @param pipeline as it was planned
 * @param topology what runs
 * @param decoders read files of rows, and what destinations have encoded
 */
public record TestSubject(Pipeline pipeline, Topology topology, FormatDecoders decoders) {}
