/**
 * Source text: files, their lines, and spans of them.
 *
 * <p>A file's text flows in; every later stage carries spans of it, and diagnostics lead back to lines and columns through them. Open to the whole compiler.
 */
@NullMarked
package kpipe.compiler.source;

import org.jspecify.annotations.NullMarked;
