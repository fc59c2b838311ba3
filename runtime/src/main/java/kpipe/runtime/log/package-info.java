/**
 * The shard log: what makes a stream durable. Records flow in by commit, many at a time, and out to any number of readers, each at its own position; shards are split and merged beside that.
 * Nothing here knows rows, pipelines or the network: what a record holds is bytes.
 */
@NullMarked
package kpipe.runtime.log;

import org.jspecify.annotations.NullMarked;
