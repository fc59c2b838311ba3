/**
 * The connector FILE: files and directories, read and written through the disk of the host.
 *
 * <p>Addresses and options flow in, checked against the connector's Spec; bytes or rows flow on to the engine, or deliveries out of it.
 */
@NullMarked
package kpipe.stdlib.connector.file;

import org.jspecify.annotations.NullMarked;
