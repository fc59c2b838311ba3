package kpipe.runtime.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of the records that were appended together: durable, or lost with a reason. Thread-safe. */
public final class Commit {

    private boolean done;
    private @Nullable IOException failure;
    private List<Runnable> waiting = new ArrayList<>();

    /** Whether its records are stored. */
    public synchronized boolean isStored() {
        return done && failure == null;
    }

    /** Why its records are not stored, or null if they are or that is not known yet. */
    public synchronized @Nullable IOException failure() {
        return failure;
    }

    public synchronized boolean isDone() {
        return done;
    }

    /** Runs {@code then} when it is done, on the thread that commits, or now if that is so. */
    public void whenDone(Runnable then) {
        synchronized (this) {
            if (!done) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /** Waits until it is done. */
    public synchronized void await() throws InterruptedException {
        while (!done) {
            wait();
        }
    }

    void stored() {
        finish(null);
    }

    void failed(IOException reason) {
        finish(Objects.requireNonNull(reason));
    }

    private void finish(@Nullable IOException reason) {
        List<Runnable> told;
        synchronized (this) {
            failure = reason;
            done = true;
            told = waiting;
            waiting = List.of();
            notifyAll();
        }
        told.forEach(Runnable::run);
    }
}
