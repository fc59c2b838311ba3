/**
 * The scalar functions of SQL that are not operators: one class per function or small family, each with its overloads, its documentation and its examples.
 *
 * <p>Unboxed values of one row flow in, one value flows out; a value that cannot be computed is a {@link kpipe.data.RowException}.
 */
@NullMarked
package kpipe.stdlib.function;

import org.jspecify.annotations.NullMarked;
