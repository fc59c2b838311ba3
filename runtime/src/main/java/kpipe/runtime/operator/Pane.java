package kpipe.runtime.operator;

/** A stretch of time with the groups of its rows: a window, or a part that several windows share. Made and recycled by {@link Panes}. */
public final class Pane {

    /** The first millisecond of it, and the first behind it. */
    public long start;

    public long end;

    /** The end of the first window that takes rows from here. A row that carries a watermark of at least this belongs elsewhere. */
    public long firstEnd;

    public final GroupTable groups;

    /** The bounds of ROWTIME between which generated code may go on using this pane without asking: empty for one of rows that come too late for some of its windows. */
    public long from;

    public long to;

    /** The end of the next window that takes this pane. */
    long nextEnd;

    Pane(GroupTable groups) {
        this.groups = groups;
    }
}
