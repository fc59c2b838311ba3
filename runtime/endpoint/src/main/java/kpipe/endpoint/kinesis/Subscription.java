package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.EventStream;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;
import org.jspecify.annotations.Nullable;

/**
 * One consumer's subscription to one shard: pushes what is stored as fast as the client takes it, lives for five minutes at most, and says every few seconds that it lives. Any thread may wake it; one at a time works for it.
 */
final class Subscription {

    private static final String EVENT = "SubscribeToShardEvent";
    private static final long LIFE_MILLIS = 300_000;
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final double BYTES_PER_SECOND = 2 << 20;

    private final Core core;
    private final Target target;
    private final Consumer consumer;
    private final Shard shard;
    private final long begun;
    private final Runnable waker = this::wake;
    private final AtomicInteger calls = new AtomicInteger();

    private @Nullable EventStream events;
    private @Nullable ShardLog watched;
    private long position;
    private long lastSent = Long.MIN_VALUE;
    private long notBefore;
    private volatile @Nullable AwsError failure;
    private volatile boolean ended;

    /** @param position the index of the first record that is sent */
    Subscription(Core core, Target target, Consumer consumer, Shard shard, long position) {
        this.core = core;
        this.target = target;
        this.consumer = consumer;
        this.shard = shard;
        this.position = position;
        begun = core.now();
    }

    /** When the call came, in milliseconds since 1970. */
    long begun() {
        return begun;
    }

    /** Begins to push. */
    void begin(EventStream stream) {
        synchronized (this) {
            events = stream;
            ShardLog log = target.stream().log().find(shard.index());
            if (log == null) {
                failure = Refusal.noSuchShard(shard.id(), target.name(), target.account());
            } else {
                log.watch(waker);
                watched = log;
            }
        }
        stream.onClosed(this::close);
        beat();
        wake();
    }

    private void close() {
        end();
        synchronized (this) {
            if (watched != null) {
                watched.forget(waker);
                watched = null;
            }
        }
    }

    /** Ends it as if its time were over. */
    void end() {
        ended = true;
        wake();
    }

    /** Ends it with an error. */
    void fail(AwsError error) {
        failure = error;
        end();
    }

    private void beat() {
        core.agenda().after(HEARTBEAT_MILLIS, () -> {
            wake();
            if (!ended) {
                beat();
            }
        });
    }

    private void wake() {
        if (calls.getAndIncrement() == 0) {
            core.agenda().soon(this::work);
        }
    }

    /** Runs on one thread at a time: those who wake it meanwhile have it run again. */
    private void work() {
        int answered = calls.get();
        boolean again = false;
        try {
            again = step();
        } catch (IOException | RuntimeException broken) {
            fail(new AwsError(500, "InternalFailureException", null));
        } finally {
            if (calls.addAndGet(-answered) > 0 || again && calls.getAndIncrement() == 0) {
                core.agenda().soon(this::work);
            }
        }
    }

    /** Sends at most one event; returns whether there is more to send now. */
    private synchronized boolean step() throws IOException {
        EventStream stream = events;
        if (stream == null || stream.isClosed()) {
            return false;
        }
        AwsError error = failure;
        long now = core.now();
        if (error != null || ended || now - begun >= LIFE_MILLIS) {
            finish(stream, error);
            return false;
        }
        if (now < notBefore) {
            core.agenda().after(notBefore - now, this::wake);
            return false;
        }
        if (!stream.isReady()) {
            stream.onReady(this::wake);
            return false;
        }
        Page page = Page.read(target.stream(), shard, position, Reads.MOST_RECORDS, MOST_BYTES, now);
        boolean due = lastSent == Long.MIN_VALUE || now - lastSent >= HEARTBEAT_MILLIS;
        if (page.count() > 0 || page.isEnded() || due) {
            send(stream, page, now);
        }
        position = page.next();
        if (page.isEnded()) {
            finish(stream, null);
            return false;
        }
        return !page.isAtTip();
    }

    private void send(EventStream stream, Page page, long now) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("Records", page);
        if (!page.isEnded()) {
            event.put("ContinuationSequenceNumber", page.lastNumber(position));
        } else {
            event.put("ChildShards", Page.children(target.stream(), shard));
        }
        event.put("MillisBehindLatest", page.behind());
        stream.send(event, EVENT);
        lastSent = now;
        if (core.hasLimits()) {
            notBefore = now
                    + (long) (1000
                            * page.bytes()
                            / (BYTES_PER_SECOND * core.settings().limits()));
        }
    }

    private void finish(EventStream stream, @Nullable AwsError error) {
        ended = true;
        if (error == null) {
            stream.end();
        } else {
            stream.fail(error);
        }
        if (watched != null) {
            watched.forget(waker);
            watched = null;
        }
    }
}
