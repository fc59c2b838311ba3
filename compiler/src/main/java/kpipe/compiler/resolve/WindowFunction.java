package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TableReference;
import kpipe.compiler.syntax.WindowShape;
import org.jspecify.annotations.Nullable;

/**
 * A window in the spelling of standard SQL: {@code TABLE(TUMBLE(TABLE s, DESCRIPTOR(ROWTIME), INTERVAL '1' MINUTE))}, HOP, CUMULATE or SESSION. It is the window of the select in whose FROM it stands, which groups
 * by {@code window_start} and {@code window_end}.
 *
 * @param function its name, in capitals
 * @param window null where an error was reported
 * @param partitionBy the keys of a session
 */
record WindowFunction(
        String function,
        TableReference.Function node,
        TableReference input,
        @Nullable WindowSpec window,
        List<Expr> partitionBy) {

    private static final Code ARGUMENTS = Code.error("K0319", "`{0}` is written `{0}({1})`");
    private static final Code TIME = Code.error(
            "K0320",
            "windows are cut by the time of the stream: the descriptor is ROWTIME or the column of EVENT TIME");

    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "TUMBLE", List.of("DATA", "TIMECOL", "SIZE", "OFFSET"),
            "HOP", List.of("DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET"),
            "CUMULATE", List.of("DATA", "TIMECOL", "STEP", "SIZE", "OFFSET"),
            "SESSION", List.of("DATA", "TIMECOL", "GAP"));

    private static final Map<String, String> FORMS = Map.of(
            "TUMBLE", "TABLE stream, DESCRIPTOR(ROWTIME), size",
            "HOP", "TABLE stream, DESCRIPTOR(ROWTIME), slide, size",
            "CUMULATE", "TABLE stream, DESCRIPTOR(ROWTIME), step, size",
            "SESSION", "TABLE stream PARTITION BY keys, DESCRIPTOR(ROWTIME), gap");

    /** Whether the function of FROM is one of these. */
    static boolean is(TableReference.Function node) {
        return node.call().name().simple() && PARAMETERS.containsKey(name(node));
    }

    static java.util.Set<String> names() {
        return PARAMETERS.keySet();
    }

    private static String name(TableReference.Function node) {
        return node.call().name().last().name().toUpperCase(Locale.ROOT);
    }

    /** The function; null where an error was reported that leaves nothing to read from. */
    static @Nullable WindowFunction of(Workspace workspace, TableReference.Function node) {
        String function = name(node);
        String form = Objects.requireNonNull(FORMS.get(function));
        List<String> parameters = Objects.requireNonNull(PARAMETERS.get(function));
        @Nullable Expr[] values = arguments(node, parameters);
        if (values == null || !(values[0] instanceof Expr.TableArgument data)) {
            workspace.reports.report(ARGUMENTS, node.call().span(), function, form);
            return null;
        }
        TableReference input = data.table() != null
                ? new TableReference.Named(data.span(), data.table(), null, null, node.alias())
                : new TableReference.Derived(
                        data.span(), false, Objects.requireNonNull(data.query()), null, node.alias());
        boolean intervals = true;
        for (int i = 2; i < values.length; i++) {
            boolean optional = parameters.get(i).equals("OFFSET");
            intervals &= values[i] instanceof Literal.Interval || optional && values[i] == null;
        }
        if (!intervals || !(values[1] instanceof Expr.Descriptor time)) {
            workspace.reports.report(ARGUMENTS, node.call().span(), function, form);
            return new WindowFunction(function, node, input, null, keys(data));
        }
        boolean fits = checkTime(workspace, data, time);
        WindowSpec window = ResolveWindows.shape(workspace, shape(function, node, values));
        return new WindowFunction(function, node, input, fits ? window : null, keys(data));
    }

    /** The arguments in the order of the parameters, null where an optional one is not given; null where they do not fit. */
    private static @Nullable Expr @Nullable [] arguments(TableReference.Function node, List<String> parameters) {
        @Nullable Expr[] values = new Expr[parameters.size()];
        List<Argument> given = node.call().arguments();
        for (int i = 0; i < given.size(); i++) {
            Identifier name = given.get(i).name();
            int place = name == null ? i : parameters.indexOf(name.name().toUpperCase(Locale.ROOT));
            if (place < 0 || place >= values.length || values[place] != null) {
                return null;
            }
            values[place] = given.get(i).value();
        }
        return values;
    }

    private static List<Expr> keys(Expr.TableArgument data) {
        List<Expr> keys = new ArrayList<>();
        for (Expr key : data.partitionBy()) {
            keys.addAll(key instanceof Expr.Row row ? row.values() : List.of(key));
        }
        return keys;
    }

    private static boolean checkTime(Workspace workspace, Expr.TableArgument data, Expr.Descriptor time) {
        String column = time.columns().get(0).name();
        boolean fits = time.columns().size() == 1 && column.equalsIgnoreCase("ROWTIME");
        if (!fits && time.columns().size() == 1 && data.table() != null) {
            Entry<Relation> entry = new Relations(workspace).peek(data.table());
            Relation relation = entry == null ? null : entry.declaration;
            if (relation instanceof StreamDeclaration stream) {
                int index = stream.time().column();
                fits = index >= 0
                        && index < stream.columns().size()
                        && stream.columns().get(index).name().equalsIgnoreCase(column);
            } else {
                // What is read is unknown, which is said where it is looked up.
                fits = relation == null;
            }
        }
        if (!fits) {
            workspace.reports.report(TIME, time.span());
        }
        return fits;
    }

    private static WindowShape shape(String function, TableReference.Function node, @Nullable Expr[] values) {
        List<Duration> lengths = new ArrayList<>();
        for (int i = 2; i < values.length; i++) {
            if (values[i] instanceof Literal.Interval interval) {
                lengths.add(new Duration.Interval(interval.span(), interval));
            }
        }
        var span = node.call().span();
        Duration first = lengths.get(0);
        return switch (function) {
            case "TUMBLE" -> new WindowShape.Tumbling(span, first, offset(lengths, 1), null);
            case "HOP" -> new WindowShape.Hopping(span, lengths.get(1), first, offset(lengths, 2), null);
            case "CUMULATE" -> new WindowShape.Cumulating(span, lengths.get(1), first, offset(lengths, 2), null);
            default -> new WindowShape.Session(span, first, null);
        };
    }

    private static @Nullable Duration offset(List<Duration> lengths, int index) {
        return Optional.of(index)
                .filter(i -> i < lengths.size())
                .map(lengths::get)
                .orElse(null);
    }
}
