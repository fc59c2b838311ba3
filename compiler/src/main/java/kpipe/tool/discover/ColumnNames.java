package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /** Of names that were asked for, whether they go without quotes. */
    private final Map<String, Boolean> known = new HashMap<>();

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
        if (!known.containsKey(name)) {
            learn(List.of(name));
        }
        return Boolean.TRUE.equals(known.get(name)) ? name : quoted(name);
    }

    /** Finds out of many names at once whether they need quotes. */
    void learn(List<String> names) {
        List<String> candidates = new ArrayList<>();
        for (String name : names) {
            boolean candidate =
                    name.matches("[A-Za-z_][A-Za-z0-9_]*") && !VALUES.contains(name.toUpperCase(Locale.ROOT));
            if (candidate) {
                candidates.add(name);
            } else {
                known.put(name, false);
            }
        }
        if (!candidates.isEmpty()) {
            divide(candidates);
        }
    }

    /** Most names are plain: they are tried together, and the half of them that is not is looked for where one is. */
    private void divide(List<String> names) {
        if (arePlain(names)) {
            names.forEach(name -> known.put(name, true));
        } else if (names.size() == 1) {
            known.put(names.get(0), false);
        } else {
            int half = names.size() / 2;
            divide(names.subList(0, half));
            divide(names.subList(half, names.size()));
        }
    }

    private boolean arePlain(List<String> names) {
        StringBuilder declared = new StringBuilder("STREAM s (");
        StringBuilder selected = new StringBuilder("PUMP p INTO o AS SELECT STREAM ");
        StringBuilder compared = new StringBuilder(" FROM s WHERE ");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            declared.append(i == 0 ? "" : ", ").append(name).append(" VARCHAR");
            selected.append(i == 0 ? "" : ", ").append(name).append(", s.").append(name);
            compared.append(i == 0 ? "" : " OR ")
                    .append(name)
                    .append(" = 'a' OR 'a' = ")
                    .append(name);
        }
        String uses = declared + ") FROM STDIN FORMAT JSON;\n" + selected + compared + ";\n";
        return !compiler.format("names", uses).report().hasErrors();
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
