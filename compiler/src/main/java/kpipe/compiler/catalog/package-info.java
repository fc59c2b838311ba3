/**
 * What plug-ins offer, by name: connectors, formats and functions of the standard library and of whatever else stands on the class path.
 *
 * <p>{@link java.util.ServiceLoader} fills it; resolving looks names up in it, and completion, hover and documentation list them. The rest of the compiler
 * meets plug-ins through what is found here and knows none by name.
 */
@NullMarked
package kpipe.compiler.catalog;

import org.jspecify.annotations.NullMarked;
