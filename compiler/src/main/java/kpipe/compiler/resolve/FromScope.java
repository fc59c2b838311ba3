package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/** The names that a select knows: the columns of what stands in its FROM, ROWTIME, the bounds of its window. */
final class FromScope extends Scope {

    private static final Code NOWHERE = Code.error("K0204", "nothing in FROM has a column `{0}`");
    private static final Code AMBIGUOUS = Code.error("K0205", "`{0}` is a column of `{1}` and of `{2}`");
    private static final Code UNKNOWN_QUALIFIER = Code.error("K0206", "nothing in FROM is called `{0}`");
    private static final Code SAME_ALIAS = Code.error("K0230", "two things in FROM are called `{0}`");
    private static final Code NOT_ON_SIDE = Code.error("K0348", "`{0}` is a column of one side of this join alone");
    private static final Code NO_RECORD = Code.error("K0622", "{0} has no fields");
    private static final Code NO_ROWTIME = Code.error("K0226", "{0} has no ROWTIME: rows of a table have no time");

    /**
     * Something in FROM that is no join.
     *
     * @param name by which its columns can be qualified; null for a derived table without alias
     * @param kind as messages call it: stream, table, query
     * @param stream whether its rows have a time
     * @param columns those for which {@code *} stands
     * @param all with, behind them, the columns of the system
     * @param broken what is wrong with it was reported: unknown columns may be its
     */
    record Leaf(
            TableReference node,
            @Nullable String name,
            String kind,
            List<ColumnDeclaration> columns,
            List<ColumnDeclaration> all,
            NameTable<Integer> names,
            boolean stream,
            boolean broken) {}

    private final List<Leaf> leaves = new ArrayList<>();
    private final NameTable<Leaf> qualifiers = new NameTable<>();

    /** The names behind AS in the select list: they are known nowhere else in the select, which deserves a hint. */
    private final Map<String, Expr> aliases;

    private @Nullable WindowFunction windowFunction;
    private @Nullable BindOver windows;
    /** Columns that USING and NATURAL have made one with others. */
    private final Set<Binding.Column> hidden = new HashSet<>();

    private final Map<Binding.Column, Binding> merged = new HashMap<>();

    private boolean grouped;
    private boolean windowed;

    private final @Nullable Around around;
    private final BindQuery query;

    /** What is around a query that stands as a value. */
    record Around(Scope scope, Place place, boolean inAggregate) {}

    FromScope(Workspace workspace, BindQuery query, Map<String, Expr> aliases, @Nullable Around around) {
        super(workspace);
        this.query = query;
        this.aliases = aliases;
        this.around = around;
    }

    @Override
    BindQuery query() {
        return query;
    }

    /** Whether it is that of a query that stands as a value. */
    boolean asValue() {
        return around != null;
    }

    void add(Leaf leaf, @Nullable Identifier alias) {
        leaves.add(leaf);
        if (leaf.name() == null) {
            return;
        }
        boolean quoted = alias != null && alias.quoted();
        if (qualifiers.add(leaf.name(), quoted, leaf) != null) {
            workspace.reports.report(SAME_ALIAS, alias == null ? leaf.node().span() : alias.span(), leaf.name());
        }
    }

    /** @param windowed whether WINDOW_START and WINDOW_END are known */
    void group(boolean isGrouped, boolean isWindowed) {
        grouped = isGrouped;
        windowed = isWindowed;
    }

    void setWindowFunction(WindowFunction function) {
        windowFunction = function;
    }

    /** The window function in FROM; null where there is none. */
    @Nullable
    WindowFunction windowFunction() {
        return windowFunction;
    }

    void setWindows(BindOver over) {
        windows = over;
    }

    @Override
    @Nullable
    BindOver windows() {
        return windows;
    }

    /** As Kinesis Data Analytics has it: the window of a stream without an alias names the stream too, where nothing else has that name. */
    void alsoCalled(TableReference node, Identifier name) {
        for (Leaf leaf : leaves) {
            if (leaf.node() == node && qualifiers.find(name).value() == null) {
                qualifiers.add(name.name(), name.quoted(), leaf);
                return;
            }
        }
    }

    /** USING or NATURAL makes one column of two: without a qualifier the name means the one that is kept, or of a FULL join whichever is there. */
    void merge(Binding.Merged columns, boolean keepsRight, boolean either) {
        hidden.add(keepsRight ? columns.left() : columns.right());
        if (either) {
            merged.put(columns.left(), columns);
        }
    }

    /** Whether a column is left out of {@code *} and of names without a qualifier. */
    boolean isHidden(Leaf leaf, int index) {
        return !hidden.isEmpty() && hidden.contains(new Binding.Column(leaf.node(), index));
    }

    /** Whether any column is one of two. */
    boolean merges() {
        return !merged.isEmpty();
    }

    /** The column of that name among some of the leaves, those that are left out aside; null where there is none, or several, which is reported. */
    Binding.@Nullable Column among(List<Leaf> some, Identifier name, boolean reports) {
        Binding.Column result = null;
        Leaf in = null;
        for (Leaf leaf : some) {
            Integer index = leaf.names().find(name).value();
            if (index == null || isHidden(leaf, index)) {
                continue;
            }
            if (in != null) {
                if (reports) {
                    workspace.reports.report(AMBIGUOUS, name.span(), name.name(), called(in), called(leaf));
                }
                return null;
            }
            in = leaf;
            result = new Binding.Column(leaf.node(), index);
        }
        if (in == null && reports && some.stream().noneMatch(Leaf::broken)) {
            workspace.reports.report(NOT_ON_SIDE, name.span(), name.name());
        }
        return result;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** The thing in FROM that {@code t} of {@code t.*} means; reports an unknown one. */
    @Nullable
    Leaf qualifier(QualifiedName name) {
        return qualifier(name.last());
    }

    private @Nullable Leaf qualifier(Identifier name) {
        NameTable.Found<Leaf> found = qualifiers.find(name);
        if (found.value() == null) {
            if (!found.between().isEmpty()) {
                workspace.reports.ambiguous(name, found.between());
            } else if (leaves.stream().noneMatch(leaf -> leaf.broken() && leaf.name() == null)) {
                workspace.reports.unknown(
                        Diagnostic.of(UNKNOWN_QUALIFIER, name.span(), name.name()), name.span(), qualifiers.names());
            }
        }
        return found.value();
    }

    @Override
    @Nullable
    Binding own(Expr.ColumnReference reference, Place place, boolean inAggregate) {
        if (around == null) {
            return ofFrom(reference, place, inAggregate);
        }
        List<Identifier> parts = reference.name().parts();
        boolean time = reference.name().last().name().equalsIgnoreCase("ROWTIME");
        boolean elsewhere = parts.size() == 1 ? time : qualifiers.get(parts.get(parts.size() - 2)) == null;
        int before = workspace.reports.errors();
        Binding own = elsewhere ? null : ofFrom(reference, place, inAggregate);
        return own != null || workspace.reports.errors() > before
                ? own
                : around.scope().own(reference, around.place(), around.inAggregate());
    }

    private @Nullable Binding ofFrom(Expr.ColumnReference reference, Place place, boolean inAggregate) {
        List<Identifier> parts = reference.name().parts();
        Identifier name = reference.name().last();
        if (parts.size() == 1) {
            return unqualified(name, place, inAggregate, true);
        }
        Leaf first = qualifiers.get(parts.get(0));
        if (first != null && parts.size() > 2) {
            Binding column = of(first, parts.get(1), place, inAggregate);
            return field(column, parts.subList(2, parts.size()), reference);
        }
        if (first == null && unqualified(parts.get(0), place, inAggregate, false) instanceof Binding.Column column) {
            return new Binding.Field(column, parts.subList(1, parts.size()));
        }
        Leaf leaf = qualifier(parts.get(parts.size() - 2));
        return leaf == null ? null : of(leaf, name, place, inAggregate);
    }

    private @Nullable Binding field(@Nullable Binding of, List<Identifier> path, Expr.ColumnReference reference) {
        if (of != null && !(of instanceof Binding.Column)) {
            workspace.reports.report(NO_RECORD, reference.span(), "ROWTIME");
            return null;
        }
        return of == null ? null : new Binding.Field((Binding.Column) of, path);
    }

    /** The column of something in FROM. */
    private @Nullable Binding of(Leaf leaf, Identifier name, Place place, boolean inAggregate) {
        if (name.name().equalsIgnoreCase("ROWTIME")) {
            return rowtime(leaf, name);
        }
        Binding bound = windowFunction != null && windowFunction.input() == leaf.node()
                ? bound(name, place, inAggregate)
                : null;
        if (bound != null) {
            return bound;
        }
        NameTable.Found<Integer> found = leaf.names().find(name);
        if (found.value() != null) {
            return new Binding.Column(leaf.node(), found.value());
        }
        if (!found.between().isEmpty()) {
            workspace.reports.ambiguous(name, found.between());
        } else if (!leaf.broken()) {
            noColumn(leaf, name, true);
        }
        return null;
    }

    /** @param reports whether a name that could mean several things is reported */
    private @Nullable Binding unqualified(Identifier name, Place place, boolean inAggregate, boolean reports) {
        if (name.name().equalsIgnoreCase("ROWTIME")) {
            return reports ? rowtime(name, place, inAggregate) : null;
        }
        Binding bound = bound(name, place, inAggregate);
        if (bound != null) {
            return bound;
        }
        Leaf in = null;
        int index = -1;
        for (Leaf leaf : leaves) {
            NameTable.Found<Integer> found = leaf.names().find(name);
            if (!found.between().isEmpty()) {
                if (reports) {
                    workspace.reports.ambiguous(name, found.between());
                }
                return null;
            }
            if (found.value() == null || isHidden(leaf, found.value())) {
                continue;
            }
            if (in != null && !moreLikely(name, in, index, leaf, found.value())) {
                if (moreLikely(name, leaf, found.value(), in, index)) {
                    continue;
                }
                if (reports) {
                    workspace.reports.report(AMBIGUOUS, name.span(), name.name(), called(in), called(leaf));
                }
                return null;
            }
            in = leaf;
            index = found.value();
        }
        if (in == null) {
            return null;
        }
        Binding.Column column = new Binding.Column(in.node(), index);
        return merged.isEmpty() ? column : merged.getOrDefault(column, column);
    }

    /** Whether the second column is spelled as the KDA dialect reads the name and the first one is not. */
    private static boolean moreLikely(Identifier name, Leaf first, int firstIndex, Leaf second, int secondIndex) {
        String folded = NameTable.fold(name.name());
        return !first.all().get(firstIndex).name().equals(folded)
                && second.all().get(secondIndex).name().equals(folded)
                && !name.quoted();
    }

    /** A bound of the window, if that is what the name means; null if not. */
    private @Nullable Binding bound(Identifier name, Place place, boolean inAggregate) {
        boolean ofFunction = windowFunction != null && (place.aggregates() || place == Place.GROUP_BY);
        if (inAggregate || !ofFunction && !(windowed && !name.quoted() && place.aggregates())) {
            return null;
        }
        return switch (name.name().toUpperCase(Locale.ROOT)) {
            case "WINDOW_START" -> new Binding.WindowStart();
            case "WINDOW_END" -> new Binding.WindowEnd();
            case "WINDOW_TIME" -> ofFunction ? new Binding.WindowTime() : null;
            default -> null;
        };
    }

    private static String called(Leaf leaf) {
        return leaf.name() == null ? "the query in FROM" : leaf.name();
    }

    private @Nullable Binding rowtime(Leaf leaf, Identifier name) {
        if (leaf.stream()) {
            return new Binding.Rowtime(leaf.node());
        }
        if (!leaf.broken()) {
            workspace.reports.report(NO_ROWTIME, name.span(), leaf.kind() + " `" + called(leaf) + "`");
        }
        return null;
    }

    private @Nullable Binding rowtime(Identifier name, Place place, boolean inAggregate) {
        if (grouped && place.aggregates() && !inAggregate) {
            return new Binding.ResultRowtime();
        }
        if (leaves.stream().filter(Leaf::stream).count() > 1) {
            return new Binding.JoinRowtime();
        }
        for (Leaf leaf : leaves) {
            if (leaf.stream()) {
                return new Binding.Rowtime(leaf.node());
            }
        }
        if (!silent()) {
            workspace.reports.report(NO_ROWTIME, name.span(), "what stands in FROM");
        }
        return null;
    }

    @Override
    boolean silent() {
        return leaves.stream().anyMatch(Leaf::broken);
    }

    @Override
    void unknown(Expr.ColumnReference reference, Place place) {
        Identifier name = reference.name().last();
        Expr meant = aliases.get(NameTable.fold(name.name()));
        if (meant != null && !within(meant.span(), name.span())) {
            report(Diagnostic.of(NOWHERE, name.span(), name.name()).withNote(ofSelectList(name, meant, place)));
            return;
        }
        if (leaves.size() == 1 && leaves.get(0).name() != null) {
            noColumn(leaves.get(0), name, false);
            return;
        }
        Set<String> known = new LinkedHashSet<>();
        leaves.forEach(leaf -> known.addAll(leaf.names().names()));
        known.addAll(parameterNames());
        unknown(Diagnostic.of(NOWHERE, name.span(), name.name()), name, known);
    }

    private static boolean within(Span outer, Span inner) {
        return outer.start() <= inner.start() && inner.end() <= outer.end();
    }

    private static String ofSelectList(Identifier name, Expr meant, Place place) {
        boolean[] over = {false};
        Nodes.walk(meant, node -> over[0] |= node instanceof Over);
        String blind = place == Place.SELECT
                ? "whose other columns do not see it"
                : "which " + place.words() + " does not see";
        return "`" + name.name() + "` is a name of the select list, " + blind + ": "
                + (over[0]
                        ? "put the query into FROM, `FROM (SELECT … AS " + name.name() + " …)`"
                        : "write the expression itself");
    }

    /** Reports a name that no column has: one near to it, or text, is meant. */
    private void unknown(Diagnostic diagnostic, Identifier name, Set<String> known) {
        String word = name.quoted() ? null : OtherSpellings.column(name.name());
        if (word != null) {
            report(diagnostic.withNote(word));
            return;
        }
        Diagnostic near = workspace.reports.withNearest(
                diagnostic, name.span(), name.span().text(), known);
        if (name.quoted() && near.fixes().isEmpty()) {
            String text = "'" + name.name().replace("'", "''") + "'";
            near = near.withFix(Fix.replace("text stands in single quotes: " + text, name.span(), text));
        }
        report(near);
    }

    private void noColumn(Leaf leaf, Identifier name, boolean qualified) {
        Set<String> known = new LinkedHashSet<>(leaf.names().names());
        known.addAll(parameterNames());
        Diagnostic diagnostic =
                Diagnostic.of(DeclareStreams.UNKNOWN_COLUMN, name.span(), leaf.kind(), called(leaf), name.name());
        if (name.quoted()) {
            Integer unquoted = leaf.names().find(name.name(), false).value();
            if (unquoted != null) {
                String spelling = leaf.all().get(unquoted).name();
                report(diagnostic
                        .withNote("a name in double quotes matches exactly")
                        .withFix(Fix.replace(
                                "did you mean `" + spelling + "`?", name.span(), Reports.asReference(spelling))));
                return;
            }
        }
        if (qualified) {
            workspace.reports.unknown(diagnostic, name.span(), known);
        } else {
            unknown(diagnostic, name, known);
        }
    }

    private void report(Diagnostic diagnostic) {
        workspace.reports.report(diagnostic);
    }
}
