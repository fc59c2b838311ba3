/**
 * What can be proved of a planned pipeline before it runs, one class for each kind of proof.
 *
 * <p>The physical pipeline flows in; warnings flow out. Nothing here changes the pipeline.
 */
@NullMarked
package kpipe.compiler.check;

import org.jspecify.annotations.NullMarked;
