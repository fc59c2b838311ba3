/**
 * Turns resolved queries into the physical pipeline. It is the only door to Apache Calcite: queries become its syntax nodes with positions, are validated and
 * planned there, and leave it as records of {@code kpipe.compiler.pipeline}.
 *
 * <p>The resolved model flows in; a pipeline, and diagnostics for what only planning can see, flow out.
 */
@NullMarked
package kpipe.compiler.plan;

import org.jspecify.annotations.NullMarked;
