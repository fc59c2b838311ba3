package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import kpipe.runtime.log.ShardMap;
import kpipe.runtime.log.StoredStream;
import kpipe.runtime.log.StreamLog;
import org.jspecify.annotations.Nullable;

/** A stream as the API sees it: its log, what is described of it, the state it is in, its consumers. Thread-safe. */
final class KinesisStream {

    /** What a client sees a stream do. */
    enum State {
        CREATING,
        ACTIVE,
        UPDATING,
        DELETING
    }

    static final String MODE = "mode";
    static final String PROVISIONED = "PROVISIONED";
    static final String ON_DEMAND = "ON_DEMAND";

    private static final String ACCOUNT = "account";
    private static final String REGION = "region";
    private static final String NAME = "name";

    private final StoredStream stored;
    private final @Nullable String account;
    private final @Nullable String region;
    private final String name;
    private final Map<String, Consumer> consumers = new TreeMap<>();
    private final ShardRates rates = new ShardRates();
    private volatile Description description;
    private volatile State state;

    KinesisStream(StoredStream stored, State state) throws IOException {
        this.stored = stored;
        this.state = state;
        byte[] note = stored.note();
        description = note == null ? Description.EMPTY : Description.parse(note);
        account = description.get(ACCOUNT);
        region = description.get(REGION);
        name = description.get(NAME, stored.name());
        for (Map.Entry<String, String> entry :
                description.under(Consumer.PREFIX).entrySet()) {
            if (entry.getKey().endsWith(Consumer.CREATED)) {
                String consumer = entry.getKey().substring(0, entry.getKey().length() - Consumer.CREATED.length());
                consumers.put(consumer, new Consumer(consumer, Long.parseLong(entry.getValue()), Long.MIN_VALUE));
            }
        }
    }

    /** The description of a stream that is made over the API. */
    static Description described(String account, String region, String name) {
        return Description.EMPTY.with(ACCOUNT, account).with(REGION, region).with(NAME, name);
    }

    StoredStream stored() {
        return stored;
    }

    StreamLog log() {
        return stored.log();
    }

    ShardMap shards() {
        return stored.log().shards();
    }

    String name() {
        return name;
    }

    /** Whose it is; null for a stream that was not made over the API, which everybody sees as their own. */
    @Nullable
    String account() {
        return account;
    }

    @Nullable
    String region() {
        return region;
    }

    boolean isSeenBy(String otherAccount, String otherRegion) {
        return account == null || account.equals(otherAccount) && otherRegion.equals(region);
    }

    State state() {
        return state;
    }

    Description description() {
        return description;
    }

    boolean isOnDemand() {
        return description.get(MODE, PROVISIONED).equals(ON_DEMAND);
    }

    /** The rates of its shards, as far as they are limited. */
    ShardRates rates() {
        return rates;
    }

    /** Changes what is described; durable when this returns. */
    synchronized void describe(UnaryOperator<Description> change) throws IOException {
        Description changed = change.apply(description);
        stored.note(changed.bytes());
        description = changed;
    }

    /** From now on it is in that state. */
    synchronized void enter(State next) {
        if (state != State.DELETING) {
            state = next;
        }
    }

    /** From now on it is being changed; false if that is not possible now, as {@link #state} tells. */
    synchronized boolean beginUpdate() {
        if (state != State.ACTIVE) {
            return false;
        }
        state = State.UPDATING;
        return true;
    }

    @Nullable
    Consumer consumer(String consumer) {
        synchronized (consumers) {
            return consumers.get(consumer);
        }
    }

    /** In the order of their names. */
    List<Consumer> consumers() {
        synchronized (consumers) {
            return new ArrayList<>(consumers.values());
        }
    }

    /** False if there is one of that name. */
    boolean add(Consumer consumer) {
        synchronized (consumers) {
            return consumers.putIfAbsent(consumer.name(), consumer) == null;
        }
    }

    void remove(Consumer consumer) {
        synchronized (consumers) {
            consumers.remove(consumer.name(), consumer);
        }
    }
}
