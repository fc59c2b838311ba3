package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.catalog.BuiltInFunctions;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.AnalyticFunction;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.JsonMember;
import kpipe.compiler.syntax.JsonOnEvent;
import kpipe.compiler.syntax.Literal;
import kpipe.spi.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** Binds the names in one expression. The forms that this release does not have are refused here, each with one error. */
final class BindExpression implements Expr.Visitor<Void> {

    private static final Code UNKNOWN_FUNCTION = Code.error("K0601", "there is no function `{0}`");
    private static final Code AGGREGATE_MISPLACED =
            Code.error("K0214", "`{0}` gathers many rows and cannot stand in {1}");
    private static final Code AGGREGATE_NESTED = Code.error("K0215", "`{0}` cannot stand inside another aggregate");
    private static final Code NO_AGGREGATE = Code.error("K0216", "`{0}` is no aggregate and takes no {1}");

    private static final Code OTHER_WIDTH = Code.error("K0280", "{0} is compared with {1}");
    private static final Code NO_PERIOD =
            Code.error("K0281", "a period is written `(start, end)`, and {0} has one on either side");
    private static final Code NEEDS_OVER =
            Code.error("K0371", "`{0}` looks at the rows of a window and needs `OVER (…)` behind it");

    private static final int MOST_GROUPING_KEYS = 62;

    private final Workspace workspace;
    private final Scope scope;
    private final Place place;
    private final List<FunctionDeclaration> calls = new ArrayList<>(0);
    private boolean inAggregate;

    private BindExpression(Workspace workspace, Scope scope, Place place) {
        this.workspace = workspace;
        this.scope = scope;
        this.place = place;
    }

    /** Binds an expression; what is wrong is reported. Answers the FUNCTIONs that it calls. */
    static List<FunctionDeclaration> bind(Workspace workspace, Scope scope, Place place, @Nullable Expr expression) {
        BindExpression binding = new BindExpression(workspace, scope, place);
        if (expression != null) {
            expression.accept(binding);
        }
        return binding.calls;
    }

    /** Binds several expressions. */
    static void bindAll(Workspace workspace, Scope scope, Place place, List<Expr> expressions) {
        expressions.forEach(expression -> bind(workspace, scope, place, expression));
    }

    private Void all(List<? extends Expr> expressions) {
        for (Expr expression : expressions) {
            expression.accept(this);
        }
        return null;
    }

    private Void each(@Nullable Expr... expressions) {
        for (Expr expression : expressions) {
            if (expression != null) {
                expression.accept(this);
            }
        }
        return null;
    }

    private Void unavailable(Expr node, String thing) {
        Unavailable.reportThing(workspace.reports, node.span(), thing);
        return null;
    }

    @Override
    public Void visit(Expr.ColumnReference node) {
        Binding binding = scope.find(node, place, inAggregate);
        if (binding != null) {
            if (binding instanceof Binding.Niladic niladic) {
                new Surprises(workspace).clock(node.span(), niladic.name());
            }
            workspace.bindings.bind(node, binding);
        } else {
            workspace.reports.known();
        }
        return null;
    }

    @Override
    public Void visit(Expr.Binary node) {
        boolean equality = node.operator() == BinaryOperator.EQUAL || node.operator() == BinaryOperator.NOT_EQUAL;
        if (equality && (node.left() instanceof Expr.Row || node.right() instanceof Expr.Row)) {
            return compared(node.left(), List.of(node.right()));
        }
        Deque<Expr> rights = new ArrayDeque<>();
        Expr left = node;
        while (left instanceof Expr.Binary binary) {
            rights.push(binary.right());
            left = binary.left();
        }
        left.accept(this);
        rights.forEach(right -> right.accept(this));
        return null;
    }

    @Override
    public Void visit(Expr.Call node) {
        Identifier name = node.name().last();
        if (node.over() != null) {
            if (inAggregate) {
                workspace.reports.report(AGGREGATE_NESTED, node.span(), name.name());
            } else {
                FunctionBinding binding = new BindAnalytic(workspace, scope.windows(), place).bind(node);
                if (binding != null) {
                    workspace.bindings.bind(node, binding);
                }
                inAggregate = true;
                arguments(node);
                each(node.filter());
                inAggregate = false;
            }
            return null;
        }
        if (scope instanceof PatternScope pattern && node.name().simple() && PatternScope.knows(name.name())) {
            FunctionBinding function = pattern.bind(node);
            if (function != null) {
                workspace.bindings.bind(node, function);
            }
            arguments(node);
            return null;
        }
        boolean percentile = AggregateNames.isPercentile(NameTable.fold(name.name()));
        boolean list = AggregateNames.isList(NameTable.fold(name.name()));
        boolean sorted =
                !node.orderBy().isEmpty() && !list || !node.withinGroup().isEmpty() && !percentile && !list;
        if (sorted || node.fromLast()) {
            return unavailable(node, "an order inside of an aggregate");
        }
        for (Argument argument : node.arguments()) {
            if (argument.name() != null) {
                Unavailable.reportThing(workspace.reports, argument.span(), "an argument by its name");
                return null;
            }
        }
        FunctionBinding binding = function(node, name);
        if (binding == null) {
            // Arguments in the manner of another dialect, a bare DAY say, are not mistakes of their own.
            if (OtherSpellings.note(name.name()) == null) {
                arguments(node);
            }
            return null;
        }
        workspace.bindings.bind(node, binding);
        if (binding instanceof FunctionBinding.Scalar scalar) {
            new Surprises(workspace).call(node, scalar.function().name());
        }
        if (binding instanceof FunctionBinding.Aggregate) {
            aggregate(node, name);
            return null;
        }
        if (binding instanceof FunctionBinding.Grouping && ofAggregate(node) == null) {
            grouping(node, name);
            return null;
        }
        String what = ofAggregate(node);
        if (what != null) {
            workspace.reports.report(NO_AGGREGATE, node.span(), name.name(), what);
        } else {
            new CountArguments(workspace.reports).ofFunction(node, name, binding);
        }
        arguments(node);
        return null;
    }

    /** What of the call only an aggregate takes, or null. */
    private static @Nullable String ofAggregate(Expr.Call node) {
        if (node.star()) {
            return "`*`";
        }
        if (node.quantifier() != null) {
            return node.quantifier().name();
        }
        return node.nulls() != null ? "NULLS" : node.filter() != null ? "FILTER" : null;
    }

    private void arguments(Expr.Call node) {
        node.arguments().forEach(argument -> argument.value().accept(this));
    }

    private @Nullable FunctionBinding function(Expr.Call node, Identifier name) {
        NameTable.Found<Entry<FunctionDeclaration>> declared = workspace.functions.find(name);
        if (declared.value() != null) {
            FunctionDeclaration function = declared.value().declaration;
            if (function == null) {
                workspace.reports.known();
                return null;
            }
            calls.add(function);
            return new FunctionBinding.Declared(function);
        }
        if (!declared.between().isEmpty()) {
            workspace.reports.ambiguous(name, declared.between());
            return null;
        }
        String folded = NameTable.fold(name.name());
        FunctionBinding.Aggregate aggregate = AggregateNames.of(folded);
        if (aggregate != null) {
            return aggregate;
        }
        if (folded.equals("GROUPING") || folded.equals("GROUPING_ID")) {
            return new FunctionBinding.Grouping();
        }
        if (BuiltInFunctions.scalar(folded) != null || BuiltInFunctions.isNiladic(folded)) {
            return new FunctionBinding.BuiltIn(folded);
        }
        ScalarFunction scalar = workspace.catalog.function(folded);
        if (scalar != null) {
            return new FunctionBinding.Scalar(scalar);
        }
        AnalyticFunction analytic = AnalyticFunction.of(folded);
        if (analytic != null && analytic.needsOver()) {
            workspace.reports.report(NEEDS_OVER, name.span(), folded);
            return null;
        }
        if (BuiltInFunctions.isLater(folded)) {
            Unavailable.reportThing(workspace.reports, name.span(), "`" + folded + "`");
            return null;
        }
        Set<String> known = new TreeSet<>(workspace.catalog.functionNames());
        known.addAll(workspace.functions.names());
        known.addAll(BuiltInFunctions.scalarNames());
        known.addAll(AggregateNames.all());
        Diagnostic unknown = Diagnostic.of(UNKNOWN_FUNCTION, name.span(), name.name());
        String note = OtherSpellings.note(name.name());
        if (note != null) {
            workspace.reports.report(unknown.withNote(note));
        } else {
            workspace.reports.unknown(unknown, name.span(), known);
        }
        return null;
    }

    private void aggregate(Expr.Call node, Identifier name) {
        if (inAggregate) {
            workspace.reports.report(AGGREGATE_NESTED, node.span(), name.name());
            return;
        }
        if (!place.aggregates()) {
            workspace.reports.report(AGGREGATE_MISPLACED, node.span(), name.name(), place.words());
            return;
        }
        new CountArguments(workspace.reports).ofAggregate(node, name);
        inAggregate = true;
        arguments(node);
        node.withinGroup().forEach(item -> each(item.expression()));
        node.orderBy().forEach(item -> each(item.expression()));
        each(node.filter());
        inAggregate = false;
    }

    private void grouping(Expr.Call node, Identifier name) {
        if (inAggregate) {
            workspace.reports.report(AGGREGATE_NESTED, node.span(), name.name());
        } else if (!place.aggregates()) {
            workspace.reports.report(AGGREGATE_MISPLACED, node.span(), name.name(), place.words());
        } else if (node.arguments().isEmpty() || node.arguments().size() > MOST_GROUPING_KEYS) {
            workspace.reports.report(
                    CountArguments.ARGUMENTS,
                    node.span(),
                    name.name(),
                    CountArguments.expected(1, MOST_GROUPING_KEYS),
                    node.arguments().size());
        } else {
            inAggregate = true;
            arguments(node);
            inAggregate = false;
        }
    }

    @Override
    public Void visit(Expr.Field node) {
        return each(node.target());
    }

    @Override
    public Void visit(Expr.Element node) {
        return each(node.target(), node.index());
    }

    @Override
    public Void visit(Expr.Unary node) {
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Quantified node) {
        node.left().accept(this);
        subquery().compared(node.query(), 1);
        return null;
    }

    @Override
    public Void visit(Expr.QuantifiedArray node) {
        return each(node.left(), node.array());
    }

    @Override
    public Void visit(Expr.Is node) {
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Distinct node) {
        return each(node.left(), node.right());
    }

    @Override
    public Void visit(Expr.Between node) {
        return each(node.operand(), node.lower(), node.upper());
    }

    @Override
    public Void visit(Expr.InList node) {
        return compared(node.operand(), node.values());
    }

    /** Binds what is compared, which may be rows of as many values each. */
    private Void compared(Expr operand, List<Expr> values) {
        int width = width(operand);
        for (Expr value : values) {
            if (width(value) != width) {
                workspace.reports.report(OTHER_WIDTH, value.span(), widthText(operand), widthText(value));
                return null;
            }
        }
        members(operand);
        values.forEach(this::members);
        return null;
    }

    private Void members(Expr operand) {
        return operand instanceof Expr.Row row ? all(row.values()) : each(operand);
    }

    private static int width(Expr expr) {
        return expr instanceof Expr.Row row ? row.values().size() : 1;
    }

    private static String widthText(Expr expr) {
        return expr instanceof Expr.Row row ? "a row of " + row.values().size() + " values" : "a single value";
    }

    @Override
    public Void visit(Expr.InQuery node) {
        members(node.operand());
        subquery().compared(node.query(), width(node.operand()));
        return null;
    }

    @Override
    public Void visit(Expr.Like node) {
        return each(node.operand(), node.pattern(), node.escape());
    }

    @Override
    public Void visit(Expr.Exists node) {
        subquery().exists(node.query());
        return null;
    }

    @Override
    public Void visit(Expr.Subquery node) {
        subquery().value(node.query());
        return null;
    }

    private BindSubquery subquery() {
        return new BindSubquery(workspace, scope, place, inAggregate, calls);
    }

    @Override
    public Void visit(Expr.Row node) {
        return all(node.values());
    }

    @Override
    public Void visit(Expr.PeriodTest node) {
        boolean ofTime = node.relation() == Expr.PeriodTest.Relation.CONTAINS
                && node.modifier() == Expr.PeriodTest.Modifier.NONE;
        boolean left = node.left() instanceof Expr.PeriodTest || width(node.left()) == 2;
        boolean right = width(node.right()) == 2 || ofTime && width(node.right()) == 1;
        if (!left || !right) {
            Expr wrong = left ? node.right() : node.left();
            workspace.reports.report(NO_PERIOD, wrong.span(), "`" + node.relation() + "`");
            return null;
        }
        if (node.left() instanceof Expr.PeriodTest before && width(before.right()) != 2) {
            workspace.reports.report(NO_PERIOD, before.right().span(), "`" + node.relation() + "`");
            return null;
        }
        members(node.left());
        return members(node.right());
    }

    @Override
    public Void visit(Expr.Case node) {
        each(node.operand());
        node.branches().forEach(branch -> each(branch.when(), branch.then()));
        return each(node.otherwise());
    }

    @Override
    public Void visit(Expr.Cast node) {
        Types.resolve(workspace.reports, node.type(), true);
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Extract node) {
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Round node) {
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Step node) {
        return each(node.operand(), node.by());
    }

    @Override
    public Void visit(Expr.Substring node) {
        return each(node.operand(), node.from(), node.length());
    }

    @Override
    public Void visit(Expr.SubstringSimilar node) {
        return each(node.operand(), node.pattern(), node.escape());
    }

    @Override
    public Void visit(Expr.Trim node) {
        return each(node.characters(), node.operand());
    }

    @Override
    public Void visit(Expr.Overlay node) {
        return each(node.operand(), node.replacement(), node.from(), node.length());
    }

    @Override
    public Void visit(Expr.Position node) {
        return each(node.needle(), node.haystack());
    }

    @Override
    public Void visit(Expr.IntervalOf node) {
        return each(node.operand());
    }

    @Override
    public Void visit(Expr.Json node) {
        each(node.query().input(), node.query().path());
        onEvent(node.query().onEmpty());
        onEvent(node.query().onError());
        if (node.query().returning() != null) {
            Types.resolve(workspace.reports, node.query().returning(), true);
        }
        return null;
    }

    private void onEvent(@Nullable JsonOnEvent event) {
        if (event != null) {
            each(event.defaultValue());
        }
    }

    @Override
    public Void visit(Expr.JsonObject node) {
        for (JsonMember member : node.members()) {
            each(member.key(), member.value());
        }
        return null;
    }

    @Override
    public Void visit(Expr.JsonArray node) {
        return all(node.elements());
    }

    @Override
    public Void visit(Expr.ArrayOf node) {
        return all(node.elements());
    }

    @Override
    public Void visit(Expr.MapOf node) {
        return all(node.keysAndValues());
    }

    @Override
    public Void visit(Expr.Cursor node) {
        return unavailable(node, "`CURSOR`");
    }

    @Override
    public Void visit(Expr.TableArgument node) {
        return unavailable(node, "a table as an argument");
    }

    @Override
    public Void visit(Expr.Descriptor node) {
        return unavailable(node, "`DESCRIPTOR`");
    }

    @Override
    public Void visit(Expr.Running node) {
        if (scope instanceof PatternScope) {
            return each(node.operand());
        }
        return unavailable(node, node.atEnd() ? "`FINAL`" : "`RUNNING`");
    }

    @Override
    public Void visit(Expr.Erroneous node) {
        return null;
    }

    @Override
    public Void visit(Literal.Numeric node) {
        return null;
    }

    @Override
    public Void visit(Literal.Text node) {
        return null;
    }

    @Override
    public Void visit(Literal.Binary node) {
        return null;
    }

    @Override
    public Void visit(Literal.Truth node) {
        return null;
    }

    @Override
    public Void visit(Literal.Null node) {
        return null;
    }

    @Override
    public Void visit(Literal.DateTime node) {
        return null;
    }

    @Override
    public Void visit(Literal.Interval node) {
        return null;
    }
}
