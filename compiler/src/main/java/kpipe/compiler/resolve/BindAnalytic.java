package kpipe.compiler.resolve;

import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.AnalyticFunction;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.OverWindow;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.SetQuantifier;
import org.jspecify.annotations.Nullable;

/** Binds a function with OVER: what may stand before OVER, where, and with which words. Its arguments are bound by whom this is called by. */
final class BindAnalytic {

    private static final Code MISPLACED =
            Code.error("K0366", "`{0}` with OVER looks at several rows and cannot stand in {1}");
    private static final Code NO_ANALYTIC = Code.error("K0367", "`{0}` is no function that OVER can follow");
    private static final Code TAKES_NO = Code.error("K0369", "`{0}` takes no {1}");
    private static final Code RANK_IN_FRAME =
            Code.error("K0370", "`{0}` counts from the first row of its key on and takes no frame");

    private final Workspace workspace;
    private final @Nullable BindOver windows;
    private final Place place;

    /** @param windows which OVER can name; null where there are none */
    BindAnalytic(Workspace workspace, @Nullable BindOver windows, Place place) {
        this.workspace = workspace;
        this.windows = windows;
        this.place = place;
    }

    /** What the call means; null where an error was reported. */
    @Nullable
    FunctionBinding bind(Expr.Call node) {
        Identifier name = node.name().last();
        AnalyticFunction function = AnalyticFunction.of(name.name());
        if (function == null) {
            workspace.reports.report(NO_ANALYTIC, name.span(), name.name());
            return null;
        }
        if (windows == null || place != Place.SELECT) {
            workspace.reports.report(Diagnostic.of(MISPLACED, node.span(), function, place.words())
                    .withNote("give it a name in a query of its own, and use that around it: `FROM (SELECT …, "
                            + function + "(…) OVER (…) AS n FROM …)`"));
            return null;
        }
        if (!node.orderBy().isEmpty() || !node.withinGroup().isEmpty()) {
            Unavailable.reportThing(workspace.reports, node.span(), "an order inside of an aggregate");
            return null;
        }
        if (!counts(node, name, function) || !words(node, function)) {
            return null;
        }
        OverWindow window = windows.window(java.util.Objects.requireNonNull(node.over()));
        if (window == null) {
            return null;
        }
        if (function.ranks() && function != AnalyticFunction.ROW_NUMBER && window.frame() != null) {
            workspace.reports.report(RANK_IN_FRAME, node.span(), function);
            return null;
        }
        if (window.frame() instanceof Frame.Ahead && function != AnalyticFunction.LEAD) {
            workspace.reports.report(BindOver.ENDS_ELSEWHERE, window.span());
            return null;
        }
        OptionalLong number = number(node, function, windows);
        return number.isPresent() ? new FunctionBinding.Analytic(function, window, number.getAsLong()) : null;
    }

    private boolean counts(Expr.Call node, Identifier name, AnalyticFunction function) {
        int given = node.arguments().size();
        boolean star = function == AnalyticFunction.COUNT && node.star();
        int least = function == AnalyticFunction.COUNT && !node.star() ? 1 : function.least();
        if (node.star() ? star : given >= least && given <= function.most()) {
            return true;
        }
        String expected = function == AnalyticFunction.COUNT
                ? "one argument or `*`"
                : CountArguments.expected(function.least(), function.most());
        workspace.reports.report(
                CountArguments.ARGUMENTS,
                node.span(),
                name.name(),
                expected,
                node.star() ? "`*`" : Integer.toString(given));
        return false;
    }

    /** Whether the words beside the arguments have a meaning for the function. */
    private boolean words(Expr.Call node, AnalyticFunction function) {
        String wrong = null;
        if (node.nulls() != null && !function.picks()) {
            wrong = node.nulls() + " NULLS";
        } else if (node.filter() != null && !function.gathers()) {
            wrong = "FILTER";
        } else if (node.fromLast() && function != AnalyticFunction.NTH_VALUE) {
            wrong = "FROM LAST";
        } else if (node.quantifier() == SetQuantifier.DISTINCT && (!function.gathers() || node.star())) {
            wrong = "DISTINCT";
        } else if (node.quantifier() == SetQuantifier.ALL && (!function.gathers() || node.star())) {
            wrong = "ALL";
        }
        for (Argument argument : node.arguments()) {
            if (argument.name() != null) {
                wrong = "arguments by name";
            }
        }
        if (wrong != null) {
            workspace.reports.report(TAKES_NO, node.span(), function, wrong);
        }
        return wrong == null;
    }

    /** The constant among the arguments, where the function has one. */
    private OptionalLong number(Expr.Call node, AnalyticFunction function, BindOver over) {
        List<Argument> arguments = node.arguments();
        return switch (function) {
            case NTH_VALUE ->
                workspace.values.wholeNumber(arguments.get(1).value(), "the number of a row", 1, BindOver.MOST_ROWS);
            case LAG, LEAD ->
                arguments.size() == 1
                        ? OptionalLong.of(1)
                        : workspace.values.wholeNumber(
                                arguments.get(1).value(), "the number of rows", 0, BindOver.MOST_ROWS);
            case EXP_AVG -> over.length(arguments.get(1).value(), "a half-life", true);
            default -> OptionalLong.of(0);
        };
    }
}
