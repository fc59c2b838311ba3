/**
 * The physical pipeline run directly, slow and plainly right: the oracle that generated kernels are held against, and the folder of constants.
 *
 * <p>A stage and batches of rows flow in; the rows, errors and late rows that the stage's text means flow out. Values are boxed, arithmetic is that of BigDecimal
 * and BigInteger, dates are those of java.time: nothing is shared with the operators that generated kernels call.
 */
@NullMarked
package kpipe.compiler.interpret;

import org.jspecify.annotations.NullMarked;
