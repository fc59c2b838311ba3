/**
 * The values that flow through a pipeline: types, schemas, batches of rows and the text and bytes in them.
 *
 * <p>Everything here is data without behaviour of its own: decoders fill it, kernels read and write it, encoders read it. The package imports nothing but
 * the JDK and is open to every other one.
 */
@NullMarked
package kpipe.data;

import org.jspecify.annotations.NullMarked;
