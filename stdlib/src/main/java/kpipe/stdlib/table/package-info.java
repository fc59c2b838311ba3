/**
 * Table functions: those of FROM that take all rows of a query and remember some of them. Rows come in the order of ROWTIME. What is given is the same rows with further columns, or in another order.
 * The library randomcutforest comes in by this package alone, and into those jars alone that use a function of it.
 */
@NullMarked
package kpipe.stdlib.table;

import org.jspecify.annotations.NullMarked;
