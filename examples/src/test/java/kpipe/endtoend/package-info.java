/**
 * Whole processes as a user runs them. Files flow in, good and bad; what the command line and built jars write is what is held.
 */
@NullMarked
package kpipe.endtoend;

import org.jspecify.annotations.NullMarked;
