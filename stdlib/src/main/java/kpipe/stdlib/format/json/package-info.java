/**
 * The format JSON: documents of one object per record, read by a decoder generated for the columns and written likewise.
 *
 * <p>Bytes of a source flow in and become rows or rejected records; rows flow out as bytes where the format can be written.
 */
@NullMarked
package kpipe.stdlib.format.json;

import org.jspecify.annotations.NullMarked;
