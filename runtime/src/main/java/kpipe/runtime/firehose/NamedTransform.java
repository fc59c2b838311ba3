package kpipe.runtime.firehose;

import kpipe.spi.Transform;

/** One use of a TRANSFORM, with the name it was declared under. */
public record NamedTransform(String name, Transform transform) {}
