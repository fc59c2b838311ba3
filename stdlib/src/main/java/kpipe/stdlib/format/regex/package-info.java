/**
 * The format REGEX: lines taken apart by the groups of a regular expression.
 *
 * <p>Bytes of a source flow in and become rows or rejected records; rows flow out as bytes where the format can be written.
 */
@NullMarked
package kpipe.stdlib.format.regex;

import org.jspecify.annotations.NullMarked;
