package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.OverWindow;
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
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.WindowFrame;
import kpipe.compiler.syntax.WindowSpec;
import org.jspecify.annotations.Nullable;

/** What OVER means behind the functions of a select: a window written in place, one of the WINDOW clause, or a declared SLIDING one. */
final class BindOver {

    /** No frame holds more. */
    static final long MOST_ROWS = 100_000_000;

    private static final Code SAME_WINDOW = Code.error("K0361", "two windows of this query are called `{0}`");
    private static final Code NO_SLIDING =
            Code.error("K0362", "`{0}` is no SLIDING window: only one of those can stand behind `OVER`");
    private static final Code SAID_ALREADY = Code.error("K0363", "window `{0}` has {1} already");
    static final Code ENDS_ELSEWHERE =
            Code.error("K0364", "the rows that a function with OVER sees end with the row itself: write `CURRENT ROW`");
    private static final Code NO_LENGTH = Code.error("K0365", "{0} is an interval, and this is none");

    private static final Code BUILT_ON_ITSELF = Code.error("K0374", "window `{0}` is built on itself");

    private final Workspace workspace;
    private final FromScope scope;
    private final NameTable<WindowSpec> named = new NameTable<>();

    /** The windows that are being put together, each on the next. */
    private final Set<WindowSpec> within = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Binds the windows of a WINDOW clause, used or not. */
    BindOver(Workspace workspace, FromScope scope, List<NamedWindow> windows) {
        this.workspace = workspace;
        this.scope = scope;
        for (NamedWindow window : windows) {
            Identifier name = window.name();
            if (named.add(name.name(), name.quoted(), window.specification()) != null) {
                workspace.reports.report(SAME_WINDOW, name.span(), name.name());
            }
            bind(window.specification());
        }
    }

    private void bind(WindowSpec specification) {
        for (Expr key : specification.partitionBy()) {
            BindExpression.bind(workspace, scope, Place.OVER, key);
        }
        for (SortItem item : specification.orderBy()) {
            BindExpression.bind(workspace, scope, Place.OVER, item.expression());
        }
    }

    /** The window; null where an error was reported. */
    @Nullable
    OverWindow window(Over over) {
        if (over instanceof Over.Inline inline) {
            bind(inline.specification());
            return whole(inline.specification(), over.span());
        }
        return named(((Over.Named) over).window(), over.span());
    }

    private @Nullable OverWindow named(Identifier name, Span span) {
        NameTable.Found<WindowSpec> found = named.find(name);
        if (found.value() != null) {
            return whole(found.value(), span);
        }
        NameTable.Found<Entry<WindowDeclaration>> declared = workspace.windows.find(name);
        Entry<WindowDeclaration> entry = declared.value();
        if (entry == null) {
            unknown(name, found.between().isEmpty() ? declared.between() : found.between());
            return null;
        }
        WindowDeclaration declaration = entry.declaration;
        if (declaration == null) {
            workspace.reports.known();
            return null;
        }
        if (declaration.frame() == null) {
            workspace.reports.report(
                    Diagnostic.of(NO_SLIDING, name.span(), name.name()).withLabel(entry.span, "declared here"));
            return null;
        }
        return new OverWindow(List.of(), List.of(), declaration.frame(), span);
    }

    private void unknown(Identifier name, List<String> between) {
        if (!between.isEmpty()) {
            workspace.reports.ambiguous(name, between);
            return;
        }
        Collection<String> known = new TreeSet<>(workspace.windows.names());
        known.addAll(named.names());
        workspace.reports.unknown(
                Diagnostic.of(JoinWindows.UNKNOWN_WINDOW, name.span(), name.name()), name.span(), known);
    }

    /** A window with what the one that it names adds to it. */
    private @Nullable OverWindow whole(WindowSpec specification, Span span) {
        Frame frame = null;
        if (specification.frame() != null) {
            frame = frame(specification.frame());
            if (frame == null) {
                return null;
            }
        }
        Identifier name = specification.base();
        if (name == null) {
            return new OverWindow(specification.partitionBy(), specification.orderBy(), frame, span);
        }
        if (!within.add(specification)) {
            workspace.reports.report(BUILT_ON_ITSELF, name.span(), name.name());
            return null;
        }
        OverWindow base = named(name, span);
        within.remove(specification);
        if (base == null) {
            return null;
        }
        boolean clash = clash(name, "PARTITION BY", base.partitionBy(), specification.partitionBy())
                || clash(name, "ORDER BY", base.order(), specification.orderBy())
                || clash(name, "a frame", listed(base.frame()), listed(frame));
        return clash
                ? null
                : new OverWindow(
                        joined(base.partitionBy(), specification.partitionBy()),
                        joined(base.order(), specification.orderBy()),
                        frame == null ? base.frame() : frame,
                        span);
    }

    private static List<Frame> listed(@Nullable Frame frame) {
        return frame == null ? List.of() : List.of(frame);
    }

    private boolean clash(Identifier name, String what, List<?> first, List<?> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        workspace.reports.report(SAID_ALREADY, name.span(), name.name(), what);
        return true;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private @Nullable Frame frame(WindowFrame frame) {
        if (frame.unit() == WindowFrame.Unit.GROUPS) {
            Unavailable.report(workspace.reports, frame.span(), "GROUPS");
            return null;
        }
        FrameBound end = frame.end();
        FrameBound last = end == null ? frame.start() : end;
        boolean fromRow = end == null || frame.start().kind() == FrameBound.Kind.CURRENT_ROW;
        if (last.kind() == FrameBound.Kind.FOLLOWING && fromRow && frame.unit() == WindowFrame.Unit.RANGE) {
            OptionalLong millis = length(distance(last), "the length of a window", false);
            return millis.isPresent() ? new Frame.Ahead(millis.getAsLong()) : null;
        }
        if (end != null && end.kind() != FrameBound.Kind.CURRENT_ROW) {
            workspace.reports.report(ENDS_ELSEWHERE, end.span());
            return null;
        }
        FrameBound start = frame.start();
        boolean rows = frame.unit() == WindowFrame.Unit.ROWS;
        return switch (start.kind()) {
            case UNBOUNDED_PRECEDING -> new Frame.Unbounded();
            case CURRENT_ROW -> rows ? new Frame.Rows(0) : new Frame.Range(0);
            case PRECEDING -> preceding(rows, start);
            case FOLLOWING, UNBOUNDED_FOLLOWING -> {
                workspace.reports.report(ENDS_ELSEWHERE, start.span());
                yield null;
            }
        };
    }

    private static Expr distance(FrameBound bound) {
        Expr distance = bound.distance();
        if (distance == null) {
            throw new IllegalStateException("a distance is missing at " + bound.span());
        }
        return distance;
    }

    private @Nullable Frame preceding(boolean rows, FrameBound bound) {
        Expr distance = distance(bound);
        if (rows) {
            OptionalLong count = workspace.values.wholeNumber(distance, "the number of rows", 0, MOST_ROWS);
            return count.isPresent() ? new Frame.Rows(count.getAsLong()) : null;
        }
        OptionalLong millis = length(distance, "the length of a window", false);
        return millis.isPresent() ? new Frame.Range(millis.getAsLong()) : null;
    }

    /** The milliseconds of an interval; empty where an error was reported. */
    OptionalLong length(Expr expression, String what, boolean positive) {
        if (!(expression instanceof Literal.Interval interval)) {
            workspace.reports.report(NO_LENGTH, expression.span(), what);
            return OptionalLong.empty();
        }
        Duration duration = new Duration.Interval(interval.span(), interval);
        return positive
                ? workspace.values.positiveMillis(duration, what)
                : workspace.values.notNegativeMillis(duration, what);
    }
}
