/**
 * The connector GENERATOR: rows made up from a seed.
 *
 * <p>Options flow in: a rate, a seed, and for each column an expression that says what its values are like. Rows flow out to the engine, the same ones for the
 * same seed.
 */
@NullMarked
package kpipe.stdlib.connector.generator;

import org.jspecify.annotations.NullMarked;
