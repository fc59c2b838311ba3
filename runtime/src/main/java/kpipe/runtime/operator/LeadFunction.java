package kpipe.runtime.operator;

/**
 * What a row takes from a row behind it: the column of the {@code number}th row of its key, if that comes in time.
 *
 * @param column of the later row
 * @param otherwise the column of the row itself that is taken where there is no such row; -1 for NULL
 * @param number of rows ahead, at least 0
 * @param ignoreNulls whether rows in which {@code column} is NULL are passed over
 * @param within how much later the row may be, in milliseconds
 */
public record LeadFunction(int column, int otherwise, long number, boolean ignoreNulls, long within) {}
