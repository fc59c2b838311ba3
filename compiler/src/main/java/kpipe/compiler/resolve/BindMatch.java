package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.PatternSearch;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.pipeline.Operator.Match.Skip;
import kpipe.compiler.syntax.AfterMatch;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.PatternSubset;
import kpipe.compiler.syntax.PatternVariable;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/** Binds a MATCH_RECOGNIZE, behind the rows that it searches. */
final class BindMatch {

    private static final Code NO_KEY =
            Code.error("K0355", "PARTITION BY of MATCH_RECOGNIZE names columns of the rows that are searched");
    private static final Code ENDLESS =
            Code.error("K0394", "a match of this pattern may take for ever: all its rows would have to be remembered");
    private static final Code UNKNOWN_VARIABLE = Code.error("K0395", "the pattern has no variable `{0}`");
    private static final Code DEFINED_TWICE = Code.error("K0396", "`{0}` is defined a second time");
    private static final Code NO_INTERVAL =
            Code.error("K0398", "WITHIN is followed by an interval, such as `INTERVAL '1' HOUR`");

    private final Workspace workspace;
    private final BindQuery query;
    private final FromScope rows;
    private final TableReference.MatchRecognize node;
    private final Map<String, Long> variables = new HashMap<>();

    /** @param rows holds what is searched */
    BindMatch(Workspace workspace, BindQuery query, FromScope rows, TableReference.MatchRecognize node) {
        this.workspace = workspace;
        this.query = query;
        this.rows = rows;
        this.node = node;
    }

    /** What it gives. */
    BindQuery.Result bind() {
        int before = workspace.reports.errors();
        PatternReader reader = new PatternReader(workspace);
        MatchPattern pattern = reader.read(node.pattern());
        List<String> names = reader.names();
        for (int i = 0; i < names.size(); i++) {
            variables.put(names.get(i).toUpperCase(Locale.ROOT), 1L << i);
        }
        node.subsets().forEach(this::subset);
        List<@Nullable Expr> conditions = conditions(names);
        PatternScope scope = new PatternScope(workspace, rows, variables);
        conditions.forEach(condition -> BindExpression.bind(workspace, scope, Place.PATTERN, condition));
        List<ColumnDeclaration> columns = columns(scope);
        node.orderBy().forEach(item -> BindExpression.bind(workspace, rows, Place.OVER, item.expression()));
        long within = within(pattern);
        AfterMatch after = node.afterMatch();
        Skip skip = after == null ? Skip.PAST_LAST_ROW : skip(after.kind());
        long skipTo = after == null || after.variable() == null ? 0 : mask(after.variable());
        if (workspace.reports.errors() > before || pattern == null) {
            return new BindQuery.Result(columns, true, true);
        }
        workspace.bindings.bind(node, new PatternSearch(names, conditions, pattern, skip, skipTo, within, node.span()));
        return new BindQuery.Result(columns, true, false);
    }

    private static Skip skip(AfterMatch.Kind kind) {
        return switch (kind) {
            case PAST_LAST_ROW -> Skip.PAST_LAST_ROW;
            case NEXT_ROW -> Skip.TO_NEXT_ROW;
            case FIRST -> Skip.TO_FIRST;
            case LAST -> Skip.TO_LAST;
        };
    }

    private void subset(PatternSubset subset) {
        long mask = 0;
        for (Identifier variable : subset.variables()) {
            mask |= mask(variable);
        }
        if (variables.putIfAbsent(subset.name().name().toUpperCase(Locale.ROOT), mask) != null) {
            workspace.reports.report(DEFINED_TWICE, subset.span(), subset.name().name());
        }
    }

    /** The variables that a name means, as bits; 0 where it is unknown, which is reported. */
    private long mask(Identifier name) {
        Long mask = variables.get(name.name().toUpperCase(Locale.ROOT));
        if (mask == null) {
            workspace.reports.unknown(
                    Diagnostic.of(UNKNOWN_VARIABLE, name.span(), name.name()), name.span(), variables.keySet());
        }
        return mask == null ? 0 : mask;
    }

    private List<@Nullable Expr> conditions(List<String> names) {
        List<@Nullable Expr> conditions = new ArrayList<>();
        names.forEach(name -> conditions.add(null));
        for (PatternVariable definition : node.definitions()) {
            long mask = mask(definition.name());
            int number = Long.numberOfTrailingZeros(mask);
            if (mask == 0) {
                continue;
            }
            if (Long.bitCount(mask) > 1) {
                workspace.reports.report(
                        UNKNOWN_VARIABLE,
                        definition.name().span(),
                        definition.name().name());
            } else if (conditions.get(number) != null) {
                workspace.reports.report(
                        DEFINED_TWICE, definition.span(), definition.name().name());
            } else {
                conditions.set(number, definition.condition());
            }
        }
        return conditions;
    }

    /** The columns that it gives: those of PARTITION BY, and with all rows that of ORDER BY, the measures, and with all rows the others. */
    private List<ColumnDeclaration> columns(PatternScope scope) {
        List<ColumnDeclaration> columns = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (Expr key : node.partitionBy()) {
            BindExpression.bind(workspace, rows, Place.OVER, key);
            Binding binding = key instanceof Expr.ColumnReference name ? workspace.bindings.nameOrNull(name) : null;
            if (binding instanceof Binding.Column column && !rows.leaves().isEmpty()) {
                columns.add(rows.leaves().get(0).all().get(column.index()));
                taken.add(column.index());
            } else if (!(key instanceof Expr.ColumnReference) || binding != null) {
                workspace.reports.report(NO_KEY, key.span());
            }
        }
        for (SelectItem.Single measure : node.measures()) {
            BindExpression.bind(workspace, scope, Place.PATTERN, measure.expression());
            Identifier alias = java.util.Objects.requireNonNull(measure.alias());
            columns.add(ColumnDeclaration.plain(query.spelling(alias), null, measure.span()));
        }
        if (node.allRows() && !rows.leaves().isEmpty()) {
            List<ColumnDeclaration> all = rows.leaves().get(0).columns();
            for (int i = 0; i < all.size(); i++) {
                if (!taken.contains(i)) {
                    columns.add(all.get(i));
                }
            }
        }
        return columns;
    }

    private long within(@Nullable MatchPattern pattern) {
        if (node.within() == null) {
            if (pattern != null && PatternReader.isEndless(pattern)) {
                workspace.reports.report(Diagnostic.of(ENDLESS, node.pattern().span())
                        .withNote("say how long a match may take, behind the pattern: `WITHIN INTERVAL '1' HOUR`"));
            }
            return Long.MAX_VALUE;
        }
        if (!(node.within() instanceof Literal.Interval interval)) {
            workspace.reports.report(NO_INTERVAL, node.within().span());
            return Long.MAX_VALUE;
        }
        OptionalLong millis =
                workspace.values.positiveMillis(new Duration.Interval(interval.span(), interval), "the time of WITHIN");
        return millis.orElse(Long.MAX_VALUE);
    }
}
