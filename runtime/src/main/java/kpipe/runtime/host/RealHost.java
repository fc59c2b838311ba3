package kpipe.runtime.host;

import java.nio.file.Path;
import java.util.Map;
import kpipe.spi.Clock;
import kpipe.spi.Disk;

/** The machine that the process runs on. */
public final class RealHost implements Host {

    private final Clock clock = new SystemClock();
    private final Disk disk;
    private final long seed;

    /** @param folder what relative paths are below; empty: the working directory */
    public RealHost(Path folder) {
        disk = new RealDisk(folder);
        long mixed = System.currentTimeMillis() * 0x9E3779B97F4A7C15L
                ^ System.nanoTime()
                ^ ProcessHandle.current().pid() << 32;
        seed = (mixed ^ mixed >>> 31) * 0xBF58476D1CE4E5B9L;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Crew crew(int parallel) {
        return new ThreadCrew(Math.min(parallel, Runtime.getRuntime().availableProcessors()));
    }

    private static final class SystemClock implements Clock {
        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    }
}
