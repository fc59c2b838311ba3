package kpipe.tool.importer;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column of an input, as it is written here.
 *
 * @param loss what changes by that; empty where nothing does
 */
record ColumnType(String sql, String loss) {

    private static final Pattern FORM =
            Pattern.compile("([A-Z]+(?: [A-Z]+)*?)(?: ?\\( ?(\\d{1,9})(?: ?, ?(\\d{1,9}))? ?\\))?(?: (?:NOT )?NULL)?");

    private static final Map<String, String> SYNONYMS = Map.of(
            "INT", "INTEGER",
            "DOUBLE PRECISION", "DOUBLE",
            "DEC", "DECIMAL",
            "NUMERIC", "DECIMAL",
            "CHARACTER", "CHAR",
            "CHAR VARYING", "VARCHAR",
            "CHARACTER VARYING", "VARCHAR",
            "BINARY VARYING", "VARBINARY");

    private static final int LONGEST = 65_535;
    private static final int MOST_DIGITS = 19;

    /** What a type of Kinesis Data Analytics is called here. A column of an input is never NOT NULL there, whatever is written. */
    static ColumnType of(String written) {
        String plain = written.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) {
            return unknown();
        }
        String name = SYNONYMS.getOrDefault(form.group(1), form.group(1));
        int first = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        int second = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
        return switch (name) {
            case "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE", "FLOAT", "DATE", "TIME" ->
                new ColumnType(name, "");
            case "TIMESTAMP" -> new ColumnType(name, first > 3 ? "times are kept to the millisecond" : "");
            case "DECIMAL" -> decimal(first, second);
            case "CHAR", "BINARY", "VARCHAR", "VARBINARY" -> text(name, first);
            default -> unknown();
        };
    }

    private static ColumnType decimal(int digits, int fraction) {
        if (digits == 0) {
            return new ColumnType("DECIMAL", "");
        }
        if (digits > MOST_DIGITS) {
            int kept = Math.min(fraction, MOST_DIGITS);
            return new ColumnType(
                    "DECIMAL(" + MOST_DIGITS + ", " + kept + ")", "a DECIMAL has at most " + MOST_DIGITS + " digits");
        }
        return new ColumnType("DECIMAL(" + digits + ", " + Math.min(fraction, digits) + ")", "");
    }

    private static ColumnType text(String name, int length) {
        if (length == 0 || length > LONGEST) {
            return new ColumnType(name.startsWith("VAR") || length == 0 ? name : name + "(" + LONGEST + ")", "");
        }
        return new ColumnType(name + "(" + length + ")", "");
    }

    private static ColumnType unknown() {
        return new ColumnType("VARCHAR", "the column is read as VARCHAR");
    }
}
