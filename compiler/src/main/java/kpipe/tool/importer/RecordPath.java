package kpipe.tool.importer;

import kpipe.tool.importer.Application.ColumnForm;

/** Where a column stands in a record of JSON. */
final class RecordPath {

    private RecordPath() {}

    /**
     * The path from the record's top: a mapping is written from there or from where the rows are.
     *
     * @param rowPath where the rows are in the record
     */
    static String of(String rowPath, ColumnForm column) {
        String rows = rooted(rowPath.strip());
        String mapping = rooted(
                column.mapping().isBlank() ? column.name() : column.mapping().strip());
        boolean fromTop = rows.equals("$")
                || mapping.equals(rows)
                || mapping.startsWith(rows + ".")
                || mapping.startsWith(rows + "[");
        String path = fromTop ? mapping : rows + mapping.substring(1);
        // An array of records is records here.
        return path.startsWith("$[0:]") || path.startsWith("$[*]") ? "$" + path.substring(path.indexOf(']') + 1) : path;
    }

    private static String rooted(String path) {
        return path.startsWith("$") ? path : "$." + path;
    }
}
