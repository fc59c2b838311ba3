package kpipe.tool.discover;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import kpipe.compiler.Compiler;

/** What columns are called, and how their names are written in SQL. Not thread-safe. */
final class ColumnNames {

    private static final int LONGEST = 128;
    private static final int LONGEST_OF_SERVICE = 100;

    /** Words that stand for a value, so that a column of that name is only meant in quotes. */
    private static final Set<String> VALUES = Set.of(
            "ROWTIME",
            "WINDOW_START",
            "WINDOW_END",
            "TRUE",
            "FALSE",
            "UNKNOWN",
            "NULL",
            "DEFAULT",
            "USER",
            "SESSION_USER",
            "SYSTEM_USER",
            "CURRENT_USER",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "CURRENT_ROW_TIMESTAMP",
            "LOCALTIME",
            "LOCALTIMESTAMP",
            "APPROXIMATE_ARRIVAL_TIME",
            "PARTITION_KEY",
            "SEQUENCE_NUMBER",
            "SHARD_ID",
            "STREAM");

    private final Compiler compiler;
    private final Set<String> taken = new HashSet<>();
    private int nameless;

    ColumnNames(Compiler compiler) {
        this.compiler = compiler;
    }

    /** A name that no other column has, as near to the one in the records as a name can be. */
    String own(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
        return different(clean.isEmpty() ? "column" : clean.substring(0, Math.min(LONGEST, clean.length())));
    }

    /** As the service's discovery called it: words that it reserved, and what is no plain name, begin with COL_. */
    String ofService(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9_]", "");
        boolean plain = kept.equals(name)
                && !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.length() <= LONGEST_OF_SERVICE
                && !ReservedWords.contains(name);
        if (plain) {
            return different(name);
        }
        return different("COL_" + (kept.isEmpty() ? String.valueOf(nameless++) : kept));
    }

    private String different(String name) {
        String different = name;
        for (int i = 2; !taken.add(different.toLowerCase(Locale.ROOT)); i++) {
            different = name + "_" + i;
        }
        return different;
    }

    /** As SQL writes it: in quotes where it has to be. */
    String written(String name) {
        return isPlain(name) ? name : quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private boolean isPlain(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || VALUES.contains(name.toUpperCase(Locale.ROOT))) {
            return false;
        }
        String uses = "STREAM s (" + name + " VARCHAR, b VARCHAR " + "PATH '$.b') FROM STDIN FORMAT JSON;\n"
                + "PUMP p INTO o AS SELECT STREAM " + name + ", s." + name + " FROM s WHERE " + name + " = 'a' OR b = "
                + name + ";\n";
        return !compiler.format("names", uses).report().hasErrors();
    }
}
