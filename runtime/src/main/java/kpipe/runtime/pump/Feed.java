package kpipe.runtime.pump;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.stream.Subscription;
import org.jspecify.annotations.Nullable;

/** What a pump reads: a lane of one stream, or a lane of each of several. Used by one thread at a time. */
abstract class Feed {

    /** Gives the kernel the next batch that it should have, if there is one; returns how many rows it had. */
    abstract int next(Kernel kernel);

    /** How far time has come behind all that the kernel was given. */
    abstract long watermark();

    /** Whether rows that were given wait for time to come to them, so that those of the present instant may be due at once. */
    abstract boolean hasWaiting();

    /** Whether nothing will come any more and the kernel has had all. */
    abstract boolean ended();

    /** How many bytes wait. */
    abstract long queuedBytes();

    /** Writes how far it has come in each stream, and what waits. */
    abstract void save(StateWriter out) throws IOException;

    abstract void restore(StateReader in) throws IOException;

    /** One stream. */
    static final class Single extends Feed {
        private final Subscription from;

        Single(Subscription from) {
            this.from = from;
        }

        @Override
        int next(Kernel kernel) {
            RowBatch rows = from.poll();
            if (rows == null) {
                return 0;
            }
            int size = rows.size;
            kernel.batch(rows);
            from.release();
            return size;
        }

        @Override
        long watermark() {
            return from.watermark();
        }

        @Override
        boolean hasWaiting() {
            return false;
        }

        @Override
        boolean ended() {
            return from.ended();
        }

        @Override
        long queuedBytes() {
            return from.queuedBytes();
        }

        @Override
        void save(StateWriter out) throws IOException {
            from.save(out);
        }

        @Override
        void restore(StateReader in) throws IOException {
            from.restore(in);
        }
    }

    /**
     * Two streams or more, in step: the one whose time is behind is read; one that is ahead waits in its queue, and those who fill it wait in turn. So rows gather nowhere, however
     * much faster one of them comes. Where they come from one source the one that is behind may wait for what is held up by the one that is ahead: then that is let
     * in, as much as it takes.
     */
    static final class Several extends Feed {
        private final Subscription[] from;
        private final boolean join;
        private int turn;

        /** @param join whether the second stream is the right side of a join; else all are alike */
        Several(Subscription[] from, boolean join) {
            this.from = from;
            this.join = join;
            for (Subscription subscription : from) {
                subscription.waits();
            }
        }

        @Override
        int next(Kernel kernel) {
            // Those at the same time take turns.
            for (int i = 0; i < from.length; i++) {
                turn = (turn + 1) % from.length;
                if (isDue(turn)) {
                    int size = read(kernel, turn);
                    if (size > 0) {
                        return size;
                    }
                }
            }
            giveWay();
            return 0;
        }

        private int read(Kernel kernel, int index) {
            @Nullable RowBatch rows = from[index].poll();
            if (rows == null) {
                return 0;
            }
            int size = rows.size;
            if (join && index == 1) {
                kernel.right(rows);
            } else {
                kernel.batch(rows);
            }
            from[index].release();
            return size;
        }

        /** Whether it is behind, or those that are behind it have ended without a last time, as they do when a run is stopped. */
        private boolean isDue(int index) {
            long time = from[index].watermark();
            for (Subscription other : from) {
                if (other != from[index] && other.watermark() < time && !other.ended()) {
                    return false;
                }
            }
            return true;
        }

        /** Where one that is behind waits for what comes only behind a full queue, that queue takes more. */
        private void giveWay() {
            boolean full = false;
            for (Subscription one : from) {
                full |= one.isFull();
            }
            if (!full) {
                return;
            }
            for (int i = 0; i < from.length; i++) {
                if (isDue(i) && from[i].isStuck()) {
                    for (Subscription one : from) {
                        if (one.isFull()) {
                            one.makeWay();
                        }
                    }
                    return;
                }
            }
        }

        @Override
        long watermark() {
            long least = RowBatch.END_WATERMARK;
            for (Subscription one : from) {
                least = Math.min(least, one.watermark());
            }
            return least;
        }

        @Override
        boolean hasWaiting() {
            return watermark() > RowBatch.NO_WATERMARK;
        }

        @Override
        boolean ended() {
            for (Subscription one : from) {
                if (!one.ended()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        long queuedBytes() {
            long bytes = 0;
            for (Subscription one : from) {
                bytes += one.queuedBytes();
            }
            return bytes;
        }

        @Override
        void save(StateWriter out) throws IOException {
            for (Subscription one : from) {
                one.save(out);
            }
        }

        @Override
        void restore(StateReader in) throws IOException {
            for (Subscription one : from) {
                one.restore(in);
            }
        }
    }
}
