/**
 * The one canonical text of a file: {@code kpipe fmt}. A tree as written comes in; text goes out that reads as the same
 * tree, with every comment kept. The words of the text are never made up: they are the file's own, in canonical order,
 * with new blanks and line ends between them.
 */
@NullMarked
package kpipe.compiler.format;

import org.jspecify.annotations.NullMarked;
