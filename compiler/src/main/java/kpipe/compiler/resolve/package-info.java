/**
 * From syntax to model: every name finds its declaration, every option its Spec, every duration its milliseconds.
 *
 * <p>A program as parsed and the catalog flow in, a {@link kpipe.compiler.model.Model} flows out; what is wrong is reported to the collector. One class is one
 * pass, and {@link kpipe.compiler.resolve.Resolver} lists them in their order. A declaration that is wrong stays known as broken, so that its uses give no second
 * error, and is left out of the model with whatever depends on it.
 */
@NullMarked
package kpipe.compiler.resolve;

import org.jspecify.annotations.NullMarked;
