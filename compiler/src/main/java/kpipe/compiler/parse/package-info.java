/**
 * From text to the tree as written; the only package that knows ANTLR. Files come in by name and text, imports are
 * followed, and a {@code Program} goes out with every error of syntax reported. One mistake gives one error: reading goes
 * on at the next statement.
 */
@NullMarked
package kpipe.compiler.parse;

import org.jspecify.annotations.NullMarked;
