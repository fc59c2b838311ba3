package kpipe.compiler.resolve;

import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.JoinWindow;
import kpipe.compiler.model.WindowDeclaration;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.FrameBound;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.NamedWindow;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.WindowFrame;
import kpipe.compiler.syntax.WindowSpec;
import org.jspecify.annotations.Nullable;

/** The windows behind streams in FROM: written there, in the WINDOW clause of the select, or declared. */
final class JoinWindows {

    static final Code UNKNOWN_WINDOW = Code.error("K0301", "there is no window `{0}`");
    private static final Code NO_SLIDING = Code.error("K0342", "a join takes a SLIDING window, and `{0}` is another");
    private static final Code PARTITIONED = Code.error(
            "K0343", "a window of a join has no PARTITION BY: which rows meet is said by the condition of the join");
    private static final Code NO_FRAME =
            Code.error("K0344", "a window of a join says how far it reaches, by RANGE or ROWS");
    private static final Code BEYOND =
            Code.error("K0345", "a window of a join holds the current row, and this one does not");
    private static final Code ENDLESS =
            Code.error("K0402", "this window would have to hold every row of its stream for ever");
    private static final Code BAD_DISTANCE = Code.error("K0346", "{0}");

    private static final long MOST_ROWS = 1_000_000;

    private final Workspace workspace;
    private final List<NamedWindow> named;

    /** @param named the WINDOW clause */
    JoinWindows(Workspace workspace, List<NamedWindow> named) {
        this.workspace = workspace;
        this.named = named;
    }

    /** The window; null where an error was reported. */
    @Nullable
    JoinWindow window(Over over) {
        if (over instanceof Over.Inline inline) {
            return specified(inline.specification(), over.span(), 0);
        }
        return byName(((Over.Named) over).window(), over.span(), 0);
    }

    private @Nullable JoinWindow byName(Identifier name, Span place, int depth) {
        for (NamedWindow window : named) {
            Identifier other = window.name();
            boolean same = name.quoted() || other.quoted()
                    ? name.name().equals(other.name())
                    : name.name().equalsIgnoreCase(other.name());
            if (same && depth < named.size() + 1) {
                return specified(window.specification(), place, depth + 1);
            }
        }
        NameTable.Found<Entry<WindowDeclaration>> found = workspace.windows.find(name);
        Entry<WindowDeclaration> entry = found.value();
        if (entry == null) {
            if (found.between().isEmpty()) {
                workspace.reports.unknown(
                        Diagnostic.of(UNKNOWN_WINDOW, name.span(), name.name()),
                        name.span(),
                        workspace.windows.names());
            } else {
                workspace.reports.ambiguous(name, found.between());
            }
            return null;
        }
        return declared(name, entry, place);
    }

    private @Nullable JoinWindow declared(Identifier name, Entry<WindowDeclaration> entry, Span place) {
        WindowDeclaration declaration = entry.declaration;
        if (declaration == null) {
            workspace.reports.known();
            return null;
        }
        if (declaration.frame() instanceof Frame.Range range) {
            return new JoinWindow(range.millis(), 0, 0, place);
        }
        if (declaration.frame() instanceof Frame.Rows rows) {
            return ofRows(rows.preceding() + 1, place);
        }
        workspace.reports.report(NO_SLIDING, name.span(), name.name());
        return null;
    }

    /** A window of the last rows; of one row alone it is that of the current row. */
    private static JoinWindow ofRows(long rows, Span place) {
        return new JoinWindow(0, 0, rows <= 1 ? 0 : (int) rows, place);
    }

    private @Nullable JoinWindow specified(WindowSpec window, Span place, int depth) {
        if (!window.partitionBy().isEmpty()) {
            workspace.reports.report(PARTITIONED, window.partitionBy().get(0).span());
            return null;
        }
        WindowFrame frame = window.frame();
        if (frame == null) {
            if (window.base() != null) {
                return byName(window.base(), place, depth);
            }
            workspace.reports.report(NO_FRAME, window.span());
            return null;
        }
        return frame.unit() == WindowFrame.Unit.ROWS ? rows(frame, place) : range(frame, place);
    }

    private @Nullable JoinWindow rows(WindowFrame frame, Span place) {
        if (frame.end() != null && frame.end().kind() != FrameBound.Kind.CURRENT_ROW) {
            workspace.reports.report(BEYOND, frame.end().span());
            return null;
        }
        FrameBound start = frame.start();
        switch (start.kind()) {
            case CURRENT_ROW -> {
                return new JoinWindow(0, 0, 0, place);
            }
            case PRECEDING -> {
                OptionalLong rows = workspace.values.wholeNumber(
                        java.util.Objects.requireNonNull(start.distance()), "the number of rows", 0, MOST_ROWS);
                return rows.isPresent() ? ofRows(rows.getAsLong() + 1, place) : null;
            }
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> {
                endless(start);
                return null;
            }
            default -> {
                workspace.reports.report(BEYOND, start.span());
                return null;
            }
        }
    }

    private @Nullable JoinWindow range(WindowFrame frame, Span place) {
        FrameBound start = frame.start();
        FrameBound end = frame.end();
        Long first = offset(start);
        Long last = end == null ? Long.valueOf(Math.max(0, first == null ? 0 : first)) : offset(end);
        if (first == null || last == null) {
            return null;
        }
        long from = end == null ? Math.min(0, first) : first;
        if (from > 0 || last < 0) {
            workspace.reports.report(BEYOND, frame.span());
            return null;
        }
        return new JoinWindow(-from, last, 0, place);
    }

    /** How far from the current row a bound is, in milliseconds; null where an error was reported. */
    private @Nullable Long offset(FrameBound bound) {
        switch (bound.kind()) {
            case CURRENT_ROW -> {
                return 0L;
            }
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> {
                endless(bound);
                return null;
            }
            default -> {}
        }
        Expr distance = java.util.Objects.requireNonNull(bound.distance());
        if (!(distance instanceof Literal.Interval interval)) {
            workspace.reports.report(
                    BAD_DISTANCE,
                    distance.span(),
                    "a RANGE of a join reaches as far as an interval says, such as `INTERVAL '1' MINUTE`");
            return null;
        }
        OptionalLong millis = workspace.values.millis(new Duration.Interval(interval.span(), interval));
        if (millis.isEmpty()) {
            return null;
        }
        if (millis.getAsLong() < 0) {
            workspace.reports.report(BAD_DISTANCE, distance.span(), "a window cannot reach less than nothing");
            return null;
        }
        return bound.kind() == FrameBound.Kind.PRECEDING ? -millis.getAsLong() : millis.getAsLong();
    }

    private void endless(FrameBound bound) {
        workspace.reports.report(Diagnostic.of(ENDLESS, bound.span())
                .withNote("say how long rows are held, such as `RANGE INTERVAL '1' HOUR PRECEDING`"));
    }
}
