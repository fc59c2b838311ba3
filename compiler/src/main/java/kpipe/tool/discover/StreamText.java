package kpipe.tool.discover;

import java.util.List;
import java.util.Locale;
import kpipe.compiler.Compiler;
import kpipe.tool.discover.Discovery.Terms;
import org.jspecify.annotations.Nullable;

/** Writes what was found as a statement. */
final class StreamText {

    private final Compiler compiler;
    private final Terms terms;
    private final Layout layout;
    private final List<ColumnFinding> columns;
    private final ColumnNames names;

    StreamText(Compiler compiler, Terms terms, Layout layout, List<ColumnFinding> columns) {
        this.compiler = compiler;
        this.terms = terms;
        this.layout = layout;
        this.columns = columns;
        names = new ColumnNames(compiler);
        names.learn(columns.stream().map(ColumnFinding::name).toList());
    }

    /**
     * The statement, in the canonical form.
     *
     * @param eventTime a clause that a comment names; null for none
     */
    String declaration(@Nullable String eventTime) {
        StringBuilder text = new StringBuilder();
        text.append("-- From ")
                .append(String.format(Locale.ROOT, "%,d", layout.rows()))
                .append(layout.rows() == 1 ? " row" : " rows")
                .append(" of ")
                .append(terms.title().replaceAll("\\p{Cntrl}", " "))
                .append(".\n");
        if (eventTime != null) {
            text.append("-- If the time of a row is in it, add: ")
                    .append(eventTime)
                    .append('\n');
        }
        text.append("STREAM ").append(names.written(terms.name())).append(" (\n");
        for (int i = 0; i < columns.size(); i++) {
            ColumnFinding column = columns.get(i);
            text.append("  ").append(written(column)).append(' ').append(column.type());
            if (column.path() != null) {
                text.append(" PATH ").append(literal(column.path()));
            }
            if (column.pattern() != null) {
                text.append(" PATTERN ").append(literal(column.pattern()));
            }
            text.append(i + 1 < columns.size() ? ",\n" : "\n");
        }
        text.append(")\n  FROM ")
                .append(terms.source())
                .append(" FORMAT ")
                .append(layout.format())
                .append(";\n");
        return compiler.format("discovered", text.toString()).text();
    }

    /** The name of a column as SQL writes it. */
    String written(ColumnFinding column) {
        return terms.asService() ? ColumnNames.quoted(column.name()) : names.written(column.name());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
