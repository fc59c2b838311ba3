package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.SplittableRandom;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.StreamStore;
import kpipe.spi.Clock;

/** What all operations work with. Thread-safe. */
final class Core {

    /** Something that the disk may refuse. */
    interface Task {
        void run() throws IOException;
    }

    private static final long RETRY_MILLIS = 1_000;

    private final StreamStore store;
    private final Streams streams;
    private final KinesisSettings settings;
    private final Clock clock;
    private final Agenda agenda;
    private final Tokens tokens;
    private final SplittableRandom random;

    Core(StreamStore store, KinesisSettings settings, Clock clock, Agenda agenda, Tokens tokens) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.agenda = agenda;
        this.tokens = tokens;
        streams = new Streams(store);
        random = new SplittableRandom(settings.seed());
    }

    StreamStore store() {
        return store;
    }

    Streams streams() {
        return streams;
    }

    KinesisSettings settings() {
        return settings;
    }

    Agenda agenda() {
        return agenda;
    }

    Tokens tokens() {
        return tokens;
    }

    Clock clock() {
        return clock;
    }

    /** In milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    boolean isToday() {
        return settings.edition() == Edition.TODAY;
    }

    /** Whether the rates of shards and operations are limited. */
    boolean hasLimits() {
        return settings.limits() > 0;
    }

    /** Whether something of that probability happens now. */
    boolean happens(double probability) {
        if (probability <= 0) {
            return false;
        }
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }

    /**
     * Changes a stream that is ACTIVE: clients see it UPDATING until {@code change} is made, some time from now.
     *
     * @throws kpipe.endpoint.wire.AwsError if it is not ACTIVE
     */
    void update(Target target, Task change) throws IOException {
        update(target, () -> {}, change);
    }

    /** As {@link #update(Target, Task)}, where {@code first} is done at once. */
    void update(Target target, Task first, Task change) throws IOException {
        KinesisStream stream = target.stream();
        if (!stream.beginUpdate()) {
            throw target.notActive();
        }
        try {
            first.run();
        } catch (IOException | RuntimeException refused) {
            stream.enter(State.ACTIVE);
            throw refused;
        }
        finish(stream, settings.stateDelayMillis(), change);
    }

    /** Makes a change of a stream that is seen UPDATING, after so many milliseconds; a disk that refuses is asked again and again. */
    void finish(KinesisStream stream, long delay, Task change) {
        agenda.after(delay, () -> {
            boolean done = true;
            try {
                if (stream.state() == State.UPDATING) {
                    change.run();
                }
            } catch (IOException failing) {
                done = false;
                finish(stream, RETRY_MILLIS, change);
            } finally {
                if (done) {
                    stream.enter(State.ACTIVE);
                }
            }
        });
    }

    /** Does something some time from now; a disk that refuses is asked again and again. */
    void later(long delay, Task task) {
        agenda.after(delay, () -> {
            try {
                task.run();
            } catch (IOException failing) {
                later(RETRY_MILLIS, task);
            }
        });
    }
}
