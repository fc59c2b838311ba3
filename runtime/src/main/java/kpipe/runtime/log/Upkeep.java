package kpipe.runtime.log;

import java.io.IOException;

/** The thread that forces what was acknowledged before it was durable, each second, and lets go of what has expired, each minute. */
final class Upkeep {

    private static final long FORCE_MILLIS = 1_000;
    private static final int FORCES_PER_MAINTENANCE = 60;

    private final StreamStore store;
    private final Thread thread = new Thread(this::run, "kpipe-log-upkeep");
    private boolean ended;

    Upkeep(StreamStore store) {
        this.store = store;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (int turn = 1; !isOver(); turn++) {
            store.tryAgain();
            // A disk that fails is told to those who put records; what could not be done now is done in a later turn.
            attempt(store::force);
            if (turn % FORCES_PER_MAINTENANCE == 0) {
                // Also where the disk is full: what has expired is what makes room.
                attempt(store::maintain);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void attempt(Work work) {
        try {
            work.run();
        } catch (IOException failing) {
            return;
        }
    }

    private synchronized boolean isOver() {
        long until = System.nanoTime() + FORCE_MILLIS * 1_000_000;
        while (!ended) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException notMeantForUs) {
                // An interrupt while it writes would close its file: only end() ends this thread.
                continue;
            }
        }
        return true;
    }

    void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
