/**
 * What a process offers to others around durable streams: the network endpoint, and the commands that talk to it. The module of the endpoint implements it and is met by
 * {@link java.util.ServiceLoader}; a process without that module offers nothing. In flow a store of streams and options; out flow a running endpoint, and exit codes of commands.
 */
@NullMarked
package kpipe.runtime.serve;

import org.jspecify.annotations.NullMarked;
