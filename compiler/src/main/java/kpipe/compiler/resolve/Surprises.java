package kpipe.compiler.resolve;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import org.jspecify.annotations.Nullable;

/** What means something else than most readers think, because the dialect has it so: warnings, each with what to write instead. */
final class Surprises {

    private static final Code FROZEN =
            Code.warning("K0282", "`{0}` stands still: for every row it is the time at which the program began");
    private static final Code TWELVE_HOURS =
            Code.warning("K0610", "`{0}` counts hours from 1 to 12, and nothing says before or after noon");
    private static final Code NEGATIVE =
            Code.warning("K0611", "`TSDIFF` takes the earlier time first: from {0} to {1} is a negative time");

    private static final Set<String> FROZEN_CLOCKS =
            Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");

    /** The functions that take a pattern of a date first. */
    private static final Set<String> PATTERNED = Set.of(
            "CHAR_TO_TIMESTAMP", "CHAR_TO_DATE", "CHAR_TO_TIME", "TIMESTAMP_TO_CHAR", "DATE_TO_CHAR", "TIME_TO_CHAR");

    /** Which aggregate of the earlier goes with which of the later. */
    private static final Map<String, String> LATER = Map.of("MAX", "MIN", "LAST_VALUE", "FIRST_VALUE");

    private final Workspace workspace;

    Surprises(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A clock, which is said once in a program. */
    void clock(Span span, String name) {
        if (FROZEN_CLOCKS.contains(name) && !workspace.saidFrozen) {
            workspace.saidFrozen = true;
            workspace.reports.report(
                    Diagnostic.of(FROZEN, span, name)
                            .withNote(
                                    "`CURRENT_ROW_TIMESTAMP` is the time at which the row is worked on, `ROWTIME` the row's own"));
        }
    }

    void call(Expr.Call node, String name) {
        List<Argument> arguments = node.arguments();
        if (PATTERNED.contains(name)
                && arguments.size() == 2
                && arguments.get(0).value() instanceof Literal.Text text) {
            pattern(text);
        }
        if (name.equals("TSDIFF") && arguments.size() == 2) {
            difference(arguments.get(0).value(), arguments.get(1).value());
        }
    }

    private void pattern(Literal.Text text) {
        String letters = text.value().replaceAll("'[^']*'", "");
        int hour = letters.indexOf('h');
        if (hour < 0 || letters.indexOf('a') >= 0 || letters.indexOf('H') >= 0 || letters.indexOf('k') >= 0) {
            return;
        }
        String hours = letters.startsWith("hh", hour) ? "hh" : "h";
        String written = text.span().text();
        Diagnostic diagnostic = Diagnostic.of(TWELVE_HOURS, text.span(), hours);
        boolean plain = !written.contains("''");
        String fixed = written.replace('h', 'H');
        workspace.reports.report(
                plain
                        ? diagnostic.withFix(Fix.replace("hours from 0 to 23 are " + fixed, text.span(), fixed))
                        : diagnostic.withNote("hours from 0 to 23 are `" + hours.toUpperCase(Locale.ROOT) + "`"));
    }

    private void difference(Expr from, Expr to) {
        String later = aggregate(from);
        String earlier = aggregate(to);
        if (later != null && earlier != null && earlier.equals(LATER.get(later))) {
            Span both =
                    new Span(from.span().file(), from.span().start(), to.span().end());
            String fixed = to.span().text() + ", " + from.span().text();
            workspace.reports.report(Diagnostic.of(NEGATIVE, both, later, earlier)
                    .withFix(Fix.replace("the time between them is `TSDIFF(" + fixed + ")`", both, fixed)));
        }
    }

    /** The name of the aggregate that an expression is, perhaps inside of UNIX_TIMESTAMP. */
    private static @Nullable String aggregate(Expr expr) {
        if (!(expr instanceof Expr.Call call)) {
            return null;
        }
        String name = NameTable.fold(call.name().last().name());
        boolean wrapped = name.equals("UNIX_TIMESTAMP") && call.arguments().size() == 1;
        return wrapped ? aggregate(call.arguments().get(0).value()) : name;
    }
}
