/**
 * The commands about durable streams, for {@code kpipe} and for built jars. In flow arguments and lines; they speak the Kinesis API to an endpoint: the one that a user names, the one that a running
 * process has opened on a data folder, or one that the command opens on it for itself. Out flow records, lists and exit codes.
 */
@NullMarked
package kpipe.endpoint.command;

import org.jspecify.annotations.NullMarked;
