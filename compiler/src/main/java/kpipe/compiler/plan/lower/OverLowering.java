package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.AnalyticFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.OverFunction.Function;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.plan.AnalyticCall;
import kpipe.compiler.plan.Conversions;
import kpipe.compiler.plan.Problems;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Takes the functions with OVER out of a select list: one operator for each way to partition, in the order in which the text names them. What they give are further fields behind
 * those of the input.
 */
final class OverLowering {

    private static final Type DOUBLE = Type.of(Kind.DOUBLE, true);

    /** How many values of a key are remembered for ever. */
    private static final long MOST_REMEMBERED = 100;

    private final Problems problems;
    private final AggregateLowering.Splitter splitter;
    private final Span span;

    /**
     * The functions of one way to partition.
     *
     * @param ahead whether they look at later rows
     */
    record Partition(List<RexNode> keys, List<RexCall> calls, boolean ahead) {}

    /**
     * A select list without functions with OVER.
     *
     * @param names of the fields of {@code chain}
     */
    record Lowered(Chain chain, List<String> names, List<RexNode> projects) {}

    OverLowering(Problems problems, AggregateLowering.Splitter splitter, Span span) {
        this.problems = problems;
        this.splitter = splitter;
        this.span = span;
    }

    Lowered lower(Project project, Chain input) {
        List<String> names = new ArrayList<>(project.getInput().getRowType().getFieldNames());
        Map<String, Partition> partitions = partitions(project.getProjects());
        if (partitions.isEmpty()) {
            return new Lowered(input, names, project.getProjects());
        }
        Map<RexCall, RexInputRef> results = new LinkedHashMap<>();
        List<Expr> before = List.copyOf(input.fields());
        List<RankLowering.Ranking> rankings = takeOut(partitions.values(), input);
        Chain chain = input;
        for (Partition partition : partitions.values()) {
            if (partition.ahead()) {
                chain = new LeadLowering(problems, splitter, span).lower(partition, chain, names, results);
            } else if (!partition.calls().isEmpty()) {
                chain = lower(partition, chain, names, results);
            }
        }
        if (!rankings.isEmpty()) {
            chain = new RankLowering(problems, splitter, span).lower(rankings, chain, names, results);
        }
        int time = chain.fields().size() - 1;
        RexShuttle replacing = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexInputRef result = results.get(call);
                return result != null ? result : super.visitCall(call);
            }
        };
        List<RexNode> projects = new ArrayList<>(replacing.apply(project.getProjects()));
        if (!rankings.isEmpty()) {
            // Ranks come with the end of their time: the time of the row is another, what the query says of its own is
            // not.
            int last = projects.size() - 1;
            projects.set(last, timed(projects.get(last), before, time));
        }
        return new Lowered(chain, names, projects);
    }

    private static RexNode timed(RexNode node, List<Expr> fields, int time) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                boolean rowtime = fields.get(reference.getIndex()) instanceof Expr.Rowtime;
                return rowtime ? new RexInputRef(time, reference.getType()) : reference;
            }
        });
    }

    /** The ranks in another order than that of time, which are taken out of their partitions. */
    private List<RankLowering.Ranking> takeOut(Collection<Partition> partitions, Chain input) {
        Map<String, RankLowering.Ranking> rankings = new LinkedHashMap<>();
        for (Partition partition : partitions) {
            List<RexCall> ranks = new ArrayList<>();
            for (RexCall node : partition.calls()) {
                AnalyticCall call = java.util.Objects.requireNonNull(analytic(node));
                if (isByTime(node, input)) {
                    continue;
                }
                if (!call.function().ranks() || call.frame() != null) {
                    problems.report(Diagnostic.of(Problems.NOT_BY_TIME, place(node))
                            .withNote("`ORDER BY ROWTIME`, or the column of EVENT TIME, says so; it may be left out"));
                    throw new RefusedException();
                }
                ranks.add(node);
                List<RexNode> order = order(node);
                rankings.computeIfAbsent(
                                partition.keys() + " " + order + " " + call.order(),
                                key -> new RankLowering.Ranking(partition.keys(), order, new ArrayList<>()))
                        .calls()
                        .add(node);
            }
            partition.calls().removeAll(ranks);
        }
        return new ArrayList<>(rankings.values());
    }

    private static List<RexNode> order(RexCall node) {
        AnalyticCall call = java.util.Objects.requireNonNull(analytic(node));
        return node.getOperands()
                .subList(call.arguments() + call.keys(), node.getOperands().size());
    }

    private static Map<String, Partition> partitions(List<RexNode> nodes) {
        Map<String, Partition> partitions = new LinkedHashMap<>();
        RexShuttle finding = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall node) {
                AnalyticCall call = analytic(node);
                if (call == null) {
                    return super.visitCall(node);
                }
                List<RexNode> keys = node.getOperands().subList(call.arguments(), call.arguments() + call.keys());
                boolean ahead = call.function() == AnalyticFunction.LEAD;
                Partition partition = partitions.computeIfAbsent(
                        keys + (ahead ? " ahead" : ""), key -> new Partition(keys, new ArrayList<>(), ahead));
                if (!partition.calls().contains(node)) {
                    partition.calls().add(node);
                }
                return node;
            }
        };
        finding.apply(nodes);
        return partitions;
    }

    /** Whether there is a function with OVER in an expression. */
    static boolean isAnalytic(RexNode node) {
        return !partitions(List.of(node)).isEmpty();
    }

    static @Nullable AnalyticCall analytic(RexNode node) {
        return node instanceof RexCall call && call.getOperator() instanceof ScalarOperator operator
                ? operator.analytic()
                : null;
    }

    private Chain lower(Partition partition, Chain input, List<String> names, Map<RexCall, RexInputRef> results) {
        if (usesComputed(partition, input.fields())) {
            input.settle(names, span);
        }
        KeyedRows rows = KeyedRows.of(partition.keys(), input, names, splitter, span);
        return operator(rows.period(), partition, rows.keys(), rows.chain(), names, results);
    }

    /** Whether a field of some cost is used, which is then computed once and for all. */
    private static boolean usesComputed(Partition partition, List<Expr> fields) {
        int[] uses = new int[fields.size()];
        partition.calls().forEach(call -> FieldUses.count(call.getOperands(), uses));
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 0 && !Traits.isTrivial(fields.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isByTime(RexCall node, Chain chain) {
        AnalyticCall call = java.util.Objects.requireNonNull(analytic(node));
        List<RexNode> order = order(node);
        if (order.isEmpty()) {
            return true;
        }
        Expr first = ExprLowering.lower(order.get(0), chain.fields(), span);
        return order.size() == 1 && !call.order().get(0).descending() && chain.asTime(first) instanceof Expr.Rowtime;
    }

    static Span place(RexCall node) {
        return ((ScalarOperator) node.getOperator()).span();
    }

    private Chain operator(
            @Nullable WindowSpec period,
            Partition partition,
            List<Expr> keys,
            Chain chain,
            List<String> names,
            Map<RexCall, RexInputRef> results) {
        List<Column> columns = new ArrayList<>(chain.schema().columns());
        List<Expr> fields = new ArrayList<>(chain.fields());
        List<OverFunction> functions = new ArrayList<>();
        for (RexCall node : partition.calls()) {
            OverFunction function = function(node, chain);
            String name = ((AnalyticCall) java.util.Objects.requireNonNull(analytic(node)))
                    .function()
                    .name();
            results.put(node, new RexInputRef(fields.size(), node.getType()));
            fields.add(new Expr.Column(columns.size(), function.type(), function.span()));
            names.add(name);
            columns.add(new Column(name, function.type()));
            functions.add(function);
        }
        Span place = partition.calls().size() == 1 ? place(partition.calls().get(0)) : span;
        chain.over(new Operator.Over(period, keys, functions, new Schema(columns), place));
        chain.setFields(fields);
        return chain;
    }

    private OverFunction function(RexCall node, Chain chain) {
        AnalyticCall call = java.util.Objects.requireNonNull(analytic(node));
        Type type = RelTypes.fromRel(node.getType());
        List<Expr> arguments = new ArrayList<>();
        for (RexNode argument : node.getOperands().subList(0, call.arguments())) {
            arguments.add(ExprLowering.lower(argument, chain.fields(), place(node)));
        }
        Function function = meaning(call);
        long number = number(call);
        if (type.kind() == Kind.DOUBLE && gathersDoubles(function)) {
            arguments.set(0, Conversions.convert(arguments.get(0), DOUBLE));
        }
        if (function == Function.LAG) {
            arguments.replaceAll(argument -> Conversions.convert(argument, type));
        }
        Frame frame = frame(call, function, number);
        if (call.distinct() && frame instanceof Frame.Unbounded) {
            problems.report(Diagnostic.of(Problems.REMEMBERS_VALUES, place(node))
                    .withNote("say how far back the window goes, as by `RANGE INTERVAL '1' HOUR PRECEDING`"));
            throw new RefusedException();
        }
        boolean back = frame instanceof Frame.Unbounded && call.ignoreNulls() && function != Function.FROM_FIRST;
        if (back && number > MOST_REMEMBERED || frame instanceof Frame.Unbounded && function == Function.EXP_AVG) {
            problems.notAvailable(place(node), "`" + call.function() + "` over all rows since the start in this form");
            throw new RefusedException();
        }
        return new OverFunction(
                function, arguments, number, call.distinct(), call.ignoreNulls(), frame, type, place(node));
    }

    private static boolean gathersDoubles(Function function) {
        return switch (function) {
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, EXP_AVG -> true;
            default -> false;
        };
    }

    static Function meaning(AnalyticCall call) {
        return switch (call.function()) {
            case COUNT, ROW_NUMBER -> Function.COUNT;
            case SUM -> Function.SUM;
            case AVG -> Function.AVG;
            case MIN, EVERY, BOOL_AND -> Function.MIN;
            case MAX, ANY, SOME, BOOL_OR -> Function.MAX;
            case STDDEV, STDDEV_SAMP -> Function.STDDEV_SAMP;
            case STDDEV_POP -> Function.STDDEV_POP;
            case VARIANCE, VAR_SAMP -> Function.VAR_SAMP;
            case VAR_POP -> Function.VAR_POP;
            case FIRST_VALUE -> Function.FROM_FIRST;
            case LAST_VALUE -> Function.FROM_LAST;
            case NTH_VALUE -> call.fromLast() ? Function.FROM_LAST : Function.FROM_FIRST;
            case LAG -> Function.LAG;
            case EXP_AVG -> Function.EXP_AVG;
            case RANK -> Function.RANK;
            case DENSE_RANK -> Function.DENSE_RANK;
            case LEAD -> throw new UnsupportedPlanException("LEAD");
        };
    }

    /** How many rows from the first, the last or the row itself; NTH_VALUE counts from 1. */
    private static long number(AnalyticCall call) {
        return switch (call.function()) {
            case NTH_VALUE -> call.number() - 1;
            case LAG, EXP_AVG -> call.number();
            default -> 0;
        };
    }

    /** The frame; where nothing is said, all rows, of which a value some rows back needs only those. */
    private static Frame frame(AnalyticCall call, Function function, long number) {
        Frame said = call.frame() == null ? new Frame.Unbounded() : call.frame();
        boolean back = function == Function.LAG || function == Function.FROM_LAST;
        return said instanceof Frame.Unbounded && back && !call.ignoreNulls() ? new Frame.Rows(number) : said;
    }
}
