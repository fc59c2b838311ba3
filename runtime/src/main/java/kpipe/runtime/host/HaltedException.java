package kpipe.runtime.host;

/** The run has been given up: whoever waits for room stops waiting. Never shown to anyone. */
public final class HaltedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HaltedException() {
        super("halted", null, false, false);
    }
}
