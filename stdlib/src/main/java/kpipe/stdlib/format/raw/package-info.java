/**
 * The format RAW: each line or object as one column.
 *
 * <p>Bytes of a source flow in and become rows or rejected records; rows flow out as bytes where the format can be written.
 */
@NullMarked
package kpipe.stdlib.format.raw;

import org.jspecify.annotations.NullMarked;
