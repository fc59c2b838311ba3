package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.runtime.operator.RowErrors;
import org.jspecify.annotations.Nullable;

/** Writes the way of one row through operators, one behind the other in the same block, to where the way ends. */
final class RowPath {

    /** Where a row's way ends: a batch of results, a window, a place to wait. */
    interface End {
        /** Writes what is done with a row that has come through; it stands in the current block of the expressions. */
        void row(Environment row);
    }

    private final Expressions expressions;
    private final Schema input;
    private final List<Operator> operators;
    private final String failure;
    private final End end;

    /** Whether a row may give more than one. */
    static boolean fansOut(List<Operator> operators) {
        return operators.stream()
                .anyMatch(operator -> operator instanceof Operator.TableJoin || operator instanceof Operator.Unnest);
    }

    /**
     * @param input the columns of the rows that it begins with
     * @param failure the statement that says that the row has failed, for {@code line} and {@code reason}
     */
    RowPath(Expressions expressions, Schema input, List<Operator> operators, String failure, End end) {
        this.expressions = expressions;
        this.input = input;
        this.operators = operators;
        this.failure = failure;
        this.end = end;
    }

    /** Writes all operators, beginning with a row that has just been read. */
    void write(Environment row) {
        from(0, row);
    }

    private void from(int index, Environment row) {
        expressions.setRow(row);
        if (index == operators.size()) {
            end.row(row);
            return;
        }
        Operator operator = operators.get(index);
        if (!(operator instanceof Operator.Project project)
                || project.expressions().stream().noneMatch(RowPath::computes)) {
            expressions.block.comment(SourceComment.of(operator.span()));
        }
        if (operator instanceof Operator.Filter filter) {
            if (filter(filter)) {
                from(index + 1, row);
            }
        } else if (operator instanceof Operator.Project project) {
            from(index + 1, project(project, row));
        } else if (operator instanceof Operator.TableJoin join) {
            new JoinWriter(expressions, join, row, inputColumns(index), failure)
                    .write(joined -> from(index + 1, joined));
            expressions.setRow(row);
        } else if (operator instanceof Operator.Unnest unnest) {
            new UnnestWriter(expressions, unnest, failure).write(row, element -> from(index + 1, element));
            expressions.setRow(row);
        } else if (operator instanceof Operator.Over over) {
            from(index + 1, new OverWriter(expressions, over).write(row, inputColumns(index)));
        } else {
            throw new IllegalStateException(operator.toString());
        }
    }

    /** How many columns the rows have that an operator takes. */
    private int inputColumns(int index) {
        return (index == 0 ? input : operators.get(index - 1).output()).size();
    }

    /** Writes the condition; returns false if no row can pass. */
    private boolean filter(Operator.Filter filter) {
        for (Expr condition : expressions.conditions.conjuncts(filter.condition())) {
            if (!filter(condition)) {
                return false;
            }
        }
        return true;
    }

    private boolean filter(Expr condition) {
        CodeBlock refused = expressions.conditions.isNotTrue(condition);
        if (refused.toString().equals("false")) {
            return true;
        }
        Block block = expressions.block;
        if (Expressions.isAlways(refused)) {
            block.statement("continue");
            return false;
        }
        block.begin("if ($L)", refused);
        block.statement("continue");
        block.end();
        NotNull.where(condition).forEach(expressions.row()::knownNotNull);
        return true;
    }

    private Environment project(Operator.Project project, Environment row) {
        if (WideRow.isNeeded(expressions, project, row)) {
            WideRow wide = WideRow.write(expressions, project, row);
            return project.rowtime() == null ? wide : wide.withTime(promote(project, project.rowtime()));
        }
        List<Expr> columns = project.expressions();
        @Nullable Value[] values = new @Nullable Value[columns.size()];
        for (int i = 0; i < values.length; i++) {
            if (computes(columns.get(i))) {
                expressions.block.comment(SourceComment.of(columns.get(i).span()));
            }
            if (!(columns.get(i) instanceof Expr.Column)) {
                values[i] = expressions.settled(columns.get(i), project.output().name(i));
            }
        }
        Expr rowtime = project.rowtime();
        return new Computed(row, columns, values, rowtime == null ? null : promote(project, rowtime));
    }

    /** Whether there is something to compute, rather than a column or constant to take. */
    private static boolean computes(Expr expr) {
        return !Subexpressions.of(expr).isEmpty() || expr instanceof Expr.FunctionCall || expr instanceof Expr.JavaCall;
    }

    /** Writes the test of a ROWTIME that the query sets: it may not be NULL, nor further before one given out already than allowed. */
    private Stamp promote(Operator.Project project, Expr rowtime) {
        Value value = expressions.settled(rowtime, "rowtime");
        String promoted = expressions.members.promoted();
        expressions.mark(rowtime);
        Block block = expressions.block;
        if (value.isNull() != null) {
            block.begin("if ($L)", value.isNull());
            refuse(RowErrors.NO_ROWTIME);
            block.end();
        }
        block.begin("if ($L < $N)", value.code(), promoted);
        refuse(RowErrors.outOfOrder(project.within()));
        block.end();
        if (project.within() == 0) {
            block.statement("$N = $L", promoted, value.code());
            return new Stamp(CodeBlock.of("$N", promoted), CodeBlock.of("$N", promoted));
        }
        String stamped = expressions.members.time("stamped");
        block.statement("$N = $L", stamped, value.code());
        block.statement("$1N = Math.max($1N, $2N - $3LL)", promoted, stamped, project.within());
        return new Stamp(CodeBlock.of("$N", stamped), CodeBlock.of("$N", promoted));
    }

    private void refuse(String reason) {
        expressions.block.statement(
                "throw new $T($T.ROWTIME_OUT_OF_ORDER, $S)", RowException.class, RowErrors.class, reason);
    }
}
