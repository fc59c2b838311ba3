package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.JoinWindow;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a join of streams is of, for lowering to find its way by.
 *
 * @param left the streams on the left, in the order of the text: one, or those of the joins that stand there
 * @param right those on the right
 * @param asOf what says that a left row meets the latest right row alone, whose condition is then the last operand; else null
 * @param span the join, or the part between commas
 */
public record JoinedStreams(
        List<Side> left, List<Side> right, @Nullable Span asOf, Span span) {

    /**
     * A stream on one side.
     *
     * @param name as the text calls it
     * @param window for how long its rows are held; null where the text does not say
     * @param span where it stands
     */
    public record Side(String name, @Nullable JoinWindow window, Span span) {}

    public JoinedStreams {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** Whether the text says of any stream for how long its rows are held. */
    public boolean windowed() {
        List<Side> all = new ArrayList<>(left);
        all.addAll(right);
        return all.stream().anyMatch(side -> side.window() != null);
    }
}
