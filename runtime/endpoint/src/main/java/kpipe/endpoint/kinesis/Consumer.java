package kpipe.endpoint.kinesis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who reads a stream with a rate of his own: at most one subscription for each shard. Thread-safe. */
final class Consumer {

    /** Names in a stream's description: {@code consumer/<name>/created}, {@code consumer/<name>/tag/<key>}, {@code consumer/<name>/policy}. */
    static final String PREFIX = "consumer/";

    static final String CREATED = "/created";

    private final String name;
    private final long created;
    private final long activeAt;
    private final Map<Integer, Subscription> subscriptions = new HashMap<>();
    private boolean deleting;

    /** @param created in milliseconds since 1970, @param activeAt until when it is seen being created */
    Consumer(String name, long created, long activeAt) {
        this.name = name;
        this.created = created;
        this.activeAt = activeAt;
    }

    /** Where a stream's description keeps what concerns it. */
    static String prefix(String name) {
        return PREFIX + name + "/";
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    synchronized String status(long now) {
        if (deleting) {
            return "DELETING";
        }
        return now < activeAt ? "CREATING" : "ACTIVE";
    }

    /** No subscription begins any more; those that go on are ended by the caller. */
    synchronized Map<Integer, Subscription> delete() {
        deleting = true;
        Map<Integer, Subscription> ended = new HashMap<>(subscriptions);
        subscriptions.clear();
        return ended;
    }

    synchronized boolean isDeleting() {
        return deleting;
    }

    /** The subscription of a shard, or null. */
    synchronized @Nullable Subscription subscription(int shard) {
        return subscriptions.get(shard);
    }

    synchronized void subscribed(int shard, Subscription subscription) {
        subscriptions.put(shard, subscription);
    }
}
