/**
 * What a .kpipe file declares, resolved: every name stands for a declaration, every option is checked, every duration is in milliseconds.
 *
 * <p>Resolving makes it from the syntax tree. Planning, the checks and the TEST runner read it. Queries and expressions in it stay what they are in the syntax
 * tree; what their names mean stands beside them in {@link kpipe.compiler.model.Bindings}.
 */
@NullMarked
package kpipe.compiler.model;

import org.jspecify.annotations.NullMarked;
