package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;

/**
 * Makes the operators of UNION, INTERSECT and EXCEPT: the rows of both sides, put together, are counted by their values within a time among these. A row of a UNION or INTERSECT goes on when it is the first, or
 * the first that both sides have; one of an EXCEPT when the time is over, for until then the other side may give it too.
 */
final class SetLowering {

    private static final Type COUNT = Type.of(Kind.BIGINT, false);
    private static final Type TRUTH = Type.of(Kind.BOOLEAN, false);

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    enum Kept {
        UNION,
        INTERSECT,
        EXCEPT
    }

    SetLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    /** The number of a side, which its rows carry behind their columns: 0 on the left, 1 on the right. */
    static Expr side(int number, Span span) {
        return new Expr.Literal((long) number, COUNT, span);
    }

    /** The column of the number. */
    static Column sideColumn() {
        return new Column("SIDE", COUNT);
    }

    /**
     * Keeps what the operation keeps.
     *
     * @param input the rows of both sides: the columns, the number of the side, ROWTIME
     * @param names of its fields
     * @throws RefusedException where no time is among the columns, which has been reported
     */
    Chain lower(Kept kept, Chain input, List<String> names) {
        int side = input.fields().size() - 2;
        List<Integer> keyFields = new ArrayList<>();
        WindowSpec period = null;
        for (int i = 0; i < side; i++) {
            WindowSpec own = period != null ? null : Periods.of(input.fields().get(i), input);
            period = own == null ? period : own;
            if (own == null) {
                keyFields.add(i);
            }
        }
        if (period == null) {
            problems.report(Diagnostic.of(Problems.SETS_GROW, span, kept)
                    .withNote(
                            "select a time on both sides, as `FLOOR(ROWTIME TO MINUTE) AS of_minute`, within which rows"
                                    + " are compared"));
            throw new RefusedException();
        }
        List<Expr> keys = keyFields.stream().map(input.fields()::get).toList();
        Chain chain = AggregateLowering.together(input, keys) ? input : splitter.split(input, names, keyFields);
        if (kept == Kept.EXCEPT) {
            int column = ((Expr.Column) chain.fields().get(side)).index();
            Operator.TimeSort.SortKey rightFirst = new Operator.TimeSort.SortKey(column, true, false);
            chain.sort(period.equals(Periods.INSTANT) ? null : period, List.of(rightFirst), span);
            period = Periods.INSTANT;
        } else if (!chain.ordered()) {
            chain.sort(span);
        }
        keep(kept, chain, period, keyFields, side);
        return chain;
    }

    private void keep(Kept kept, Chain chain, WindowSpec period, List<Integer> keyFields, int side) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        Expr number = fields.get(side);
        Schema before = chain.schema();
        List<Column> columns = new ArrayList<>(before.columns());
        columns.add(new Column("ALL_ROWS", COUNT));
        columns.add(new Column("RIGHT_ROWS", COUNT));
        List<OverFunction> functions = List.of(
                counting(OverFunction.Function.COUNT, List.of()), counting(OverFunction.Function.SUM, List.of(number)));
        List<Expr> keys = keyFields.stream().map(fields::get).toList();
        chain.over(new Operator.Over(period, keys, functions, new Schema(columns), span));
        Expr all = new Expr.Column(before.size(), COUNT, span);
        Expr right = new Expr.Column(before.size() + 1, COUNT, span);
        chain.filter(condition(kept, number, all, right));
        fields.remove(side);
        chain.setFields(fields);
    }

    private Expr condition(Kept kept, Expr side, Expr all, Expr right) {
        Expr first = is(all, literal(1));
        return switch (kept) {
            case UNION -> first;
            case EXCEPT -> call(Operation.AND, first, is(side, literal(0)));
            case INTERSECT -> {
                Expr left = new Expr.Call(Operation.MINUS, List.of(all, right), COUNT, span);
                Expr firstLeft = call(
                        Operation.AND,
                        call(Operation.AND, is(side, literal(0)), is(left, literal(1))),
                        call(Operation.GREATER, right, literal(0)));
                Expr firstRight = call(
                        Operation.AND,
                        call(Operation.AND, is(side, literal(1)), is(right, literal(1))),
                        call(Operation.GREATER, all, literal(1)));
                yield call(Operation.OR, firstLeft, firstRight);
            }
        };
    }

    private OverFunction counting(OverFunction.Function function, List<Expr> arguments) {
        return new OverFunction(function, arguments, 0, false, false, new Frame.Unbounded(), COUNT, span);
    }

    private Expr literal(long value) {
        return new Expr.Literal(value, COUNT, span);
    }

    private Expr is(Expr value, Expr wanted) {
        return call(Operation.EQUAL, value, wanted);
    }

    private Expr call(Operation operation, Expr left, Expr right) {
        return new Expr.Call(operation, List.of(left, right), TRUTH, span);
    }
}
