package kpipe.runtime.host;

import java.io.IOException;

/** A duty cycle: a small piece of work at a time, the thread is outside. One thread at a time calls it. */
public interface Agent {

    /** What it is, in the user's words, such as {@code pump find_speeders}: for messages. */
    String name();

    /**
     * Does a bounded piece of work and never waits for input.
     *
     * @return how much was done; 0 when there was nothing to do
     * @throws IOException when the pipeline cannot go on; the message says why in plain words
     */
    int doWork() throws IOException;

    /** Whether it has nothing to do any more. */
    boolean isDone();
}
