package kpipe.compiler.resolve;

import java.util.Optional;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.WindowDeclaration;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.WindowShape;
import org.jspecify.annotations.Nullable;

/** WINDOWs, and the shapes of windows written in a query. */
final class ResolveWindows implements Pass {

    static final Code HOP_TOO_LONG =
            Code.error("K0303", "windows that begin further apart than they are long lose the rows between them");
    private static final Code OFFSET_OF_KEYED =
            Code.error("K0306", "{0} windows begin with a row of their key and take no OFFSET");
    static final Code NO_PIECES = Code.error("K0316", "a window that grows is a whole number of its pieces long");

    static final Code SLIDING_GROUPS = Code.error(
            "K0360", "a SLIDING window ends with each row anew and cannot group rows: it stands behind `OVER`");

    @Override
    public void run(Workspace workspace) {
        for (Entry<WindowDeclaration> entry : workspace.windows.values()) {
            if (entry.statement instanceof Statement.Window statement) {
                entry.declaration = declaration(workspace, entry, statement.shape());
            }
        }
    }

    private static @Nullable WindowDeclaration declaration(
            Workspace workspace, Entry<WindowDeclaration> entry, WindowShape shape) {
        if (shape instanceof WindowShape.Sliding || shape instanceof WindowShape.SlidingRows) {
            Frame frame = frame(workspace, shape);
            return frame == null
                    ? null
                    : new WindowDeclaration(entry.name, null, frame, entry.documentation(), entry.span);
        }
        WindowSpec window = shape(workspace, shape);
        return window == null
                ? null
                : new WindowDeclaration(entry.name, window, null, entry.documentation(), entry.span);
    }

    /** The frame of a SLIDING window: {@code SLIDING 1 MINUTE} goes back a minute and no less, {@code SLIDING 10 ROWS} holds ten rows. Null where an error was reported. */
    private static @Nullable Frame frame(Workspace workspace, WindowShape shape) {
        Duration offset = shape.offset();
        if (offset != null) {
            workspace.reports.report(OFFSET_OF_KEYED, offset.span(), "SLIDING");
            return null;
        }
        if (shape instanceof WindowShape.Sliding sliding) {
            OptionalLong size = workspace.values.positiveMillis(sliding.size(), "a window");
            return size.isPresent() ? new Frame.Range(size.getAsLong()) : null;
        }
        OptionalLong rows = workspace.values.wholeNumber(
                ((WindowShape.SlidingRows) shape).rows(), "the number of rows", 1, BindOver.MOST_ROWS);
        return rows.isPresent() ? new Frame.Rows(rows.getAsLong() - 1) : null;
    }

    /** The window of that shape; null where an error was reported. */
    static @Nullable WindowSpec shape(Workspace workspace, WindowShape shape) {
        return shape.accept(new Shapes(workspace, new CalendarWindows(workspace)))
                .orElse(null);
    }

    private static final long WEEK = 7 * 86_400_000L;

    /** 1969-12-29, the Monday before the first day of 1970. */
    private static final long MONDAY = -3 * 86_400_000L;

    private record Shapes(Workspace workspace, CalendarWindows calendars)
            implements WindowShape.Visitor<Optional<WindowSpec>> {

        @Override
        public Optional<WindowSpec> visit(WindowShape.Tumbling node) {
            ClauseValues.Length size = length(node.size(), "a window");
            if (size == null) {
                return Optional.empty();
            }
            if (CalendarWindows.follows(size, node.zone())) {
                return calendars.tumbling(node, size);
            }
            OptionalLong offset = offset(node.offset(), size.millis());
            return offset.isPresent()
                    ? Optional.of(
                            new WindowSpec.Tumbling(size.millis(), Math.floorMod(offset.getAsLong(), size.millis())))
                    : Optional.empty();
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Hopping node) {
            ClauseValues.Length size = length(node.size(), "a window");
            ClauseValues.Length every = length(node.every(), "the way between two windows");
            if (size == null || every == null) {
                return Optional.empty();
            }
            if (CalendarWindows.follows(size, node.zone()) || every.months() > 0) {
                return calendars.hopping(node, size, every);
            }
            OptionalLong offset = offset(node.offset(), every.millis());
            if (offset.isEmpty()) {
                return Optional.empty();
            }
            if (every.millis() > size.millis()) {
                workspace.reports.report(HOP_TOO_LONG, node.every().span());
                return Optional.empty();
            }
            return Optional.of(new WindowSpec.Hopping(
                    size.millis(), every.millis(), Math.floorMod(offset.getAsLong(), every.millis())));
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Cumulating node) {
            ClauseValues.Length size = length(node.size(), "a window");
            ClauseValues.Length every = length(node.every(), "the way by which a window grows");
            if (size == null || every == null) {
                return Optional.empty();
            }
            if (CalendarWindows.follows(size, node.zone()) || every.months() > 0) {
                return calendars.cumulating(node, size, every);
            }
            OptionalLong offset = offset(node.offset(), size.millis());
            if (offset.isEmpty()) {
                return Optional.empty();
            }
            if (size.millis() % every.millis() != 0) {
                workspace.reports.report(NO_PIECES, node.every().span());
                return Optional.empty();
            }
            long start = Math.floorMod(offset.getAsLong(), size.millis());
            return Optional.of(new WindowSpec.Cumulating(
                    new WindowSpec.Tumbling(size.millis(), start), new WindowSpec.Tumbling(every.millis(), start)));
        }

        /** A length that is more than nothing; null where an error was reported. */
        private ClauseValues.@Nullable Length length(Duration duration, String what) {
            ClauseValues.Length length = workspace.values.length(duration);
            if (length != null && length.months() <= 0) {
                return workspace.values.positiveMillis(duration, what).isPresent() ? length : null;
            }
            return length;
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Sliding node) {
            return sliding(node);
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.SlidingRows node) {
            return sliding(node);
        }

        private Optional<WindowSpec> sliding(WindowShape node) {
            workspace.reports.report(SLIDING_GROUPS, node.span());
            return Optional.empty();
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Session node) {
            OptionalLong gap = workspace.values.positiveMillis(node.gap(), "the gap of a session");
            return noOffset(node.offset(), "SESSION") && gap.isPresent()
                    ? Optional.of(new WindowSpec.Session(gap.getAsLong()))
                    : Optional.empty();
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Stagger node) {
            OptionalLong size = workspace.values.positiveMillis(node.size(), "a window");
            return noOffset(node.offset(), "STAGGER") && size.isPresent()
                    ? Optional.of(new WindowSpec.Stagger(size.getAsLong()))
                    : Optional.empty();
        }

        /** Where windows of that length begin, counted from 1970: those of whole weeks on Mondays. */
        private OptionalLong offset(@Nullable Duration offset, long length) {
            long first = length % WEEK == 0 ? MONDAY : 0;
            OptionalLong said = offset == null ? OptionalLong.of(0) : workspace.values.millis(offset);
            return said.isPresent() ? OptionalLong.of(first + said.getAsLong()) : said;
        }

        private boolean noOffset(@Nullable Duration offset, String kind) {
            if (offset == null) {
                return true;
            }
            workspace.reports.report(OFFSET_OF_KEYED, offset.span(), kind);
            return false;
        }
    }
}
