package kpipe.compiler.resolve;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.FunctionBinding.PatternFunction;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.QualifiedName;
import org.jspecify.annotations.Nullable;

/** The names that conditions and measures of MATCH_RECOGNIZE know: those of the rows that are searched, alone for all rows or behind the name of a variable for its rows, and some functions. */
final class PatternScope extends Scope {

    private static final Code NEXT = Code.error("K0399", "`NEXT` would have to wait for rows that have not come yet");
    private static final long FURTHEST = 1_000;

    private final FromScope rows;
    private final Map<String, Long> variables;

    /** @param variables the variables and the sets of them by their names in upper case, as bits */
    PatternScope(Workspace workspace, FromScope rows, Map<String, Long> variables) {
        super(workspace);
        this.rows = rows;
        this.variables = variables;
    }

    @Override
    @Nullable
    Binding own(Expr.ColumnReference reference, Place place, boolean inAggregate) {
        List<Identifier> parts = reference.name().parts();
        Long mask = parts.size() == 2 ? variables.get(parts.get(0).name().toUpperCase(Locale.ROOT)) : null;
        if (mask == null) {
            Binding binding = rows.own(reference, place, inAggregate);
            return binding == null ? null : of(reference, binding, -1L);
        }
        Expr.ColumnReference column =
                new Expr.ColumnReference(reference.span(), new QualifiedName(reference.span(), List.of(parts.get(1))));
        int before = workspace.reports.errors();
        Binding binding = rows.own(column, place, inAggregate);
        if (binding == null && workspace.reports.errors() == before && !rows.silent()) {
            rows.unknown(column, place);
        }
        return binding == null ? null : of(reference, binding, mask);
    }

    private @Nullable Binding of(Expr.ColumnReference reference, Binding binding, long mask) {
        if (binding instanceof Binding.Field) {
            Unavailable.reportThing(workspace.reports, reference.span(), "a field of a record in a pattern");
            return null;
        }
        return binding instanceof Binding.Column || binding instanceof Binding.Rowtime
                ? new Binding.OfPattern(binding, mask)
                : binding;
    }

    @Override
    boolean silent() {
        return rows.silent();
    }

    @Override
    void unknown(Expr.ColumnReference reference, Place place) {
        rows.unknown(reference, place);
    }

    /** Whether a function is one of those that are known here alone. */
    static boolean knows(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "FIRST", "LAST", "PREV", "NEXT", "CLASSIFIER", "MATCH_NUMBER" -> true;
            default -> false;
        };
    }

    /** What a call of a function that is known here alone means; null where an error was reported. */
    @Nullable
    FunctionBinding bind(Expr.Call node) {
        Identifier name = node.name().last();
        String upper = name.name().toUpperCase(Locale.ROOT);
        if (upper.equals("NEXT")) {
            workspace.reports.report(Diagnostic.of(NEXT, node.span())
                    .withNote("let the pattern go on to that row, as one of a variable of its own"));
            return null;
        }
        PatternFunction function = PatternFunction.valueOf(upper);
        int most = function == PatternFunction.CLASSIFIER || function == PatternFunction.MATCH_NUMBER ? 0 : 2;
        int given = node.arguments().size();
        if (given > most || given == 0 && most > 0 || node.star()) {
            String expected = CountArguments.expected(most == 0 ? 0 : 1, most);
            workspace.reports.report(
                    CountArguments.ARGUMENTS, node.span(), name.name(), expected, node.star() ? "`*`" : given);
            return null;
        }
        if (given < 2) {
            return new FunctionBinding.Pattern(function, function == PatternFunction.PREV ? 1 : 0);
        }
        OptionalLong number =
                workspace.values.wholeNumber(node.arguments().get(1).value(), "the number of rows", 0, FURTHEST);
        return number.isPresent() ? new FunctionBinding.Pattern(function, (int) number.getAsLong()) : null;
    }
}
