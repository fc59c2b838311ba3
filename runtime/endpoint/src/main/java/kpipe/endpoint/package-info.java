/**
 * The network endpoint of a process: its door ({@code wire}) and what it answers ({@code kinesis}) put together as the options of a command line say. In flow a store of streams and options; out flows a
 * port that AWS clients use.
 */
@NullMarked
package kpipe.endpoint;

import org.jspecify.annotations.NullMarked;
