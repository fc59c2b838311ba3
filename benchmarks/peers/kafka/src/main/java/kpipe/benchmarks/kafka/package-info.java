/** A Kafka broker beside the log of durable streams. In flow records made from a seed; out flow figures, on standard output. */
@NullMarked
package kpipe.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
