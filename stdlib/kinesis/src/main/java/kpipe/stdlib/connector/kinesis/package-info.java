/**
 * KINESIS as a source and as a destination: data streams of AWS, or of whatever speaks their protocol.
 *
 * <p>Records of all shards flow in, by polling or by enhanced fan-out, each shard an input of its own; records of a destination flow out by PutRecords. What the service refuses for the moment is
 * tried again; what it refuses for good is said in plain words. The only package that knows the AWS SDK.
 */
@NullMarked
package kpipe.stdlib.connector.kinesis;

import org.jspecify.annotations.NullMarked;
