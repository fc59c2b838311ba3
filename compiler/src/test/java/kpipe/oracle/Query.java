package kpipe.oracle;

/**
 * One question in two languages.
 *
 * @param ours a SELECT of a pump
 * @param duck the same for DuckDB, with as many columns in the same order
 * @param ordered whether rows are compared in their order, which is that of {@code duck}
 */
record Query(String ours, String duck, boolean ordered) {

    static Query bag(String ours, String duck) {
        return new Query(ours, duck, false);
    }
}
