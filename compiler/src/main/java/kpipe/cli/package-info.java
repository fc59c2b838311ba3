/**
 * The command line, one class per command. Arguments and files come in; results go to standard output, talk to standard
 * error. The exit code says what happened.
 */
@NullMarked
package kpipe.cli;

import org.jspecify.annotations.NullMarked;
