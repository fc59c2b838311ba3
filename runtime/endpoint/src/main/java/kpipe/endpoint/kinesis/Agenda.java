package kpipe.endpoint.kinesis;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is done later, and what must not hold up the thread that a request came in on, such as the work of the disk. Thread-safe. */
public interface Agenda extends AutoCloseable {

    /** Runs {@code work} as soon as a thread is free. */
    void soon(Runnable work);

    /** Runs {@code work} so many milliseconds from now. */
    void after(long millis, Runnable work);

    /** Does nothing any more that has not begun. */
    @Override
    void close();

    /** One that is kept by so many threads. */
    static Agenda onThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "kpipe-kinesis-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService workers = Executors.newFixedThreadPool(count, factory);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
        return new Agenda() {
            @Override
            public void soon(Runnable work) {
                try {
                    workers.execute(work);
                } catch (RejectedExecutionException closed) {
                    // What comes in while everything ends is not done any more, as if the process had ended before.
                    return;
                }
            }

            @Override
            public void after(long millis, Runnable work) {
                try {
                    ScheduledFuture<?> unused = timer.schedule(() -> soon(work), millis, TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException closed) {
                    return;
                }
            }

            @Override
            public void close() {
                // Workers are not interrupted: a thread that is interrupted while it reads would close its file.
                timer.shutdownNow();
                workers.shutdown();
            }
        };
    }
}
