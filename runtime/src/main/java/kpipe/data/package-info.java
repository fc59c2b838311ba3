/**
 * Values: types, schemas, rows, keys. Whatever flows through a pipeline comes in as these and goes out as these. Nothing
 * here reads a clock, a disk or a network.
 */
@NullMarked
package kpipe.data;

import org.jspecify.annotations.NullMarked;
