/**
 * The only door to time, disk, threads and other processes: a real host for running, a virtual one for tests.
 *
 * <p>Agents flow in and are run in turns; nothing else of the runtime starts a thread, reads a clock or opens a file. Under the virtual host time moves only
 * when the test moves it, the disk is in memory and can be made to fail, and one seeded thread runs everything, so that a seed repeats a run.
 */
@NullMarked
package kpipe.runtime.host;

import org.jspecify.annotations.NullMarked;
