/**
 * The queries of Nexmark, the benchmark of an auction site, and what measures them. In go a number of events and the pipelines of {@code benchmarks/nexmark}. Out come files of events, the
 * answers as computed without any engine, and the costs of kpipe and of other systems over the same files.
 */
@NullMarked
package kpipe.benchmarks.nexmark;

import org.jspecify.annotations.NullMarked;
