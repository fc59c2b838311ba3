package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.Map;
import java.util.WeakHashMap;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.LoadMeter;
import kpipe.runtime.log.Scaling;

/** Follows the load of on-demand streams, look by look. Used by one thread at a time. */
final class OnDemand {

    /** What an on-demand stream grows to where nobody has asked for more: 200 MiB a second. */
    private static final int MOST_SHARDS = 200;

    private final Core core;
    private final Map<KinesisStream, Scaling> scalings = new WeakHashMap<>();

    OnDemand(Core core) {
        this.core = core;
    }

    /** Looks again and again, from now on. */
    void start() {
        long every = core.settings().scalingMillis();
        if (every > 0) {
            core.agenda().after(every, () -> {
                try {
                    look();
                } finally {
                    start();
                }
            });
        }
    }

    private void look() {
        for (KinesisStream stream : core.streams().all()) {
            if (stream.isOnDemand() && stream.beginUpdate()) {
                // Clients may see it UPDATING for the moment that this takes, as they do with the service.
                try {
                    follow(stream);
                } catch (IOException failing) {
                    // The next look tries again.
                    continue;
                } finally {
                    stream.enter(State.ACTIVE);
                }
            }
        }
    }

    private void follow(KinesisStream stream) throws IOException {
        Scaling scaling = scalings.computeIfAbsent(stream, absent -> new Scaling(stream.log()));
        long span = Math.max(1, Math.min(LoadMeter.SECONDS, core.settings().scalingMillis() / 1000));
        int least = least(stream);
        scaling.followLoad((int) span, core.now(), least, Math.max(least, MOST_SHARDS));
    }

    private static int least(KinesisStream stream) {
        return (int)
                Math.max(StreamOperations.LEAST_ON_DEMAND, stream.description().number(StreamOperations.WARM, 0));
    }

    /** Gives a stream the shards that it is to have at least. */
    static void warm(Core core, KinesisStream stream) throws IOException {
        int least = Math.min(least(stream), core.settings().shardLimit());
        if (stream.shards().open().size() < least) {
            new Scaling(stream.log()).scaleTo(least);
        }
    }
}
