package kpipe.compiler;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs what recurses over expressions. How deeply these may be nested is limited where they are read, and this stack is deep enough for that limit in every stage,
 * whatever stack the caller has. Safe for use by many threads.
 */
final class DeepStack {

    /** Reserved, not used: memory is taken as far as the stack grows. */
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /** The result of the work, which runs in a thread of its own; what it throws is thrown here. */
    static <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "compiler", BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            throw unchecked(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            return exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
