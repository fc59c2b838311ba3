/**
 * The format CSV: delimited text with quotes.
 *
 * <p>Bytes of a source flow in and become rows or rejected records; rows flow out as bytes where the format can be written.
 */
@NullMarked
package kpipe.stdlib.format.csv;

import org.jspecify.annotations.NullMarked;
