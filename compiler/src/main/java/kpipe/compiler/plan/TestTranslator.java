package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.Expr;
import org.apache.calcite.sql.SqlNode;

/** Tests that have several values on a side: rows, lists, arrays, queries and periods. */
final class TestTranslator {

    private final Translation translation;
    private final ExpressionTranslator expressions;

    TestTranslator(Translation translation, ExpressionTranslator expressions) {
        this.translation = translation;
        this.expressions = expressions;
    }

    /** {@code (a, b) = (c, d)}, or the opposite. */
    SqlNode equal(boolean negated, Expr.Row left, Expr.Row right, Span span) {
        return negatedIf(negated, equal(left, right, span), span);
    }

    SqlNode inList(Expr.InList node) {
        if (node.operand() instanceof Expr.Row row) {
            List<SqlNode> tests = new ArrayList<>();
            node.values().forEach(value -> tests.add(equal(row, (Expr.Row) value, node.span())));
            return negatedIf(node.negated(), combined(BinaryOperator.OR, tests, node.span()), node.span());
        }
        List<Expr> operands = new ArrayList<>();
        operands.add(node.operand());
        operands.addAll(node.values());
        return translation.call(
                translation.conditionals.in(node.negated(), node.span()), node.span(), expressions.all(operands));
    }

    /** {@code ALL} is what {@code ANY} with the opposite comparison is not. */
    SqlNode quantified(Expr.Quantified node) {
        BinaryOperator comparison = node.all() ? Operators.opposite(node.operator()) : node.operator();
        SqlNode any = expressions
                .subqueries()
                .any(comparison, expressions.all(List.of(node.left())), node.query(), node.span());
        return negatedIf(node.all(), any, node.span());
    }

    /** {@code ALL} is what {@code ANY} with the opposite comparison is not. */
    SqlNode quantified(Expr.QuantifiedArray node) {
        BinaryOperator comparison = node.all() ? Operators.opposite(node.operator()) : node.operator();
        if (comparison != BinaryOperator.EQUAL && comparison != BinaryOperator.NOT_EQUAL) {
            return translation.notAvailable(node.span(), "a comparison with the elements of an array but `=` and `<>`");
        }
        boolean equal = comparison == BinaryOperator.EQUAL;
        SqlNode any = translation.call(
                translation.nested.any(equal, node.span()),
                node.span(),
                expressions.translate(node.array()),
                expressions.translate(node.left()));
        return negatedIf(node.all(), any, node.span());
    }

    SqlNode inQuery(Expr.InQuery node) {
        List<Expr> values = node.operand() instanceof Expr.Row row ? row.values() : List.of(node.operand());
        SqlNode any =
                expressions.subqueries().any(BinaryOperator.EQUAL, expressions.all(values), node.query(), node.span());
        return negatedIf(node.negated(), any, node.span());
    }

    /** {@code A PRECEDES B PRECEDES C} is {@code A PRECEDES B AND B PRECEDES C}. */
    SqlNode period(Expr.PeriodTest node) {
        boolean chained = node.left() instanceof Expr.PeriodTest;
        Expr left = node.left() instanceof Expr.PeriodTest before ? before.right() : node.left();
        List<Expr> times = new ArrayList<>(((Expr.Row) left).values());
        boolean period = node.right() instanceof Expr.Row;
        times.addAll(node.right() instanceof Expr.Row row ? row.values() : List.of(node.right()));
        ScalarOperator operator = period
                ? translation.periods.test(node.modifier(), node.relation(), node.span())
                : translation.periods.containsTime(node.span());
        if (operator == null) {
            String words = PeriodOperators.words(node.modifier(), node.relation());
            return translation.notAvailable(node.span(), "`" + words + "`");
        }
        SqlNode test = translation.call(operator, node.span(), expressions.all(times));
        return chained
                ? combined(BinaryOperator.AND, List.of(expressions.translate(node.left()), test), node.span())
                : test;
    }

    /** Whether two rows of as many values, which resolving has held them to, are equal value by value. */
    private SqlNode equal(Expr.Row left, Expr.Row right, Span span) {
        List<SqlNode> tests = new ArrayList<>();
        for (int i = 0; i < left.values().size(); i++) {
            ScalarOperator operator = translation.operators.binary(BinaryOperator.EQUAL, span);
            SqlNode value = expressions.translate(left.values().get(i));
            tests.add(translation.call(
                    operator, span, value, expressions.translate(right.values().get(i))));
        }
        return combined(BinaryOperator.AND, tests, span);
    }

    private SqlNode combined(BinaryOperator operator, List<SqlNode> tests, Span span) {
        return tests.size() == 1
                ? tests.get(0)
                : translation.call(translation.operators.binary(operator, span), span, tests);
    }

    private SqlNode negatedIf(boolean negated, SqlNode test, Span span) {
        return negated ? translation.call(translation.operators.not(span), span, test) : test;
    }
}
