/**
 * The connector GENERATOR: made-up rows, the same ones for the same seed.
 *
 * <p>Addresses and options flow in, checked against the connector's Spec; bytes or rows flow on to the engine, or deliveries out of it.
 */
@NullMarked
package kpipe.stdlib.connector.generator;

import org.jspecify.annotations.NullMarked;
