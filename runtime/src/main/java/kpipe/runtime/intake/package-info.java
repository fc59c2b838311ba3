/**
 * Drives a source into a stream: bytes are cut into records, decoded into rows, given their time and watermark, and divided among the lanes.
 *
 * <p>Bytes or rows flow in from a source; batches of rows flow out to the stream, records that are no rows to {@code s.errors} and {@code error_stream}. A full lane
 * stops the intake, and with it the source.
 */
@NullMarked
package kpipe.runtime.intake;

import org.jspecify.annotations.NullMarked;
