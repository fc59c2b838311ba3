/**
 * What the text formats share: numbers, dates and whole columns read from bytes and written to them without garbage.
 *
 * <p>Bytes of one field flow in and become cells of a batch, or a sentence that says why they cannot; cells flow out as text. Each format has a package of
 * its own below this one.
 */
@NullMarked
package kpipe.stdlib.format;

import org.jspecify.annotations.NullMarked;
