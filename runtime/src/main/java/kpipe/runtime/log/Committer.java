package kpipe.runtime.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commits shards in the order in which records came to wait in them. While one commit of a shard is being forced, the next one of the same shard fills; different shards are forced side by side, by as
 * many threads as were started. Without threads, who calls {@link #commitAll} does the work. Thread-safe.
 */
final class Committer {

    private static final int IDLE = 0;
    private static final int QUEUED = 1;
    private static final int COMMITTING = 2;
    private static final int AGAIN = 3;

    /** An empty one ends the thread that takes it. */
    private final LinkedBlockingQueue<Optional<Turn>> queue = new LinkedBlockingQueue<>();

    private final List<Thread> threads = new ArrayList<>();

    /** A shard that is committed by one thread at a time. */
    private final class Turn implements Runnable {
        private final StreamLog stream;
        private final ShardLog log;
        private final AtomicInteger state = new AtomicInteger(IDLE);

        Turn(StreamLog stream, ShardLog log) {
            this.stream = stream;
            this.log = log;
        }

        /** Something waits. */
        @Override
        public void run() {
            if (state.compareAndSet(IDLE, QUEUED)) {
                queue.add(Optional.of(this));
            } else {
                state.compareAndSet(COMMITTING, AGAIN);
                // It may have come to its end in between.
                if (state.compareAndSet(IDLE, QUEUED)) {
                    queue.add(Optional.of(this));
                }
            }
        }

        int commit() {
            state.set(COMMITTING);
            try {
                return log.commit(stream.durability());
            } finally {
                if (!state.compareAndSet(COMMITTING, IDLE)) {
                    state.set(QUEUED);
                    queue.add(Optional.of(this));
                }
            }
        }
    }

    /** From now on what waits in the stream's shards is committed here. */
    void serve(StreamLog stream) {
        stream.committer(log -> new Turn(stream, log));
    }

    /** Begins to commit with so many threads. */
    void start(int count) {
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(this::commitOn, "kpipe-log-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void commitOn() {
        while (true) {
            try {
                Optional<Turn> turn = queue.take();
                if (turn.isEmpty()) {
                    return;
                }
                turn.get().commit();
            } catch (InterruptedException notMeantForUs) {
                // Only stop() ends this thread: an interrupt while it writes would close its file.
                continue;
            } catch (RuntimeException failure) {
                // One who was told of a commit has failed; the others' records go on.
                Thread self = Thread.currentThread();
                self.getUncaughtExceptionHandler().uncaughtException(self, failure);
            }
        }
    }

    /** Commits what waits now. Returns how many records were stored. */
    int commitAll() {
        int stored = 0;
        for (Optional<Turn> turn = queue.poll(); turn != null && turn.isPresent(); turn = queue.poll()) {
            stored += turn.get().commit();
        }
        return stored;
    }

    /** Ends the threads and commits what still waits. */
    void stop() {
        threads.forEach(thread -> queue.add(Optional.empty()));
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        threads.clear();
        commitAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
