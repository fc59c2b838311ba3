package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Column;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The row that a projection of many expressions gives: too many for the locals of one method, they stand in a batch of one row that is a field, filled by several methods. Columns
 * of its input that it only passes on stay where they are.
 */
final class WideRow implements Environment {

    /** A column that is computed is a result of an aggregate, as large as a few nodes. */
    private static final int COLUMN_WEIGHT = 5;

    private final Environment input;
    private final List<Expr> expressions;
    private final int[] places;
    private final BatchRow computed;
    private final @Nullable Stamp time;

    private WideRow(Environment input, List<Expr> expressions, int[] places, BatchRow computed, @Nullable Stamp time) {
        this.input = input;
        this.expressions = expressions;
        this.places = places;
        this.computed = computed;
        this.time = time;
    }

    /** Whether a projection is so large that it must be divided, and can be. */
    static boolean isNeeded(Expressions expressions, Operator.Project project, Environment row) {
        int weight = 0;
        for (Expr expr : project.expressions()) {
            weight += expr instanceof Expr.Column ? 0 : expressions.division.weight(expr);
        }
        return weight > MethodDivision.MAX_NODES && row.parameters() != null;
    }

    /** Writes the methods that compute the projection over the row at hand, and their calls. */
    static WideRow write(Expressions expressions, Operator.Project project, Environment row) {
        return write(expressions, project.expressions(), row);
    }

    /** Writes the methods that compute expressions over the row at hand, and their calls. Columns are left where they are. */
    static WideRow write(Expressions expressions, List<Expr> all, Environment row) {
        return write(expressions, all, row, index -> !(all.get(index) instanceof Expr.Column));
    }

    /**
     * Writes the methods that compute expressions over the row at hand, and their calls.
     *
     * @param isComputed which of them to compute; the others must be columns
     */
    static WideRow write(Expressions expressions, List<Expr> all, Environment row, IntPredicate isComputed) {
        int[] places = new int[all.size()];
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            places[i] = isComputed.test(i) ? columns.size() : -1;
            if (places[i] >= 0) {
                columns.add(new Column("c" + i, all.get(i).type()));
            }
        }
        Schema schema = new Schema(columns);
        String batch = "";
        if (!columns.isEmpty()) {
            batch = expressions.members.wideRow(schema);
            expressions.block.statement("$N.clear()", batch);
            methods(expressions, all, places, batch);
        }
        return new WideRow(row, all, places, new BatchRow(expressions, schema, batch, "0", null), null);
    }

    private static void methods(Expressions expressions, List<Expr> all, int[] places, String batch) {
        List<Integer> part = new ArrayList<>();
        int weight = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0) {
                continue;
            }
            int next = all.get(i) instanceof Expr.Column
                    ? COLUMN_WEIGHT
                    : Math.min(MethodDivision.MAX_NODES, expressions.division.weight(all.get(i)));
            if (weight + next > MethodDivision.MAX_NODES && !part.isEmpty()) {
                method(expressions, all, places, part, batch);
                part = new ArrayList<>();
                weight = 0;
            }
            part.add(i);
            weight += next;
        }
        method(expressions, all, places, part, batch);
    }

    private static void method(
            Expressions expressions, List<Expr> all, int[] places, List<Integer> part, String batch) {
        CodeBlock call = expressions.division.method("compute columns", List.of(), () -> {
            for (int index : part) {
                Expr expr = all.get(index);
                expressions.block.comment(SourceComment.of(expr.span()));
                Value value = expressions.evaluate(expr);
                OutputWriter.cell(expressions, value, batch, places[index]);
            }
        });
        expressions.block.statement("$L", call);
    }

    WideRow withTime(Stamp promoted) {
        return new WideRow(input, expressions, places, computed, promoted);
    }

    private int source(int index) {
        return ((Expr.Column) Objects.requireNonNull(expressions.get(index))).index();
    }

    @Override
    public Value column(int index) {
        return places[index] < 0 ? input.column(source(index)) : computed.column(places[index]);
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        return places[index] < 0 ? input.cell(source(index)) : computed.cell(places[index]);
    }

    @Override
    public void knownNotNull(int index) {
        if (places[index] < 0) {
            input.knownNotNull(source(index));
        } else {
            computed.knownNotNull(places[index]);
        }
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        return places[index] < 0 ? input.isNull(source(index)) : computed.isNull(places[index]);
    }

    @Override
    public CodeBlock rowtime() {
        return time != null ? time.rowtime() : input.rowtime();
    }

    @Override
    public CodeBlock watermark() {
        return time != null ? time.watermark() : input.watermark();
    }

    @Override
    public @Nullable List<ParameterSpec> parameters() {
        return input.parameters();
    }

    @Override
    public Environment inMethod() {
        return new WideRow(input.inMethod(), expressions, places, computed, time);
    }
}
