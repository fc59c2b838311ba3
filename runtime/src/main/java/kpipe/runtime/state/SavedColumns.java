package kpipe.runtime.state;

import kpipe.data.Schema;

/**
 * Where the columns of rows that were saved stand in the rows that they become. Immutable.
 *
 * @param saved the columns as they were
 * @param from for each column of the rows that they become its place among those saved, or -1 where it was not there: it becomes NULL
 * @param same whether rows need no change
 */
public record SavedColumns(Schema saved, int[] from, boolean same) {}
