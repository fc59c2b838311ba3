/**
 * Nexmark in Esper's EPL, as a process of its own beside that of kpipe. The files of events go in, read by a decoder by hand; a file of results comes out.
 */
@NullMarked
package kpipe.benchmarks.esper;

import org.jspecify.annotations.NullMarked;
