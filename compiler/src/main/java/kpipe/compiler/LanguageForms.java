package kpipe.compiler;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What looks like a function and is part of the language, as the tables of the page about functions tell: COALESCE, CAST, COUNT. */
final class LanguageForms {

    private static final Pattern ROW = Pattern.compile("^\\| (.*`) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z_]+)");

    private LanguageForms() {}

    /** The rows in whose forms a word stands. */
    static Optional<String> of(String word) {
        Pattern whole = Pattern.compile("(?<![A-Z_])" + Pattern.quote(word) + "(?![A-Z_])");
        StringBuilder page = new StringBuilder();
        Matcher row = rows();
        while (row.find()) {
            if (whole.matcher(row.group(1)).find()) {
                page.append(page.isEmpty() ? "# " + word + " (part of the language)\n" : "")
                        .append("\n- ")
                        .append(row.group(1).replace("\\|", "|"))
                        .append(": ")
                        .append(row.group(2))
                        .append('\n');
            }
        }
        return page.isEmpty() ? Optional.empty() : Optional.of(page.toString());
    }

    /** The words with which forms begin, as the page orders them. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Matcher row = rows();
        while (row.find()) {
            NAME.matcher(row.group(1))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(names::add);
        }
        return names;
    }

    private static Matcher rows() {
        String page = Documentation.resource("/kpipe/functions.md");
        return ROW.matcher(page == null ? "" : page);
    }
}
