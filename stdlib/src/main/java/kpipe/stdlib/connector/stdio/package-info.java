/**
 * The connectors STDIN and STDOUT: the standard streams of the process.
 *
 * <p>Addresses and options flow in, checked against the connector's Spec; bytes or rows flow on to the engine, or deliveries out of it.
 */
@NullMarked
package kpipe.stdlib.connector.stdio;

import org.jspecify.annotations.NullMarked;
