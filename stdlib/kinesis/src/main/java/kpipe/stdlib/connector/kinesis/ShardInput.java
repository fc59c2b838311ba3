package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import kpipe.spi.Chunk;

/**
 * One shard while it is read: pages come in from the service ahead of the one who takes records out of them. Subclasses say how they come. Only the source's thread calls it.
 */
abstract class ShardInput {

    final ShardInfo shard;
    final Traffic traffic;
    final Page.Terms terms;

    /** Where the next page begins. */
    Place next;

    /** Where the next record that is taken stands. */
    private Place taken;

    private final ArrayDeque<Page> pages = new ArrayDeque<>();
    private int entry;
    private boolean answered;
    private boolean caughtUp;
    private boolean closed;
    private long reached = Chunk.UNKNOWN_TIME;
    private List<ShardInfo> children = List.of();

    /** Whether time waits for it. */
    boolean begun;

    int failures;
    long due;

    ShardInput(ShardInfo shard, Place from, Traffic traffic, boolean deaggregate) {
        this.shard = shard;
        this.traffic = traffic;
        next = from;
        taken = from;
        terms = new Page.Terms(shard, deaggregate);
    }

    /** Asks for more, if it is time to and there is room. */
    abstract void go(long now);

    /** Gives up what is on its way. */
    abstract void stop();

    /** Whether the service has said anything of it yet. */
    final boolean answered() {
        return answered;
    }

    /** Whether the last page has come. */
    final boolean closed() {
        return closed;
    }

    /** Whether all that it ever will have has been taken. */
    final boolean finished() {
        return closed && pages.isEmpty();
    }

    /** Whether all that was there at that time has been taken. */
    final boolean passed(long time) {
        return pages.isEmpty() && answered && (caughtUp || reached >= time);
    }

    final List<ShardInfo> children() {
        return children;
    }

    final Place taken() {
        return taken;
    }

    /** A page has come in. */
    final void accept(Page page) {
        answered = true;
        failures = 0;
        traffic.works(this);
        Page rest = page;
        if (next.within()) {
            rest = page.behind(Objects.requireNonNull(next.sequence()), next.part());
        }
        if (page.last != null) {
            next = Place.behind(page.last);
        }
        caughtUp = page.caughtUp;
        reached = Math.max(reached, page.reached);
        closed = page.closed;
        children = page.children;
        if (rest.entries.isEmpty() && !pages.isEmpty()
                || rest.entries.isEmpty() && rest.last == null && rest.reached == Chunk.UNKNOWN_TIME) {
            return;
        }
        traffic.hold(rest.weight);
        pages.add(rest);
    }

    /** Nothing has been taken yet, and this is where the first record will stand. */
    final void stands(Place place) {
        next = place;
        taken = place;
    }

    /** The shard has gone, with what was in it. */
    final void gone() {
        answered = true;
        closed = true;
    }

    /** Whether there is a page. */
    final boolean ready() {
        return !pages.isEmpty();
    }

    /** When the next record was stored, or the least of numbers where the page brings none. */
    final long arrival() {
        List<Page.Entry> entries = Objects.requireNonNull(pages.peek()).entries;
        return entry < entries.size() ? entries.get(entry).arrival() : Long.MIN_VALUE;
    }

    /** How many pages wait to be taken. */
    final int waiting() {
        return pages.size();
    }

    /** Puts the next records into the chunk. */
    final void take(Chunk into) {
        Page page = Objects.requireNonNull(pages.peek());
        into.input = shard.id();
        if (entry < page.entries.size()) {
            entry = PageFrames.fill(into, page, entry);
            Page.Entry last = page.entries.get(entry - 1);
            taken = last.part() < 0 ? Place.behind(last.sequence()) : Place.behind(last.sequence(), last.part());
        }
        if (entry == page.entries.size()) {
            if (page.last != null) {
                taken = Place.behind(page.last);
            }
            into.arrivedBefore = page.reached;
            pages.remove();
            entry = 0;
            traffic.hold(-page.weight);
        }
    }

    /** Gives back the memory of what will not be taken. */
    final void drop() {
        for (Page page : pages) {
            traffic.hold(-page.weight);
        }
        pages.clear();
        traffic.forget(this);
    }

    /** A call has failed: what to do that is the same for all ways of reading. */
    final void failed(Failure failure) {
        if (failure.passes()) {
            due = traffic.fails(this, failure, failures++);
        } else if (failure.kind() == Failure.Kind.INVALID && next.kind() == Place.Kind.TAKEN) {
            traffic.end(new IOException("cannot go on reading " + traffic.service.place
                    + " where it was: shard " + shard.id()
                    + " has no such place, so this is another stream of the same name; begin again with --from-start"));
        } else {
            traffic.end(traffic.service.ended("read", failure));
        }
    }
}
