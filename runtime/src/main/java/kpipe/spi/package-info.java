/**
 * What a plug-in implements: connectors, formats, functions, and the {@link kpipe.spi.Spec} that describes each of them.
 *
 * <p>Plug-ins are found by {@link java.util.ServiceLoader} when compiling; grammar checks, completion, hover, documentation and messages come from their
 * Specs. A built jar names the plug-ins that it uses directly. The compiler and the engine know no plug-in by name.
 */
@NullMarked
package kpipe.spi;

import org.jspecify.annotations.NullMarked;
