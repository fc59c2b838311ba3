/**
 * Runs the kernels of pumps: one agent per lane reads a stream, lets the kernel work on each batch, and appends what comes out to another stream.
 *
 * <p>Batches and watermarks flow in from a subscription; results flow out to the target stream with the watermark behind them, late rows and failed rows to the streams
 * beside. Nothing here knows what a kernel computes.
 */
@NullMarked
package kpipe.runtime.pump;

import org.jspecify.annotations.NullMarked;
