/**
 * Generated Java to classes, and classes to a jar.
 *
 * <p>Java source by class name flows in; class files, which can be given the lines of the .kpipe file, flow out, into a class loader of this process or into a jar that runs alone. The only package that knows Janino.
 */
@NullMarked
package kpipe.compiler.build;

import org.jspecify.annotations.NullMarked;
