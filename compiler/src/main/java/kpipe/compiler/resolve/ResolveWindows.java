package kpipe.compiler.resolve;

import java.util.Optional;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.WindowDeclaration;
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

    @Override
    public void run(Workspace workspace) {
        for (Entry<WindowDeclaration> entry : workspace.windows.values()) {
            if (entry.statement instanceof Statement.Window statement) {
                WindowSpec window = shape(workspace, statement.shape());
                if (window != null) {
                    entry.declaration = new WindowDeclaration(entry.name, window, entry.documentation(), entry.span);
                }
            }
        }
    }

    /** The window of that shape; null where an error was reported. */
    static @Nullable WindowSpec shape(Workspace workspace, WindowShape shape) {
        return shape.accept(new Shapes(workspace, new CalendarWindows(workspace)))
                .orElse(null);
    }

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
            OptionalLong offset = offset(node.offset());
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
            OptionalLong offset = offset(node.offset());
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
            OptionalLong offset = offset(node.offset());
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
            Unavailable.report(workspace.reports, node.span(), "SLIDING");
            return Optional.empty();
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.SlidingRows node) {
            Unavailable.report(workspace.reports, node.span(), "SLIDING");
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

        private OptionalLong offset(@Nullable Duration offset) {
            return offset == null ? OptionalLong.of(0) : workspace.values.millis(offset);
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
