/**
 * A destination: encodes the rows of a stream, transforms the records, gathers them into objects by size, time and partition, and delivers each object whole.
 *
 * <p>Batches flow in from all lanes of a stream; objects flow out to a sink. What cannot be transformed or delivered goes under ERRORS TO with its reason; a failed delivery is
 * tried again for as long as the destination says.
 */
@NullMarked
package kpipe.runtime.firehose;

import org.jspecify.annotations.NullMarked;
