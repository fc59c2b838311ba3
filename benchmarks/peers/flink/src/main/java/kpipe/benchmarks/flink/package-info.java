/**
 * Nexmark in Flink SQL, as a process of its own beside that of kpipe. The files of events go in; a file of results comes out.
 */
@NullMarked
package kpipe.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
