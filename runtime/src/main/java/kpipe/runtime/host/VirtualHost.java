package kpipe.runtime.host;

import java.util.Map;
import java.util.TreeMap;
import kpipe.spi.Clock;

/** A world that tests make: time stands still until it is moved, the disk is in memory, one seeded loop runs everything. Not thread-safe. */
public final class VirtualHost implements Host {

    private final long seed;
    private final VirtualDisk disk = new VirtualDisk(this);
    private final Clock clock = new VirtualClock();
    private final Map<String, String> environment = new TreeMap<>();
    private long now;

    /** @param startMillis what time it is at first, in milliseconds since 1970 */
    public VirtualHost(long seed, long startMillis) {
        this.seed = seed;
        now = startMillis;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public VirtualDisk disk() {
        return disk;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    /** From now on this is set. */
    public void set(String name, String value) {
        environment.put(name, value);
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public SeededCrew crew(int parallel) {
        return new SeededCrew(seed);
    }

    /** Moves time on. It never goes back: an earlier time than now changes nothing. */
    public void moveTo(long millis) {
        now = Math.max(now, millis);
    }

    /** Time is again what it was: for one who does again what was done since. */
    public void backTo(long millis) {
        now = millis;
    }

    private final class VirtualClock implements Clock {
        @Override
        public long millis() {
            return now;
        }
    }
}
