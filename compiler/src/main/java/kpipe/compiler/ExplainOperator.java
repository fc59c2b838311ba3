package kpipe.compiler;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowText;
import kpipe.data.Schema;
import kpipe.spi.TableFunction;
import org.jspecify.annotations.Nullable;

/** Writes the operators of one stage, each over the columns that the one before it gives. */
final class ExplainOperator implements Operator.Visitor<Void> {

    private static final String ALL_ROWS = "nothing: all rows together";

    private final Pipeline pipeline;
    private final StreamNode from;
    private final List<StreamNode> others;
    private final ExplainPage page;
    private Schema input;

    /** @param others what the stage reads beside {@code from} */
    ExplainOperator(Pipeline pipeline, StreamNode from, List<StreamNode> others, Schema input, ExplainPage page) {
        this.pipeline = pipeline;
        this.from = from;
        this.others = others;
        this.input = input;
        this.page = page;
    }

    @Override
    public Void filter(Operator.Filter operator) {
        page.line(operator.span(), "filter", ExpressionText.of(operator.condition(), input));
        input = operator.output();
        return null;
    }

    @Override
    public Void project(Operator.Project operator) {
        List<String> columns = new ArrayList<>();
        Schema output = operator.output();
        for (int i = 0; i < output.size(); i++) {
            columns.add(output.column(i) + " = "
                    + ExpressionText.of(operator.expressions().get(i), input));
        }
        Expr rowtime = operator.rowtime();
        if (rowtime != null) {
            String within = operator.within() == 0 ? "" : ", at most " + AmountText.time(operator.within()) + " back";
            columns.add("ROWTIME = " + ExpressionText.of(rowtime, input) + within);
        }
        page.lines(operator.span(), "project", columns);
        input = output;
        return null;
    }

    @Override
    public Void tableJoin(Operator.TableJoin operator) {
        Schema table = operator.output();
        int width = input.size();
        List<String> conditions = new ArrayList<>();
        for (Operator.TableJoin.KeyPair key : operator.keys()) {
            conditions.add(ExpressionText.of(key.key(), input) + " = " + operator.table() + "."
                    + table.name(width + key.tableColumn()));
        }
        Expr residual = operator.residual();
        if (residual != null) {
            conditions.add(ExpressionText.of(residual, table));
        }
        String label = operator.outer() ? "left join" : "join";
        String on = conditions.isEmpty() ? ": every row of it" : " on " + String.join(" and ", conditions);
        page.line(operator.span(), label, "table " + operator.table() + on);
        page.line("time", "the table as it is when the row comes");
        page.line("state", "bounded: the table as it was last read");
        input = table;
        return null;
    }

    @Override
    public Void unnest(Operator.Unnest operator) {
        String rest = operator.outer() ? "; a row without elements once" : "";
        page.line(operator.span(), "unnest", ExpressionText.of(operator.nested(), input) + rest);
        input = operator.output();
        return null;
    }

    @Override
    public Void windowAggregate(Operator.WindowAggregate operator) {
        page.line(operator.span(), "window", WindowText.of(operator.window()));
        if (!operator.keys().isEmpty()) {
            page.lines(null, "by", named(operator.keys(), operator.output()));
        } else {
            page.line("by", ALL_ROWS);
        }
        List<String> aggregates = new ArrayList<>();
        int first = operator.keys().size();
        for (int i = 0; i < operator.aggregates().size(); i++) {
            Aggregate aggregate = operator.aggregates().get(i);
            String type = operator.output().column(first + i).toString();
            aggregates.add(type + " = " + ExpressionText.of(aggregate, input));
        }
        page.lines(null, "gives", aggregates);
        page.line("time", "a window closes when " + clockComes() + " to the end of it");
        page.line("state", state(operator));
        input = operator.output();
        return null;
    }

    @Override
    public Void streamJoin(Operator.StreamJoin operator) {
        int width = operator.leftColumns();
        Schema output = operator.output();
        List<String> conditions = new ArrayList<>();
        for (Operator.StreamJoin.KeyPair key : operator.keys()) {
            conditions.add(ExpressionText.column(output, key.left()) + " = "
                    + ExpressionText.column(output, width + key.right()));
        }
        Expr residual = operator.residual();
        if (residual != null) {
            conditions.add(ExpressionText.of(residual, output));
        }
        String kind = operator.latest()
                ? operator.keepsLeft() ? "left join as of" : "join as of"
                : operator.keepsLeft()
                        ? operator.keepsRight() ? "full join" : "left join"
                        : operator.keepsRight() ? "right join" : "join";
        page.line(
                operator.span(),
                kind,
                conditions.isEmpty()
                        ? operator.latest() ? "without a key" : "every pair within their time"
                        : "on " + String.join(" and ", conditions));
        page.line("time", distance(operator) + "; in the order of " + clock());
        if (operator.latest()) {
            page.line("state", latest(operator));
            input = output;
            return null;
        }
        page.line(
                "state",
                "bounded: " + held("left", operator.leftRows(), operator.leftHold()) + ", "
                        + held("right", operator.rightRows(), operator.rightHold()) + waiting());
        input = output;
        return null;
    }

    /** What an AS OF join remembers: for each key the latest row, for as long as it may be met. */
    private String latest(Operator.StreamJoin join) {
        String row = "the latest row of the right side" + (join.keys().isEmpty() ? "" : " per key");
        return join.rightHold() != Long.MAX_VALUE
                ? "bounded: " + row + ", held for " + AmountText.time(join.rightHold()) + waiting()
                : join.keys().isEmpty()
                        ? "bounded: " + row + waiting()
                        : "bounded per key: " + row + waiting() + "; a key is never forgotten";
    }

    /** Which pairs are near enough. */
    private static String distance(Operator.StreamJoin join) {
        if (join.latest()) {
            return "the latest right row " + (join.upper() < 0 ? "before" : "up to") + " the time of the left one"
                    + (join.rightHold() == Long.MAX_VALUE
                            ? ""
                            : ", at most " + AmountText.time(join.rightHold()) + " older");
        }
        if (join.leftRows() > 0 || join.rightRows() > 0) {
            return "a row meets those of the other side that are held when its turn has come";
        }
        if (join.lower() == 0 && join.upper() == 0) {
            return "rows of equal ROWTIME meet";
        }
        return "the right ROWTIME is " + signed(join.lower()) + " to " + signed(join.upper()) + " from the left one";
    }

    private static String signed(long millis) {
        return millis == 0 ? "0" : millis < 0 ? "-" + AmountText.time(-millis) : "+" + AmountText.time(millis);
    }

    private static String held(String side, int rows, long millis) {
        return rows > 0
                ? "the last " + Counted.of(rows, "row") + " of the " + side + " side"
                : "the " + side + " rows of " + (millis == 0 ? "the present time" : AmountText.time(millis));
    }

    /** Rows that came before the other side had come as far wait in the queues; those that come out of order wait here. */
    private String waiting() {
        long lateness = lateness(from);
        for (StreamNode other : others) {
            lateness = Math.max(lateness, lateness(other));
        }
        return lateness == 0 ? "" : ", and " + AmountText.time(lateness) + " of both until they are in order";
    }

    /** What the time of the rows is: the clock, a column of the stream that a source fills, or what a query sets. */
    private String clock() {
        return String.join(" and ", clocks());
    }

    /** That it comes somewhere. */
    private String clockComes() {
        return clock() + (clocks().size() > 1 ? " come" : " comes");
    }

    private Set<String> clocks() {
        Set<String> clocks = new LinkedHashSet<>();
        List<StreamNode> inlets = new ArrayList<>(List.of(from));
        inlets.addAll(others);
        for (StreamNode inlet : inlets) {
            Set<StreamNode> timed = pipeline.timedBy(inlet.name());
            timed.forEach(stream -> clocks.add(clock(stream)));
            if (timed.isEmpty()) {
                clocks.add(
                        inlet.role() == StreamRole.DECLARED || inlet.role() == StreamRole.INTERNAL
                                ? "ROWTIME of " + inlet.name()
                                : "the clock");
            }
        }
        return clocks;
    }

    private static String clock(StreamNode stream) {
        String column = stream.timeColumn();
        return stream.eventTime().column() < 0
                ? "the clock"
                : (column == null ? "EVENT TIME" : "`" + column + "`") + " of " + stream.name();
    }

    private List<String> named(List<Expr> keys, Schema output) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            result.add(output.column(i) + " = " + ExpressionText.of(keys.get(i), input));
        }
        return result;
    }

    /** What is remembered and until when; behind a window the rows come in order, and so does their time. */
    private String state(Operator.WindowAggregate operator) {
        String groups = operator.keys().isEmpty() ? "one group" : "one group per key";
        List<String> kept = new ArrayList<>();
        if (operator.aggregates().stream().anyMatch(Aggregate::distinct)) {
            kept.add("its distinct values");
        }
        if (keeps(operator, AggregateFunction.PERCENTILE_CONT)
                || keeps(operator, AggregateFunction.PERCENTILE_DISC)
                || keeps(operator, AggregateFunction.LISTAGG)) {
            kept.add("all its values");
        }
        if (keeps(operator, AggregateFunction.ARRAY_AGG)) {
            kept.add("at most 1 MB for each ARRAY_AGG");
        }
        if (keeps(operator, AggregateFunction.APPROX_COUNT_DISTINCT)) {
            kept.add("4 KB for different values");
        }
        if (keeps(operator, AggregateFunction.APPROX_QUANTILE)) {
            kept.add("at most 32 KB for quantiles");
        }
        String held = groups + (kept.isEmpty() ? "" : " with " + String.join(" and ", kept));
        long lateness = lateness(from);
        String allowance = lateness == 0 ? "" : " and " + AmountText.time(lateness) + " for late rows";
        return "bounded: " + held + ", held for " + span(operator.window()) + allowance;
    }

    private static boolean keeps(Operator.WindowAggregate operator, AggregateFunction function) {
        return operator.aggregates().stream().anyMatch(aggregate -> aggregate.function() == function);
    }

    private static String span(WindowSpec window) {
        if (window instanceof WindowSpec.Tumbling tumbling) {
            return AmountText.time(tumbling.size());
        }
        if (window instanceof WindowSpec.Hopping hopping) {
            return AmountText.time(hopping.size()) + ", in as many windows as hold a row";
        }
        if (window instanceof WindowSpec.Session session) {
            return "the session and " + AmountText.time(session.gap()) + " after it";
        }
        if (window instanceof WindowSpec.Stagger stagger) {
            return AmountText.time(stagger.size()) + " from its first row";
        }
        if (window instanceof WindowSpec.Cumulating cumulating) {
            return span(cumulating.whole());
        }
        WindowSpec.Calendar calendar = (WindowSpec.Calendar) window;
        String length = WindowText.units(calendar, calendar.length());
        return Character.isDigit(length.charAt(0)) ? length : "one " + length;
    }

    /** The greatest lateness of the sources from which rows of a stream come. */
    private long lateness(StreamNode stream) {
        long lateness = stream.eventTime().latenessMillis();
        if (stream.source() != null || stream.ordered()) {
            return lateness;
        }
        for (Stage stage : pipeline.stages()) {
            long within = within(stage);
            if (stage.to().equals(stream.name()) && within > 0) {
                lateness = Math.max(lateness, within);
            } else if (stage.to().equals(stream.name())) {
                for (Stage.Inlet inlet : stage.inlets()) {
                    lateness = Math.max(lateness, lateness(pipeline.stream(inlet.from())));
                }
            }
        }
        return lateness;
    }

    /** How far out of order the rows of a stage come because it sets their time; 0 where it does not. */
    private static long within(Stage stage) {
        return stage.operators().stream()
                .mapToLong(operator -> operator instanceof Operator.Project project ? project.within() : 0)
                .max()
                .orElse(0);
    }

    @Override
    public Void over(Operator.Over operator) {
        List<String> given = new ArrayList<>();
        int first = input.size();
        for (int i = 0; i < operator.functions().size(); i++) {
            given.add(operator.output().column(first + i) + " = "
                    + ExpressionText.of(operator.functions().get(i), input));
        }
        page.lines(operator.span(), "over", given);
        WindowSpec period = operator.period();
        if (period != null) {
            page.line(
                    "within",
                    WindowText.of(period).equals("tumbling 1 millisecond") ? "each ROWTIME" : WindowText.of(period));
        }
        if (!operator.keys().isEmpty()) {
            page.line("by", ExpressionText.of(operator.keys(), input));
        } else {
            page.line("by", ALL_ROWS);
        }
        page.line("time", "rows as they come, in the order of " + clock());
        page.line("state", state(operator));
        input = operator.output();
        return null;
    }

    /** What is remembered: rows for a time, or for each key for ever a number of rows or a value of each function. */
    private static String state(Operator.Over operator) {
        long millis = 0;
        long rows = 0;
        boolean all = false;
        long values = 0;
        for (OverFunction function : operator.functions()) {
            if (function.frame() instanceof Frame.Range range) {
                millis = Math.max(millis, range.millis());
            } else if (function.frame() instanceof Frame.Rows held) {
                rows = Math.max(rows, held.preceding() + 1);
            } else {
                all = true;
                boolean back = function.function() == OverFunction.Function.LAG
                        || function.function() == OverFunction.Function.FROM_LAST;
                values = Math.max(values, back ? function.number() + 1 : 1);
            }
        }
        List<String> held = new ArrayList<>();
        if (millis > 0 || rows == 0 && !all) {
            held.add("the rows of " + (millis == 0 ? "the present time" : AmountText.time(millis)));
        }
        if (rows > 0) {
            held.add(Counted.of(rows, "row") + (operator.keys().isEmpty() ? "" : " per key"));
        }
        if (all) {
            held.add((values == 1 ? "one value" : "up to " + Counted.of(values, "value"))
                    + " of each function over all rows"
                    + (operator.keys().isEmpty() ? "" : " per key"));
        }
        if (operator.period() != null) {
            return "bounded: " + String.join(", and ", held).replace(" over all rows", "") + ", until the time is over";
        }
        boolean forEver = rows > 0 || all;
        String verdict = forEver && !operator.keys().isEmpty() ? "bounded per key: " : "bounded: ";
        String keys = forEver && !operator.keys().isEmpty() ? "; a key is never forgotten" : "";
        return verdict + String.join(", and ", held) + keys;
    }

    @Override
    public Void lead(Operator.Lead operator) {
        List<String> given = new ArrayList<>();
        long longest = 0;
        for (int i = 0; i < operator.functions().size(); i++) {
            Operator.Lead.LeadFunction function = operator.functions().get(i);
            given.add(operator.output().column(input.size() + i) + " = "
                    + ExpressionText.column(input, function.column()) + " of "
                    + (function.number() == 1 ? "the next row" : "the row " + function.number() + " ahead")
                    + (function.ignoreNulls() ? ", of those that have one" : "")
                    + (function.within() == Long.MAX_VALUE ? "" : ", within " + AmountText.time(function.within())));
            longest = Math.max(longest, function.within());
        }
        page.lines(operator.span(), "lead", given);
        WindowSpec period = operator.period();
        if (period != null) {
            page.line("within", WindowText.of(period));
        }
        List<String> keys = new ArrayList<>();
        operator.keys().forEach(key -> keys.add(input.name(key)));
        page.line("by", keys.isEmpty() ? ALL_ROWS : String.join(", ", keys));
        page.line("time", "rows wait for later ones, and go on in the order of " + clock());
        page.line(
                "state",
                "bounded: the rows of "
                        + (longest == Long.MAX_VALUE && period != null ? span(period) : AmountText.time(longest)));
        input = operator.output();
        return null;
    }

    @Override
    public Void match(Operator.Match operator) {
        List<String> names = operator.variables().stream()
                .map(Operator.Match.MatchVariable::name)
                .toList();
        page.line(operator.span(), "match", MatchText.of(operator.pattern(), names));
        if (!operator.keys().isEmpty()) {
            List<String> keys = new ArrayList<>();
            operator.keys().forEach(key -> keys.add(input.name(key)));
            page.line("by", String.join(", ", keys));
        } else {
            page.line("by", ALL_ROWS);
        }
        List<String> conditions = new ArrayList<>();
        for (Operator.Match.MatchVariable variable : operator.variables()) {
            if (variable.condition() != null) {
                conditions.add(
                        variable.name() + " = " + ExpressionText.of(variable.condition(), operator.testSchema()));
            }
        }
        if (!conditions.isEmpty()) {
            page.lines(null, "where", conditions);
        }
        page.line("skip", MatchText.skip(operator, names));
        page.line("time", "rows as they come, in the order of " + clock());
        page.line("state", MatchText.state(operator));
        input = operator.output();
        return null;
    }

    @Override
    public Void tableCall(Operator.TableCall operator) {
        page.line(operator.span(), "function", operator.function().name() + arguments(operator));
        List<String> added = new ArrayList<>();
        for (int i = operator.input().size(); i < operator.output().size(); i++) {
            added.add(operator.output().column(i).toString());
        }
        page.lines(null, "adds", added);
        page.line("time", "rows as they come, in the order of " + clock());
        page.line("state", "bounded: " + operator.function().remembers(operator.input(), operator.arguments()));
        input = operator.output();
        return null;
    }

    private static String arguments(Operator.TableCall operator) {
        List<String> texts = new ArrayList<>();
        List<TableFunction.Parameter> parameters = operator.function().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Object value = operator.arguments().get(i);
            boolean column = parameters.get(i).family() == TableFunction.Family.COLUMN;
            texts.add(parameters.get(i).name() + " = "
                    + (column ? ExpressionText.column(operator.input(), (Integer) value) : value));
        }
        return texts.isEmpty() ? "" : ": " + String.join(", ", texts);
    }

    @Override
    public Void timeSort(Operator.TimeSort operator) {
        long lateness = lateness(from);
        WindowSpec period = operator.period();
        page.line(
                operator.span(),
                "sort",
                period == null ? "by ROWTIME" : "within each window, " + WindowText.of(period));
        List<String> keys = new ArrayList<>();
        for (Operator.TimeSort.SortKey key : operator.keys()) {
            boolean plain = key.nullsFirst() == key.descending()
                    || !operator.output().type(key.column()).nullable();
            String nulls = plain ? "" : key.nullsFirst() ? ", NULL first" : ", NULL last";
            keys.add(operator.output().name(key.column()) + (key.descending() ? ", greatest first" : "") + nulls);
        }
        if (!keys.isEmpty()) {
            page.lines(null, "by", keys);
        }
        page.line(
                "time",
                "rows wait until " + clockComes() + " to " + (period == null ? "them" : "the end of their window"));
        String time = period == null ? "the present time" : span(period);
        String allowance = AmountText.time(lateness);
        page.line(
                "state",
                "bounded: " + heldRows(operator.first()) + " of "
                        + (lateness == 0
                                ? time
                                : period == null ? allowance : time + " and " + allowance + " for late rows"));
        input = operator.output();
        return null;
    }

    private static String heldRows(Operator.TimeSort.@Nullable First first) {
        if (first == null) {
            return "the rows";
        }
        String rows = first.count() == 1 ? "1 row" : first.count() + " rows";
        return first.keys().isEmpty() ? rows : rows + " per key";
    }
}
