package kpipe.compiler.resolve;

import kpipe.compiler.catalog.BuiltInFunctions;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.spi.ScalarFunction;

/** Counts the arguments of calls; a wrong number is reported. */
final class CountArguments {

    static final Code ARGUMENTS = Code.error("K0603", "`{0}` takes {1}, not {2}");

    private final Reports reports;

    CountArguments(Reports reports) {
        this.reports = reports;
    }

    /** Those of an aggregate. */
    void ofAggregate(Expr.Call node, Identifier name) {
        boolean counts = name.name().equalsIgnoreCase("COUNT");
        boolean percentile = AggregateNames.isPercentile(NameTable.fold(name.name()));
        FunctionBinding.Aggregate aggregate = AggregateNames.of(NameTable.fold(name.name()));
        boolean pairs = aggregate != null && Aggregate.PAIRS.contains(aggregate.function());
        int expected = pairs || name.name().equalsIgnoreCase("APPROX_QUANTILE") ? 2 : 1;
        int given = node.arguments().size();
        String folded = NameTable.fold(name.name());
        boolean list = AggregateNames.isList(folded) && !AggregateNames.isArray(folded);
        if (list && !node.star() && (given == 1 || given == 2)) {
            return;
        }
        if (percentile && !(given == 1 && node.withinGroup().size() == 1 && node.quantifier() == null)) {
            reports.report(ARGUMENTS, node.span(), name.name(), "a fraction and `WITHIN GROUP (ORDER BY …)`", "this");
        } else if (node.star() ? !counts : given != expected) {
            String words = counts ? "one argument or `*`" : expected(expected, expected);
            reports.report(ARGUMENTS, node.span(), name.name(), words, node.star() ? "`*`" : Integer.toString(given));
        }
    }

    /** Those of a function of any other kind. */
    void ofFunction(Expr.Call node, Identifier name, FunctionBinding binding) {
        int given = node.arguments().size();
        int least = Integer.MAX_VALUE;
        int most = 0;
        boolean fits = false;
        if (binding instanceof FunctionBinding.Declared declared) {
            least = declared.function().parameters().size();
            most = least;
        } else if (binding instanceof FunctionBinding.BuiltIn builtIn) {
            BuiltInFunctions.Arity arity = BuiltInFunctions.scalar(builtIn.name());
            least = arity == null ? 0 : arity.least();
            most = arity == null ? 0 : arity.most();
        } else if (binding instanceof FunctionBinding.Scalar scalar) {
            for (ScalarFunction.Overload overload : scalar.function().overloads()) {
                int parameters = overload.parameters().size();
                int fewest = overload.variadic() ? Math.max(0, parameters - 1) : parameters;
                int greatest = overload.variadic() ? Integer.MAX_VALUE : parameters;
                fits |= given >= fewest && given <= greatest;
                least = Math.min(least, fewest);
                most = Math.max(most, greatest);
            }
        }
        if (!fits && (given < least || given > most || binding instanceof FunctionBinding.Scalar)) {
            reports.report(ARGUMENTS, node.span(), name.name(), expected(least, most), given);
        }
    }

    /** How many arguments are taken, in words. */
    static String expected(int least, int most) {
        if (least == most) {
            return least == 0 ? "no arguments" : least == 1 ? "one argument" : least + " arguments";
        }
        return most == Integer.MAX_VALUE
                ? "at least " + Counted.of(least, "argument")
                : least + " to " + most + " arguments";
    }
}
