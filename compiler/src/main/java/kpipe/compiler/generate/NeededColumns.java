package kpipe.compiler.generate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.Stage;

/** Which columns of the rows that an operator takes are read by it or by those behind it, found from the end of the stage. Not thread-safe. */
final class NeededColumns implements Operator.Visitor<Void> {

    private Set<Integer> needed = new HashSet<>();

    private NeededColumns(int all) {
        for (int i = 0; i < all; i++) {
            needed.add(i);
        }
    }

    /** @param at which operator; the number of operators for the columns that the stage gives */
    static Set<Integer> of(Stage stage, int at) {
        NeededColumns columns = new NeededColumns(stage.output().size());
        List<Operator> operators = stage.operators();
        for (int i = operators.size() - 1; i >= at; i--) {
            operators.get(i).accept(columns);
        }
        return columns.needed;
    }

    private void read(Expr expr) {
        new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                needed.add(column.index());
                return column;
            }
        }.rewrite(expr);
    }

    private void keep(int first) {
        needed.removeIf(column -> column >= first);
    }

    @Override
    public Void filter(Operator.Filter operator) {
        read(operator.condition());
        return null;
    }

    @Override
    public Void project(Operator.Project operator) {
        needed = new HashSet<>();
        operator.expressions().forEach(this::read);
        if (operator.rowtime() != null) {
            read(operator.rowtime());
        }
        return null;
    }

    @Override
    public Void tableJoin(Operator.TableJoin operator) {
        operator.keys().forEach(pair -> read(pair.key()));
        if (operator.residual() != null) {
            read(operator.residual());
        }
        return null;
    }

    @Override
    public Void windowAggregate(Operator.WindowAggregate operator) {
        needed = new HashSet<>();
        operator.keys().forEach(this::read);
        for (Aggregate aggregate : operator.aggregates()) {
            aggregate.arguments().forEach(this::read);
        }
        return null;
    }

    @Override
    public Void timeSort(Operator.TimeSort operator) {
        operator.keys().forEach(key -> needed.add(key.column()));
        Operator.TimeSort.First first = operator.first();
        if (first != null) {
            needed.addAll(first.keys());
        }
        return null;
    }

    @Override
    public Void streamJoin(Operator.StreamJoin operator) {
        keep(operator.output().size() - 2);
        if (operator.residual() != null) {
            read(operator.residual());
            keep(operator.output().size() - 2);
        }
        for (Operator.StreamJoin.KeyPair pair : operator.keys()) {
            needed.add(pair.left());
            needed.add(operator.leftColumns() + pair.right());
        }
        return null;
    }

    @Override
    public Void over(Operator.Over operator) {
        keep(operator.output().size() - operator.functions().size());
        operator.keys().forEach(this::read);
        for (OverFunction function : operator.functions()) {
            function.arguments().forEach(this::read);
        }
        return null;
    }

    @Override
    public Void lead(Operator.Lead operator) {
        keep(operator.inputColumns());
        needed.addAll(operator.keys());
        for (Operator.Lead.LeadFunction function : operator.functions()) {
            needed.add(function.column());
            if (function.otherwise() >= 0) {
                needed.add(function.otherwise());
            }
        }
        return null;
    }

    @Override
    public Void match(Operator.Match operator) {
        needed = new HashSet<>(operator.keys());
        operator.tests().forEach(this::slot);
        operator.results().forEach(this::slot);
        return null;
    }

    private void slot(MatchSlot slot) {
        if (slot.column() >= 0) {
            needed.add(slot.column());
        }
    }

    /** The function sees all columns. */
    @Override
    public Void tableCall(Operator.TableCall operator) {
        needed = new HashSet<>();
        for (int i = 0; i < operator.input().size(); i++) {
            needed.add(i);
        }
        return null;
    }

    @Override
    public Void unnest(Operator.Unnest operator) {
        keep(operator.output().size() - 1);
        read(operator.nested());
        return null;
    }
}
