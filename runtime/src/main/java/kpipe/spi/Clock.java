package kpipe.spi;

/** What time it is. Under tests time is virtual and moves only when the test moves it. */
public interface Clock {

    /** Milliseconds since 1970-01-01 00:00:00 UTC. */
    long millis();
}
