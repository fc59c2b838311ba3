/**
 * Wires a compiled pipeline and runs it: sources, streams, pumps and destinations under one lifecycle, with counters of each.
 *
 * <p>A {@link kpipe.runtime.engine.Topology} and a host flow in; delivered records, error rows and counts flow out. It is the only package that knows all the others.
 */
@NullMarked
package kpipe.runtime.engine;

import org.jspecify.annotations.NullMarked;
