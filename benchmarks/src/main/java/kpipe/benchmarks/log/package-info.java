/**
 * What durable streams cost: appending, reading, recovering; in process, and through the network beside other servers. In flow records made from a seed; out flow figures, on standard output.
 */
@NullMarked
package kpipe.benchmarks.log;

import org.jspecify.annotations.NullMarked;
