/**
 * What generated kernels are made of and call: the kernel contract, outlets, tables of groups, panes of windows, lookups into reference tables, and exact arithmetic.
 *
 * <p>Batches of rows and watermarks flow in; rows flow out by the outlets main, late and errors. Nothing here knows a clock, a thread, a disk or a network.
 */
@NullMarked
package kpipe.runtime.operator;

import org.jspecify.annotations.NullMarked;
