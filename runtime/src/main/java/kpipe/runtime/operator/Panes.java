package kpipe.runtime.operator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kpipe.runtime.operator.WindowBounds.Bounds;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The open windows of a tumbling, hopping, calendar or cumulating aggregate, as panes.
 *
 * <p>Time is cut wherever a window begins or ends, so that a row goes into one pane however many windows hold it; the panes of a window are merged when it closes. A
 * row that comes too late for some of its windows but not for all goes into a pane of its own, which only the others take. Not thread-safe.
 */
public final class Panes {

    private static final int MAX_SPARE = 4;

    private final WindowBounds windows;
    private final GroupLayout layout;
    private final Bounds bounds = new Bounds();

    /** In the order of start, then firstEnd. */
    private final List<Pane> open = new ArrayList<>();

    private final List<Pane> spare = new ArrayList<>();
    private long sequence;

    public Panes(WindowBounds windows, GroupLayout layout) {
        this.windows = windows;
        this.layout = layout;
    }

    /** The pane for a row, or null if it is too late for every window that holds its ROWTIME, or no window does. */
    public @Nullable Pane at(long rowtime, long watermark) {
        windows.locate(rowtime, bounds);
        if (!bounds.held || bounds.lastEnd <= watermark) {
            return null;
        }
        long firstEnd = windows.endAfter(bounds, watermark);
        int i = open.size();
        while (i > 0) {
            Pane pane = open.get(i - 1);
            if (pane.start == bounds.start && pane.firstEnd == firstEnd) {
                return pane;
            }
            if (pane.start < bounds.start || pane.start == bounds.start && pane.firstEnd < firstEnd) {
                break;
            }
            i--;
        }
        Pane pane = spare.isEmpty() ? new Pane(new GroupTable(layout)) : spare.remove(spare.size() - 1);
        pane.start = bounds.start;
        pane.end = bounds.end;
        pane.firstEnd = firstEnd;
        pane.nextEnd = firstEnd;
        boolean whole = firstEnd == bounds.firstEnd;
        pane.from = whole ? bounds.start : Long.MAX_VALUE;
        pane.to = whole ? bounds.end : Long.MIN_VALUE;
        open.add(i, pane);
        return pane;
    }

    /** As {@link GroupTable#warm}, for the pane that holds the latest rows. */
    public void warm(long[] keys, int count) {
        if (!open.isEmpty()) {
            open.get(open.size() - 1).groups.warm(keys, count);
        }
    }

    /** As {@link GroupTable#warm}, for the pane that holds the latest rows. */
    public void warm(long[] keys, byte[] heap, int count) {
        if (!open.isEmpty()) {
            open.get(open.size() - 1).groups.warm(keys, heap, count);
        }
    }

    /** By how much a row came too late, or 0 if it did not but no window holds its ROWTIME. */
    public long lateBy(long rowtime, long watermark) {
        windows.locate(rowtime, bounds);
        return bounds.held ? Math.max(1, watermark - bounds.lastEnd) : 0;
    }

    /** The number of a group that is seen for the first time. */
    public long nextSequence() {
        return sequence++;
    }

    /** The next window that the watermark closes, with its bounds and groups, or null. It goes back by {@link #release}. */
    public @Nullable Pane close(long watermark) {
        long end = Long.MAX_VALUE;
        boolean any = false;
        for (int i = 0; i < open.size(); i++) {
            long next = open.get(i).nextEnd;
            if (next <= watermark && (!any || next < end)) {
                end = next;
                any = true;
            }
        }
        return any ? take(end) : null;
    }

    private Pane take(long end) {
        return windows.grow() ? grown(end) : merged(end);
    }

    /** The window that ends at {@code end}, of windows that grow: one pane takes up the others piece by piece and stays until the whole is over. */
    private Pane grown(long end) {
        Pane window = null;
        for (int i = 0; i < open.size(); i++) {
            Pane pane = open.get(i);
            if (pane.nextEnd == end) {
                if (window == null) {
                    window = pane;
                } else {
                    window.groups.merge(pane.groups);
                    open.remove(i--);
                    release(pane);
                }
            }
        }
        if (window == null) {
            throw new IllegalStateException("no window ends at " + end);
        }
        window.groups.sortBySequence();
        window.start = windows.startOf(end);
        window.end = end;
        window.from = Long.MAX_VALUE;
        window.to = Long.MIN_VALUE;
        window.nextEnd = windows.nextEnd(end);
        window.firstEnd = window.nextEnd;
        if (windows.startOf(window.nextEnd) > window.start) {
            open.remove(window);
        }
        return window;
    }

    private Pane merged(long end) {
        long start = windows.startOf(end);
        Pane window = null;
        for (int i = 0; i < open.size(); i++) {
            Pane pane = open.get(i);
            if (pane.nextEnd != end) {
                continue;
            }
            long next = windows.nextEnd(end);
            boolean lastUse = windows.startOf(next) > pane.start;
            if (lastUse) {
                open.remove(i--);
            } else {
                pane.nextEnd = next;
            }
            if (window == null && lastUse) {
                window = pane;
                continue;
            }
            if (window == null) {
                window = spare.isEmpty() ? new Pane(new GroupTable(layout)) : spare.remove(spare.size() - 1);
            }
            window.groups.merge(pane.groups);
            if (lastUse) {
                release(pane);
            }
        }
        if (window == null) {
            throw new IllegalStateException("no window ends at " + end);
        }
        if (layout.sequenceOffset >= 0) {
            window.groups.sortBySequence();
        }
        window.start = start;
        window.end = end;
        return window;
    }

    /** Takes back a window whose results are out. */
    public void release(Pane window) {
        if (open.contains(window)) {
            return;
        }
        window.groups.clear();
        if (spare.size() < MAX_SPARE) {
            spare.add(window);
        }
    }

    /** Tells what is held. */
    public void holds(Holding held) {
        for (Pane pane : open) {
            held.groups += pane.groups.size;
            held.bytes += pane.groups.bytes();
            held.dueAt(pane.nextEnd);
        }
        for (Pane pane : spare) {
            held.bytes += pane.groups.bytes();
        }
    }

    /** Writes the open windows. */
    public void save(StateWriter out) throws IOException {
        out.number(sequence);
        out.number(open.size());
        for (Pane pane : open) {
            out.number(pane.start);
            out.number(pane.end);
            out.number(pane.firstEnd);
            out.number(pane.nextEnd);
            out.number(pane.from);
            out.number(pane.to);
            pane.groups.save(out);
        }
    }

    /** Becomes what {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        sequence = in.number();
        for (int left = in.small(); left > 0; left--) {
            Pane pane = new Pane(new GroupTable(layout));
            pane.start = in.number();
            pane.end = in.number();
            pane.firstEnd = in.number();
            pane.nextEnd = in.number();
            pane.from = in.number();
            pane.to = in.number();
            pane.groups.restore(in);
            open.add(pane);
        }
    }
}
