/**
 * The physical pipeline: what a .kpipe file means, as typed records that can be interpreted, explained and generated into Java.
 *
 * <p>Lowering a Calcite plan makes it; checks, the interpreter and the generator read it. Nothing here knows Calcite, and every operator and expression carries
 * the span of the text that it came from.
 */
@NullMarked
package kpipe.compiler.pipeline;

import org.jspecify.annotations.NullMarked;
