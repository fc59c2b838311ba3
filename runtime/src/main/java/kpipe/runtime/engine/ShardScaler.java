package kpipe.runtime.engine;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import kpipe.runtime.host.Agent;
import kpipe.runtime.log.Scaling;
import kpipe.runtime.log.StreamLog;
import kpipe.spi.Clock;

/** Lets the number of shards of one stream follow its load (SHARDS ON DEMAND). What it cannot do now it does at its next look. */
final class ShardScaler implements Agent {

    /** As Kinesis begins. */
    private static final int LEAST = 4;

    /** More would only make more files: one process reads them all. */
    private static final int MOST = 64;

    private static final int EVERY_SECONDS = 10;

    private final String stream;
    private final Scaling scaling;
    private final Clock clock;
    private final BooleanSupplier over;
    private long next;

    /** @param over whether nobody reads the stream any more */
    ShardScaler(String stream, StreamLog log, Clock clock, BooleanSupplier over) {
        this.stream = stream;
        this.clock = clock;
        this.over = over;
        scaling = new Scaling(log);
        next = clock.millis() + EVERY_SECONDS * 1_000L;
    }

    @Override
    public String name() {
        return "stream " + stream;
    }

    @Override
    public int doWork() {
        long now = clock.millis();
        if (now < next) {
            return 0;
        }
        next = now + EVERY_SECONDS * 1_000L;
        try {
            return scaling.followLoad(EVERY_SECONDS, now, LEAST, MOST) ? 1 : 0;
        } catch (IOException failing) {
            return 0;
        }
    }

    @Override
    public boolean isDone() {
        return over.getAsBoolean();
    }
}
