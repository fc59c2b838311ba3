package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Computes what is the same for every row once, when compiling: operators and functions of constants, conditions that are always true, branches that are never taken. What
 * fails stays as it is, for a row to fail by if any comes to it; and nothing is computed that a row would not come to.
 */
public final class ConstantFolding {

    private ConstantFolding() {}

    /** The pipeline with its constants computed. */
    public static Pipeline fold(Pipeline pipeline) {
        return new Pipeline(
                pipeline.name(),
                pipeline.parameters(),
                pipeline.streams(),
                pipeline.tables(),
                pipeline.javaUnits(),
                pipeline.stages().stream().map(ConstantFolding::fold).toList(),
                pipeline.destinations());
    }

    static Stage fold(Stage stage) {
        OperatorFolder folder = new OperatorFolder();
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : stage.operators()) {
            Operator folded = operator.accept(folder);
            if (!(folded instanceof Operator.Filter filter && isTrue(filter.condition()))) {
                operators.add(folded);
            }
        }
        return stage.withOperators(operators);
    }

    private static boolean isTrue(Expr expr) {
        return expr instanceof Expr.Literal literal && Boolean.TRUE.equals(literal.value());
    }

    private static boolean isNull(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value() == null;
    }

    /** The operators over the same rows, their expressions folded. */
    private static final class OperatorFolder implements Operator.Visitor<Operator> {

        private final Folder folder = new Folder();

        @Override
        public Operator filter(Operator.Filter operator) {
            return new Operator.Filter(folder.rewrite(operator.condition()), operator.output(), operator.span());
        }

        @Override
        public Operator project(Operator.Project operator) {
            return new Operator.Project(
                    all(operator.expressions()),
                    optional(operator.rowtime()),
                    operator.within(),
                    operator.follows(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator unnest(Operator.Unnest operator) {
            return new Operator.Unnest(
                    folder.rewrite(operator.nested()),
                    operator.step(),
                    operator.outer(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator tableJoin(Operator.TableJoin operator) {
            List<Operator.TableJoin.KeyPair> keys = new ArrayList<>();
            for (Operator.TableJoin.KeyPair key : operator.keys()) {
                keys.add(new Operator.TableJoin.KeyPair(folder.rewrite(key.key()), key.tableColumn()));
            }
            return new Operator.TableJoin(
                    operator.table(),
                    keys,
                    optional(operator.residual()),
                    operator.outer(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator streamJoin(Operator.StreamJoin operator) {
            return new Operator.StreamJoin(
                    operator.leftColumns(),
                    operator.keys(),
                    operator.lower(),
                    operator.upper(),
                    operator.leftRows(),
                    operator.rightRows(),
                    optional(operator.residual()),
                    operator.keepsLeft(),
                    operator.keepsRight(),
                    operator.latest(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator windowAggregate(Operator.WindowAggregate operator) {
            List<Aggregate> aggregates = new ArrayList<>();
            for (Aggregate aggregate : operator.aggregates()) {
                aggregates.add(new Aggregate(
                        aggregate.function(),
                        all(aggregate.arguments()),
                        aggregate.distinct(),
                        aggregate.ignoreNulls(),
                        aggregate.fraction(),
                        aggregate.listing(),
                        aggregate.type(),
                        aggregate.span()));
            }
            return new Operator.WindowAggregate(
                    operator.window(),
                    all(operator.keys()),
                    aggregates,
                    operator.tellsLate(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator match(Operator.Match operator) {
            List<Operator.Match.MatchVariable> variables = new ArrayList<>();
            operator.variables()
                    .forEach(variable -> variables.add(
                            new Operator.Match.MatchVariable(variable.name(), optional(variable.condition()))));
            return new Operator.Match(
                    operator.keys(),
                    operator.pattern(),
                    variables,
                    operator.tests(),
                    operator.results(),
                    operator.allRows(),
                    operator.skip(),
                    operator.skipTo(),
                    operator.within(),
                    operator.history(),
                    operator.output(),
                    operator.span());
        }

        @Override
        public Operator over(Operator.Over operator) {
            List<OverFunction> functions = new ArrayList<>();
            for (OverFunction function : operator.functions()) {
                functions.add(new OverFunction(
                        function.function(),
                        all(function.arguments()),
                        function.number(),
                        function.distinct(),
                        function.ignoreNulls(),
                        function.frame(),
                        function.type(),
                        function.span()));
            }
            return new Operator.Over(
                    operator.period(), all(operator.keys()), functions, operator.output(), operator.span());
        }

        @Override
        public Operator lead(Operator.Lead operator) {
            return operator;
        }

        @Override
        public Operator timeSort(Operator.TimeSort operator) {
            return operator;
        }

        @Override
        public Operator tableCall(Operator.TableCall operator) {
            return operator;
        }

        private List<Expr> all(List<Expr> exprs) {
            return exprs.stream().map(folder::rewrite).toList();
        }

        private @Nullable Expr optional(@Nullable Expr expr) {
            return expr == null ? null : folder.rewrite(expr);
        }
    }

    /** Folds from the inside out. */
    private static final class Folder extends Rewriter {

        private final Evaluator evaluator = Evaluator.ofConstants();

        @Override
        public Expr call(Expr.Call expr) {
            return switch (expr.operation()) {
                case AND -> connected(expr, true);
                case OR -> connected(expr, false);
                case CURRENT_TIMESTAMP, CURRENT_ROW_TIMESTAMP -> expr;
                default -> computed(super.call(expr));
            };
        }

        /** Takes out what does not decide, and what stands behind a constant that does: it is never come to. */
        private Expr connected(Expr.Call expr, boolean neutral) {
            List<Expr> left = new ArrayList<>();
            for (Expr operand : expr.operands()) {
                Expr folded = rewrite(operand);
                Object constant = folded instanceof Expr.Literal literal ? literal.value() : null;
                if (constant == null || !constant.equals(neutral)) {
                    left.add(folded);
                }
                if (constant != null && !constant.equals(neutral)) {
                    break;
                }
            }
            if (left.isEmpty()) {
                return new Expr.Literal(neutral, expr.type().withNullable(false), expr.span());
            }
            return left.size() == 1
                    ? left.get(0)
                    : computed(new Expr.Call(expr.operation(), left, expr.type(), expr.span()));
        }

        @Override
        public Expr caseWhen(Expr.Case expr) {
            List<Expr.Case.Branch> branches = new ArrayList<>();
            for (Expr.Case.Branch branch : expr.branches()) {
                Expr condition = rewrite(branch.condition());
                if (isTrue(condition)) {
                    return chosen(branches, rewrite(branch.result()), expr);
                }
                if (!(condition instanceof Expr.Literal)) {
                    branches.add(new Expr.Case.Branch(condition, rewrite(branch.result())));
                }
            }
            return chosen(branches, rewrite(expr.otherwise()), expr);
        }

        private static Expr chosen(List<Expr.Case.Branch> branches, Expr otherwise, Expr.Case expr) {
            return branches.isEmpty() ? otherwise : new Expr.Case(branches, otherwise, expr.type(), expr.span());
        }

        @Override
        public Expr coalesce(Expr.Coalesce expr) {
            List<Expr> left = new ArrayList<>();
            for (Expr operand : expr.operands()) {
                Expr folded = rewrite(operand);
                if (!isNull(folded)) {
                    left.add(folded);
                }
                if (!folded.type().nullable()) {
                    break;
                }
            }
            if (left.isEmpty()) {
                return new Expr.Literal(null, expr.type(), expr.span());
            }
            return left.size() == 1 ? left.get(0) : new Expr.Coalesce(left, expr.type(), expr.span());
        }

        @Override
        public Expr cast(Expr.Cast expr) {
            Expr cast = super.cast(expr);
            return Evaluator.ofStartDay(expr) ? cast : computed(cast);
        }

        @Override
        public Expr functionCall(Expr.FunctionCall expr) {
            Expr call = super.functionCall(expr);
            return expr.overload().deterministic() ? computed(call) : call;
        }

        /** The value, if all that the expression is made of is constant and it does not fail. */
        private Expr computed(Expr expr) {
            if (!operands(expr).stream().allMatch(Expr.Literal.class::isInstance)) {
                return expr;
            }
            try {
                Object value = evaluator.evaluate(expr, Row.NONE);
                return new Expr.Literal(javaForm(value), expr.type().withNullable(value == null), expr.span());
            } catch (FailedExpression failed) {
                return expr;
            }
        }

        private static List<Expr> operands(Expr expr) {
            if (expr instanceof Expr.Call call) {
                return call.operands();
            }
            return expr instanceof Expr.FunctionCall call ? call.arguments() : List.of(((Expr.Cast) expr).operand());
        }

        private static @Nullable Object javaForm(@Nullable Object value) {
            return value instanceof BigDecimal decimal
                    ? (Object) decimal.unscaledValue().longValueExact()
                    : value;
        }
    }
}
