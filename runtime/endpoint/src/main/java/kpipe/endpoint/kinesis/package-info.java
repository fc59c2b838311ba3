/**
 * The operations of Kinesis Data Streams over the streams of a data folder: rules, errors and limits as AWS has them.
 * Checked requests flow in from the wire; records flow to the shard logs and back.
 * Answers, events and errors flow out to the wire; nothing here knows how they are encoded.
 */
@NullMarked
package kpipe.endpoint.kinesis;

import org.jspecify.annotations.NullMarked;
