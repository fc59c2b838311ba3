/**
 * The tree as written: every statement, clause, query and expression of a file, each with its span. The text of a file
 * comes in through {@code parse}; {@code resolve} and {@code format} take the tree from here. Nothing here is resolved,
 * folded or checked beyond what the grammar says.
 */
@NullMarked
package kpipe.compiler.syntax;

import org.jspecify.annotations.NullMarked;
