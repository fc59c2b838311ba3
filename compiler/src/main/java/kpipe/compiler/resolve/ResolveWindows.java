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

    private static final Code HOP_TOO_LONG =
            Code.error("K0303", "windows that begin further apart than they are long lose the rows between them");
    private static final Code OFFSET_OF_KEYED =
            Code.error("K0306", "{0} windows begin with a row of their key and take no OFFSET");
    private static final Code OFFSET_OF_CALENDAR = Code.error("K0309", "windows of months and years take no OFFSET");
    private static final Code ODD_MONTHS =
            Code.error("K0310", "windows of months are one month, three months or one year long");

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
        return shape.accept(new Shapes(workspace)).orElse(null);
    }

    private record Shapes(Workspace workspace) implements WindowShape.Visitor<Optional<WindowSpec>> {

        @Override
        public Optional<WindowSpec> visit(WindowShape.Tumbling node) {
            ClauseValues.Length length = workspace.values.length(node.size());
            if (length != null && length.months() != 0) {
                return calendar(node, length.months());
            }
            OptionalLong size = workspace.values.positiveMillis(node.size(), "a window");
            OptionalLong offset = offset(node.offset());
            return length != null && size.isPresent() && offset.isPresent()
                    ? Optional.of(new WindowSpec.Tumbling(
                            size.getAsLong(), Math.floorMod(offset.getAsLong(), size.getAsLong())))
                    : Optional.empty();
        }

        private Optional<WindowSpec> calendar(WindowShape.Tumbling node, int months) {
            if (node.offset() != null) {
                workspace.reports.report(OFFSET_OF_CALENDAR, node.offset().span());
                return Optional.empty();
            }
            WindowSpec.Unit unit = switch (months) {
                case 1 -> WindowSpec.Unit.MONTH;
                case 3 -> WindowSpec.Unit.QUARTER;
                case 12 -> WindowSpec.Unit.YEAR;
                default -> null;
            };
            if (unit == null) {
                workspace.reports.report(ODD_MONTHS, node.size().span());
                return Optional.empty();
            }
            return Optional.of(new WindowSpec.Calendar(unit));
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Hopping node) {
            OptionalLong size = workspace.values.positiveMillis(node.size(), "a window");
            OptionalLong every = workspace.values.positiveMillis(node.every(), "the way between two windows");
            OptionalLong offset = offset(node.offset());
            if (size.isEmpty() || every.isEmpty() || offset.isEmpty()) {
                return Optional.empty();
            }
            if (every.getAsLong() > size.getAsLong()) {
                workspace.reports.report(HOP_TOO_LONG, node.every().span());
                return Optional.empty();
            }
            return Optional.of(new WindowSpec.Hopping(
                    size.getAsLong(), every.getAsLong(), Math.floorMod(offset.getAsLong(), every.getAsLong())));
        }

        @Override
        public Optional<WindowSpec> visit(WindowShape.Cumulating node) {
            Unavailable.report(workspace.reports, node.span(), "CUMULATING");
            return Optional.empty();
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
