/**
 * Writes the Java of a pipeline: one kernel class per stage, a class per piece of inline Java, decoders and encoders in the words of their formats, and {@code Main}, which builds the topology.
 *
 * <p>A {@link kpipe.compiler.pipeline.Pipeline} flows in; {@link kpipe.compiler.generate.GeneratedPipeline}, source files with a map of their lines to the .kpipe file, flows
 * out. The only package that knows JavaPoet; what is clever in the generated code lives in {@code kpipe.runtime.operator}.
 */
@NullMarked
package kpipe.compiler.generate;

import org.jspecify.annotations.NullMarked;
