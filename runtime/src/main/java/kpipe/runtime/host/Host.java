package kpipe.runtime.host;

import java.util.Map;
import kpipe.spi.Clock;
import kpipe.spi.Disk;

/** The world that a pipeline runs in. */
public interface Host {

    Clock clock();

    Disk disk();

    /** What the user has set for the process, by name; nothing in a world of tests. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** A number that two runs hardly share; the virtual host's is its seed. Object names are made unique with it. */
    long seed();

    /**
     * Makes those who run the agents of one pipeline.
     *
     * @param parallel how many agents can be busy at the same time
     */
    Crew crew(int parallel);
}
