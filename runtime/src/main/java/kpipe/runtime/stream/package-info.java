/**
 * A stream as pumps see it: lanes of batches with bounded queues, watermarks, and the streams of errors and late rows beside.
 *
 * <p>Rows flow in from producers (intakes, pumps) that also promise how far time has come; they flow out to subscriptions (pumps, destinations), each with a queue of its
 * own. Batches are counted by reference and come back to a pool, so that a running pipeline allocates nothing for them.
 */
@NullMarked
package kpipe.runtime.stream;

import org.jspecify.annotations.NullMarked;
