package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.StoredStream;
import kpipe.runtime.log.StreamStore;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a store as the API names them: by account, region and name. Streams that were not made over the API are everybody's; those that were are their account's in their region. Thread-safe.
 */
final class Streams {

    private static final String DELETING = "deleting";

    private final StreamStore store;
    private final Map<String, KinesisStream> known = new ConcurrentHashMap<>();

    Streams(StreamStore store) {
        this.store = store;
    }

    /** The stream that an account has under that name in that region, or null. */
    @Nullable
    KinesisStream find(String account, String region, String name) throws IOException {
        KinesisStream plain = known(name);
        if (plain != null && plain.name().equals(name) && plain.isSeenBy(account, region)) {
            return plain;
        }
        KinesisStream own = known(ownName(account, region, name));
        return own != null && own.name().equals(name) && own.isSeenBy(account, region) ? own : null;
    }

    private static String ownName(String account, String region, String name) {
        return name + "@" + account + "@" + region;
    }

    private @Nullable KinesisStream known(String storeName) throws IOException {
        StoredStream stored = store.stream(storeName);
        if (stored == null) {
            known.remove(storeName);
            return null;
        }
        KinesisStream stream = known.get(storeName);
        if (stream != null && stream.stored() == stored) {
            return stream;
        }
        synchronized (this) {
            KinesisStream there = known.get(storeName);
            if (there == null || there.stored() != stored) {
                there = new KinesisStream(stored, State.ACTIVE);
                if (there.description().get(DELETING) != null) {
                    there.enter(State.DELETING);
                }
                known.put(storeName, there);
            }
            return there;
        }
    }

    /** Which stream is meant, whether it is there or not. */
    record Meant(String account, String region, String name) {}

    /** The stream that a request names or whose ARN it gives. */
    static Meant meant(Request request) {
        String name = request.text("StreamName");
        String arn = request.text("StreamARN");
        if (arn == null) {
            if (name == null) {
                throw Refusal.invalidArgument("StreamId cannot name a stream. Give its name or its ARN.");
            }
            return new Meant(request.caller().account(), request.caller().region(), name);
        }
        Arn parsed = Arn.parse(arn);
        if (parsed == null || parsed.consumer() != null) {
            throw Refusal.invalidArgument("Invalid StreamARN: " + arn);
        }
        if (name != null && !name.equals(parsed.stream())) {
            throw Refusal.invalidArgument(
                    "StreamName " + name + " and StreamARN " + arn + " do not name the same stream.");
        }
        return new Meant(parsed.account(), parsed.region(), parsed.stream());
    }

    Target target(Request request) throws IOException {
        Meant meant = meant(request);
        return target(meant.account(), meant.region(), meant.name());
    }

    Target target(String account, String region, String name) throws IOException {
        KinesisStream stream = find(account, region, name);
        if (stream == null) {
            throw Refusal.streamNotFound(name, account);
        }
        return new Target(stream, account, region);
    }

    /** The stream that is kept under that name in the store and was created at that time, or null. */
    @Nullable
    KinesisStream stored(String storeName, long created) throws IOException {
        KinesisStream stream = known(storeName);
        return stream == null || stream.log().created() != created ? null : stream;
    }

    /** Those that an account sees in a region, in the order of their names. Streams that cannot be read are left out. */
    List<KinesisStream> of(String account, String region) {
        List<KinesisStream> seen = new ArrayList<>();
        for (KinesisStream stream : all()) {
            if (stream.isSeenBy(account, region)) {
                seen.add(stream);
            }
        }
        seen.sort(Comparator.comparing(KinesisStream::name));
        return seen;
    }

    /** All that can be read. */
    List<KinesisStream> all() {
        List<KinesisStream> all = new ArrayList<>();
        for (String storeName : store.names()) {
            try {
                KinesisStream stream = known(storeName);
                if (stream != null) {
                    all.add(stream);
                }
            } catch (IOException damaged) {
                // Whoever asks for this one is told; it is no reason to hide the others.
                continue;
            }
        }
        return all;
    }

    /** Makes a stream that is seen CREATING; null if there is one of that name. */
    @Nullable
    synchronized KinesisStream create(
            String account, String region, String name, int shards, int retentionHours, Description description)
            throws IOException {
        if (find(account, region, name) != null) {
            return null;
        }
        boolean taken = store.stream(name) != null || store.damaged().containsKey(name);
        String storeName = taken ? ownName(account, region, name) : name;
        StoredStream stored = store.create(storeName, shards, retentionHours, description.bytes());
        KinesisStream stream = new KinesisStream(stored, State.CREATING);
        known.put(storeName, stream);
        return stream;
    }

    /** From now on the stream is seen DELETING, also after a restart. */
    void beginDelete(KinesisStream stream) throws IOException {
        stream.describe(description -> description.with(DELETING, "1"));
        stream.enter(State.DELETING);
    }

    void delete(KinesisStream stream) throws IOException {
        store.delete(stream.stored().name());
        known.remove(stream.stored().name(), stream);
    }
}
