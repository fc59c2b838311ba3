/**
 * What is wrong, said to the user. Passes bring codes, places and words; a collector keeps the diagnostics, and the
 * renderers turn them into terminal text and JSON. What one looks like is part of the language.
 */
@NullMarked
package kpipe.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
