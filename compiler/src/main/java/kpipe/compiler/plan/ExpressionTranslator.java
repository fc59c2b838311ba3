package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.CaseBranch;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TableReference;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** Expressions of the text as nodes of Calcite's, each operator one of ours. What this version cannot do is reported, and a broken literal stands for it. */
final class ExpressionTranslator implements Expr.Visitor<SqlNode> {

    private final Translation translation;
    private final Names names;
    private final Place place;
    private final CallTranslator calls;
    private final TestTranslator tests;

    /** What names mean where the expression stands. */
    interface Names {
        SqlNode name(Binding binding, Span span);

        /** Whether it is a column of the table of the query, standing as a value, in which the expression stands. */
        default boolean ofTable(Binding binding) {
            return false;
        }
    }

    /**
     * Where an expression stands.
     *
     * @param keys the keys of the select that groups, for what stands behind the grouping; null elsewhere
     * @param rows a translator for the rows that are grouped, where {@code keys} are given; what it has to report has been said or is of no matter
     */
    record Place(@Nullable List<SqlNode> keys, @Nullable ExpressionTranslator rows) {
        static final Place ROWS = new Place(null, null);

        static Place groups(List<SqlNode> keys, ExpressionTranslator rows) {
            return new Place(keys, rows);
        }
    }

    ExpressionTranslator(Translation translation, Names names, Place place) {
        this.translation = translation;
        this.names = names;
        this.place = place;
        calls = new CallTranslator(translation, this, names);
        tests = new TestTranslator(translation, this);
    }

    SqlNode translate(Expr expr) {
        if (translation.tooLarge()) {
            return translation.broken(expr.span());
        }
        SqlNode key = asKey(expr);
        return key != null ? key : expr.accept(this);
    }

    /** Behind a grouping: the expression as a whole, if it is one of the keys. */
    private @Nullable SqlNode asKey(Expr expr) {
        if (place.keys() == null || place.rows() == null || place.keys().isEmpty() || expr instanceof Literal) {
            return null;
        }
        SqlNode whole = expr.accept(place.rows());
        for (SqlNode key : place.keys()) {
            if (whole.equalsDeep(key, Litmus.IGNORE)) {
                return whole;
            }
        }
        return null;
    }

    /** A column for which {@code *} stands. */
    SqlNode star(Binding.Column column, Span span) {
        if (place.keys() == null || place.rows() == null || names.ofTable(column)) {
            return names.name(column, span);
        }
        SqlNode node = place.rows().names.name(column, span);
        if (place.keys().stream().anyMatch(key -> node.equalsDeep(key, Litmus.IGNORE))) {
            return node;
        }
        translation.problems.report(Problems.NOT_GROUPED, span, "a column of `*`");
        return translation.broken(span);
    }

    /** A translator for what stands in a query of a table that stands as a value here. */
    ExpressionTranslator within(TableReference.Named from, Schema columns) {
        return new ExpressionTranslator(
                translation, new SubqueryTranslator.TableNames(translation, names, from, columns), place);
    }

    SubqueryTranslator subqueries() {
        return new SubqueryTranslator(translation, names, place);
    }

    /** Each of them, in their order. */
    List<SqlNode> all(List<Expr> exprs) {
        List<SqlNode> nodes = new ArrayList<>();
        exprs.forEach(expr -> nodes.add(translate(expr)));
        return nodes;
    }

    @Override
    public SqlNode visit(Expr.ColumnReference node) {
        Binding binding = translation.bindings.name(node);
        if (binding instanceof Binding.Parameter parameter) {
            Type type = parameter.declaration().type();
            String name = parameter.declaration().name();
            return translation.call(translation.operators.parameter(name, type, node.span()), node.span());
        }
        if (binding instanceof Binding.Niladic niladic) {
            return calls.niladic(niladic.name(), node.span());
        }
        boolean ofRow = binding instanceof Binding.Column
                || binding instanceof Binding.Rowtime
                || binding instanceof Binding.JoinRowtime
                || binding instanceof Binding.Merged;
        if (binding instanceof Binding.Field field) {
            return field(field, node.span());
        }
        if (ofRow && place.keys() != null && !names.ofTable(binding)) {
            translation.problems.report(Problems.NOT_GROUPED, node.span(), "`" + node.name() + "`");
            return translation.broken(node.span());
        }
        return names.name(binding, node.span());
    }

    @Override
    public SqlNode visit(Expr.Unary node) {
        if (node.operator() == Expr.Unary.Operator.MINUS && node.operand() instanceof Literal.Numeric numeric) {
            return negated(numeric, node.span());
        }
        SqlNode operand = translate(node.operand());
        return switch (node.operator()) {
            case PLUS -> operand;
            case MINUS -> translation.call(translation.operators.negate(node.span()), node.span(), operand);
            case NOT -> translation.call(translation.operators.not(node.span()), node.span(), operand);
        };
    }

    /** A literal with its sign, so that the least BIGINT can be written. */
    private SqlNode negated(Literal.Numeric numeric, Span span) {
        if (numeric.text().equals("9223372036854775808")) {
            Type bigint = Type.of(Kind.BIGINT, false);
            return translation.call(translation.operators.literal(Long.MIN_VALUE, bigint, span), span);
        }
        Literals.Constant constant = translation.literals.read(numeric);
        Object value = constant.value() instanceof Long whole
                ? (Object) (-whole)
                : constant.value() instanceof Double real ? (Object) (-real) : constant.value();
        return translation.call(translation.operators.literal(value, constant.type(), span), span);
    }

    /** A chain of ANDs is one AND of them all; other chains are walked without recursion, for they may be long. */
    @Override
    public SqlNode visit(Expr.Binary node) {
        if (node.left() instanceof Expr.Row left && node.right() instanceof Expr.Row right) {
            return tests.equal(node.operator() == BinaryOperator.NOT_EQUAL, left, right, node.span());
        }
        boolean flat = node.operator() == BinaryOperator.AND || node.operator() == BinaryOperator.OR;
        List<Expr.Binary> chain = new ArrayList<>();
        Expr left = node;
        while (left instanceof Expr.Binary binary
                && (left == node || place.keys() == null)
                && (!flat || binary.operator() == node.operator())) {
            chain.add(0, binary);
            left = binary.left();
        }
        SqlNode result = translate(left);
        if (flat) {
            List<SqlNode> operands = new ArrayList<>(List.of(result));
            chain.forEach(binary -> operands.add(translate(binary.right())));
            ScalarOperator operator = translation.operators.binary(node.operator(), node.span());
            return translation.call(operator, node.span(), operands);
        }
        for (Expr.Binary binary : chain) {
            ScalarOperator operator = translation.operators.binary(binary.operator(), binary.span());
            result = translation.call(operator, binary.span(), result, translate(binary.right()));
        }
        return result;
    }

    @Override
    public SqlNode visit(Expr.Is node) {
        boolean not = node.negated();
        Operation operation = switch (node.test()) {
            case NULL, UNKNOWN -> not ? Operation.IS_NOT_NULL : Operation.IS_NULL;
            case TRUE -> not ? Operation.IS_NOT_TRUE : Operation.IS_TRUE;
            case FALSE -> not ? Operation.IS_NOT_FALSE : Operation.IS_FALSE;
        };
        boolean ofTruth = node.test() != Expr.Is.Test.NULL;
        String name = "IS " + (not ? "NOT " : "") + node.test();
        ScalarOperator operator = translation.operators.test(operation, name, ofTruth, node.span());
        return translation.call(operator, node.span(), translate(node.operand()));
    }

    @Override
    public SqlNode visit(Expr.Distinct node) {
        ScalarOperator operator = translation.operators.distinct(node.negated(), node.span());
        return translation.call(operator, node.span(), translate(node.left()), translate(node.right()));
    }

    @Override
    public SqlNode visit(Expr.Between node) {
        ScalarOperator operator = translation.conditionals.between(node.negated(), node.symmetric(), node.span());
        return translation.call(operator, node.span(), all(List.of(node.operand(), node.lower(), node.upper())));
    }

    @Override
    public SqlNode visit(Expr.InList node) {
        return tests.inList(node);
    }

    @Override
    public SqlNode visit(Expr.Like node) {
        List<Expr> operands = new ArrayList<>(List.of(node.operand(), node.pattern()));
        if (node.escape() != null) {
            operands.add(node.escape());
        }
        if (!new Constants(translation.problems).check(node)) {
            return translation.broken(node.span());
        }
        ScalarOperator operator = translation.conditionals.like(node.negated(), node.similar(), node.span());
        return translation.call(operator, node.span(), all(operands));
    }

    @Override
    public SqlNode visit(Expr.Case node) {
        List<Expr> operands = new ArrayList<>();
        if (node.operand() != null) {
            operands.add(node.operand());
        }
        for (CaseBranch branch : node.branches()) {
            operands.add(branch.when());
            operands.add(branch.then());
        }
        List<SqlNode> nodes = all(operands);
        nodes.add(node.otherwise() == null ? calls.untypedNull(node.span()) : translate(node.otherwise()));
        ScalarOperator operator = node.operand() == null
                ? translation.conditionals.searchedCase(node.span())
                : translation.conditionals.simpleCase(node.span());
        return translation.call(operator, node.span(), nodes);
    }

    @Override
    public SqlNode visit(Expr.Cast node) {
        Type type = TypeNames.type(node.type());
        if (type == null) {
            return translation.notAvailable(
                    node.type().span(), "the type `" + node.type().span().text() + "`");
        }
        if (NestedOperators.isEmpty(node.operand(), type)) {
            return translation.call(translation.nested.empty(type, node.span()), node.span());
        }
        ScalarOperator cast = translation.functions.cast(type, node.orNull(), node.span());
        return translation.call(cast, node.span(), translate(node.operand()));
    }

    @Override
    public SqlNode visit(Expr.Call node) {
        if (node.over() != null) {
            return analytic(node);
        }
        FunctionBinding binding = translation.bindings.function(node);
        if (binding instanceof FunctionBinding.Pattern pattern) {
            if (names instanceof PatternNames match) {
                return match.call(node, pattern);
            }
            translation.problems.report(
                    Problems.NESTED_IN_PATTERN, node.span(), pattern.function().name());
            return translation.broken(node.span());
        }
        if (binding instanceof FunctionBinding.Aggregate aggregate && names instanceof PatternNames match) {
            return match.aggregate(node, aggregate);
        }
        if (binding instanceof FunctionBinding.Aggregate aggregate) {
            return aggregate(node, aggregate);
        }
        return binding instanceof FunctionBinding.Grouping ? grouping(node) : calls.translate(binding, node);
    }

    private SqlNode grouping(Expr.Call node) {
        if (place.keys() == null) {
            translation.aggregateSeen();
            return translation.broken(node.span());
        }
        List<SqlNode> keys = new ArrayList<>();
        for (Argument argument : node.arguments()) {
            SqlNode key = asKey(argument.value());
            if (key == null) {
                Span span = argument.span();
                translation.problems.report(Problems.NOT_GROUPED, span, "`" + span.text() + "`");
                return translation.broken(node.span());
            }
            // The very node of GROUP BY: another one of the same text could get a type of its own.
            keys.add(java.util.Objects.requireNonNull(place.keys()).stream()
                    .filter(known -> known.equalsDeep(key, Litmus.IGNORE))
                    .findFirst()
                    .orElse(key));
        }
        return translation.aggregate(translation.aggregates.grouping(node.span()), node.span(), keys, null);
    }

    private SqlNode analytic(Expr.Call node) {
        if (!(translation.bindings.functionOrNull(node) instanceof FunctionBinding.Analytic analytic)) {
            return translation.broken(node.span());
        }
        if (place.keys() != null) {
            translation.problems.report(
                    Problems.analyticInGroups(node.span(), analytic.function().name()));
            return translation.broken(node.span());
        }
        return translation.analytics.call(translation, node, analytic, this);
    }

    private SqlNode aggregate(Expr.Call node, FunctionBinding.Aggregate binding) {
        if (place.keys() == null) {
            translation.aggregateSeen();
            return translation.broken(node.span());
        }
        return new AggregateCalls(translation, new ExpressionTranslator(translation, names, Place.ROWS))
                .translate(node, binding);
    }

    private static List<Expr> listed(Expr first, Expr second, @Nullable Expr third) {
        List<Expr> list = new ArrayList<>(List.of(first, second));
        if (third != null) {
            list.add(third);
        }
        return list;
    }

    @Override
    public SqlNode visit(Expr.Extract node) {
        return translation.call(
                translation.datetimes.extract(node.unit(), node.span()), node.span(), translate(node.operand()));
    }

    @Override
    public SqlNode visit(Expr.Round node) {
        return translation.call(
                translation.datetimes.round(node.up(), node.unit(), node.span()),
                node.span(),
                translate(node.operand()));
    }

    @Override
    public SqlNode visit(Expr.Step node) {
        return translation.call(
                translation.datetimes.step(node.span()), node.span(), translate(node.operand()), translate(node.by()));
    }

    @Override
    public SqlNode visit(Expr.Substring node) {
        List<Expr> arguments = listed(node.operand(), node.from(), node.length());
        return calls.ofCatalog("SUBSTRING", node.span(), arguments, "SUBSTRING_FROM", "SUBSTRING_REGEX");
    }

    @Override
    public SqlNode visit(Expr.SubstringSimilar node) {
        List<Expr> arguments = List.of(node.operand(), node.pattern(), node.escape());
        return calls.ofCatalog("SUBSTRING", node.span(), arguments, "SUBSTRING_SIMILAR");
    }

    @Override
    public SqlNode visit(Expr.Trim node) {
        String name = node.side() == Expr.Trim.Side.BOTH ? "TRIM" : "TRIM_" + node.side();
        Expr characters = node.characters() == null
                ? new Literal.Text(node.span(), " ", Literal.TextKind.PLAIN)
                : node.characters();
        return calls.ofCatalog("TRIM", node.span(), List.of(node.operand(), characters), name);
    }

    @Override
    public SqlNode visit(Expr.Overlay node) {
        List<Expr> arguments = new ArrayList<>(List.of(node.operand(), node.replacement(), node.from()));
        if (node.length() != null) {
            arguments.add(node.length());
        }
        return calls.ofCatalog("OVERLAY", node.span(), arguments, "OVERLAY");
    }

    @Override
    public SqlNode visit(Expr.Position node) {
        return calls.ofCatalog("POSITION", node.span(), List.of(node.needle(), node.haystack()), "POSITION");
    }

    @Override
    public SqlNode visit(Expr.IntervalOf node) {
        if (!(node.operand() instanceof Expr.Binary binary) || binary.operator() != BinaryOperator.MINUS) {
            return translation.notAvailable(node.span(), "an interval of anything but the difference of two times");
        }
        return translation.call(
                translation.datetimes.difference(node.qualifier(), node.span()),
                node.span(),
                translate(binary.left()),
                translate(binary.right()));
    }

    @Override
    public SqlNode visit(Expr.Json node) {
        return translation.json.translate(node.query(), node.span(), this::translate);
    }

    @Override
    public SqlNode visit(Expr.Field node) {
        return translation.call(translation.nested.field(node.field()), node.span(), translate(node.target()));
    }

    private SqlNode field(Binding.Field field, Span span) {
        SqlNode value = place.rows() == null
                ? names.name(field.column(), span)
                : place.rows().names.name(field.column(), span);
        if (place.keys() != null && place.keys().stream().noneMatch(key -> value.equalsDeep(key, Litmus.IGNORE))) {
            translation.problems.report(Problems.NOT_GROUPED, span, "`" + span.text() + "`");
            return translation.broken(span);
        }
        SqlNode result = value;
        for (Identifier name : field.path()) {
            result = translation.call(translation.nested.field(name), span, result);
        }
        return result;
    }

    @Override
    public SqlNode visit(Expr.Element node) {
        return translation.call(
                translation.nested.element(node.span()),
                node.span(),
                translate(node.target()),
                translate(node.index()));
    }

    @Override
    public SqlNode visit(Expr.Quantified node) {
        return tests.quantified(node);
    }

    @Override
    public SqlNode visit(Expr.QuantifiedArray node) {
        return tests.quantified(node);
    }

    @Override
    public SqlNode visit(Expr.InQuery node) {
        return tests.inQuery(node);
    }

    @Override
    public SqlNode visit(Expr.Exists node) {
        return subqueries().exists(node.query(), node.span());
    }

    @Override
    public SqlNode visit(Expr.Subquery node) {
        return subqueries().value(node.query(), node.span());
    }

    @Override
    public SqlNode visit(Expr.Row node) {
        List<String> names = new ArrayList<>();
        for (Expr value : node.values()) {
            names.add(
                    value instanceof Expr.ColumnReference reference
                            ? reference.name().last().name()
                            : "COLUMN" + (names.size() + 1));
        }
        return translation.call(
                translation.nested.row(QueryTranslator.distinct(names), node.span()), node.span(), all(node.values()));
    }

    @Override
    public SqlNode visit(Expr.PeriodTest node) {
        return tests.period(node);
    }

    @Override
    public SqlNode visit(Expr.JsonObject node) {
        return translation.json.object(node, this::translate);
    }

    @Override
    public SqlNode visit(Expr.JsonArray node) {
        return translation.json.array(node, this::translate);
    }

    @Override
    public SqlNode visit(Expr.ArrayOf node) {
        return node.elements().isEmpty()
                ? translation.notAvailable(node.span(), "an array without elements, unless a `CAST` says its type,")
                : translation.call(translation.nested.array(node.span()), node.span(), all(node.elements()));
    }

    @Override
    public SqlNode visit(Expr.MapOf node) {
        return node.keysAndValues().isEmpty() || node.keysAndValues().size() % 2 == 1
                ? translation.notAvailable(
                        node.span(),
                        node.keysAndValues().isEmpty()
                                ? "a map without entries, unless a `CAST` says its type,"
                                : "a map without a value for its last key")
                : translation.call(translation.nested.map(node.span()), node.span(), all(node.keysAndValues()));
    }

    @Override
    public SqlNode visit(Expr.Cursor node) {
        return translation.notAvailable(node.span(), "`CURSOR`");
    }

    @Override
    public SqlNode visit(Expr.TableArgument node) {
        return translation.notAvailable(node.span(), "a table as an argument");
    }

    @Override
    public SqlNode visit(Expr.Descriptor node) {
        return translation.notAvailable(node.span(), "`DESCRIPTOR`");
    }

    @Override
    public SqlNode visit(Expr.Running node) {
        return names instanceof PatternNames match
                ? new ExpressionTranslator(translation, match.atEnd(node.atEnd()), place).translate(node.operand())
                : translation.notAvailable(node.span(), "`RUNNING` and `FINAL`");
    }

    @Override
    public SqlNode visit(Expr.Erroneous node) {
        return translation.broken(node.span());
    }

    private SqlNode literal(Literal literal) {
        Literals.Constant constant = translation.literals.read(literal);
        ScalarOperator operator = translation.operators.literal(constant.value(), constant.type(), literal.span());
        return translation.call(operator, literal.span());
    }

    @Override
    public SqlNode visit(Literal.Numeric node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.Text node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.Binary node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.Truth node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.Null node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.DateTime node) {
        return literal(node);
    }

    @Override
    public SqlNode visit(Literal.Interval node) {
        return literal(node);
    }
}
