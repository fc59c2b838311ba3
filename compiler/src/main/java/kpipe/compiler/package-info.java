/**
 * The compiler in one place. A source file comes in; diagnostics, a checked pipeline, Java files or a jar go out. Each
 * stage has a package of its own, named after what it does.
 */
@NullMarked
package kpipe.compiler;

import org.jspecify.annotations.NullMarked;
