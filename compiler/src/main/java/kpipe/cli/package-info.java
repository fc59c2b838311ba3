/**
 * The command line, one class per command. Arguments and files flow in; results flow to standard output, talk to standard error, and the exit
 * code says what happened. Nothing is decided here that the compiler or the tools could decide.
 */
@NullMarked
package kpipe.cli;

import org.jspecify.annotations.NullMarked;
