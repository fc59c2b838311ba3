/**
 * Takes a relational plan apart into the stages of the physical pipeline: operators and typed expressions, with streams between stages where there must be any.
 *
 * <p>A plan of Calcite's flows in; stages and internal streams, and diagnostics for state without a bound, flow out.
 */
@NullMarked
package kpipe.compiler.plan.lower;

import org.jspecify.annotations.NullMarked;
