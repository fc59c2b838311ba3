package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Options;
import kpipe.spi.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads all shards of a stream side by side, parents before their children. Calls to the service run on the client's threads; a read only takes what has arrived, and begins the calls that are due.
 *
 * <p>Nothing is handed out before every shard that reading begins with has answered, so that time waits for all that have something. Of the records that are there the oldest is handed out
 * first, so that what must be remembered downstream until all shards have come as far stays small.
 */
final class KinesisSource implements ByteSource {

    private static final long RELIST_MILLIS = 2000;

    /** What is to be said of an input beside its records. */
    private record Telling(String input, boolean begins) {}

    private final SourceContext context;
    private final Place from;
    private final boolean follow;
    private final boolean deaggregate;
    private final long pollMillis;

    private final ShardTree tree = new ShardTree();
    private final Map<String, ShardInput> inputs = new LinkedHashMap<>();
    private final ArrayDeque<Telling> tellings = new ArrayDeque<>();
    private final List<String> missing = new ArrayList<>();
    private Map<String, @Nullable Place> resumed = Map.of();
    private @Nullable Service service;
    private @Nullable Traffic traffic;
    private @Nullable Listing listing;
    private @Nullable FanOut fanOut;
    private boolean listed;
    private boolean holding = true;
    private long opened;

    KinesisSource(SourceContext context) {
        this.context = context;
        Options options = context.options();
        from = KinesisSourceConnector.start(options);
        follow = options.flag("follow");
        deaggregate = options.flag("deaggregate");
        pollMillis = options.number("poll", KinesisSourceConnector.DEFAULT_POLL_MILLIS);
    }

    @Override
    public boolean storesArrival() {
        return true;
    }

    @Override
    public void open() throws IOException {
        StreamAddress address = StreamAddress.parse(context.address());
        if (address == null) {
            throw new IOException("'" + context.address() + "' is neither the name of a Kinesis stream nor its ARN");
        }
        Options options = context.options();
        Service made = new Service(address, options);
        Traffic shared = new Traffic(
                made,
                context.clock(),
                context.notices(),
                options.number("prefetch", KinesisSourceConnector.DEFAULT_PREFETCH_BYTES));
        String consumer = options.string("consumer");
        service = made;
        traffic = shared;
        fanOut = consumer == null ? null : new FanOut(shared, consumer);
        Listing shards = new Listing(shared, this::listed);
        shards.want(0);
        listing = shards;
        opened = context.clock().millis();
    }

    @Override
    public Status read(Chunk into) throws IOException {
        Traffic shared = Objects.requireNonNull(traffic);
        shared.settle();
        long now = shared.now();
        Objects.requireNonNull(listing).go(now);
        FanOut consumer = fanOut;
        if (consumer != null && !consumer.ready()) {
            consumer.go(now);
            return Status.IDLE;
        }
        if (!listed) {
            return Status.IDLE;
        }
        start();
        for (ShardInput input : inputs.values()) {
            input.go(now);
        }
        into.clear();
        if (holding && !release(shared)) {
            return Status.IDLE;
        }
        return give(into);
    }

    private Status give(Chunk into) {
        ShardInput oldest = tellings.isEmpty() ? look() : null;
        Telling telling = tellings.poll();
        if (telling != null) {
            into.input = telling.input();
            into.begins = telling.begins();
            into.endOfInput = !telling.begins();
            return Status.READ;
        }
        if (oldest != null) {
            oldest.take(into);
            tree.stands(oldest.shard.id(), oldest.taken());
            return Status.READ;
        }
        return !follow && inputs.isEmpty() && !tree.hasWaiting() ? Status.ENDED : Status.IDLE;
    }

    /** The input whose next record is the oldest; null if there is none, or if inputs have ended, which is to be told first. */
    private @Nullable ShardInput look() {
        ShardInput oldest = null;
        for (ShardInput input : List.copyOf(inputs.values())) {
            if (input.ready()) {
                if (oldest == null || input.arrival() < oldest.arrival()) {
                    oldest = input;
                }
            } else if (input.finished()) {
                finish(input);
            } else if (!follow && input.passed(opened)) {
                leave(input);
            }
        }
        return tellings.isEmpty() ? oldest : null;
    }

    /** Begins to read the shards that wait for nobody. */
    private void start() {
        for (ShardInfo shard = tree.start(); shard != null; shard = tree.start()) {
            add(shard);
        }
    }

    private ShardInput add(ShardInfo shard) {
        Traffic shared = Objects.requireNonNull(traffic);
        FanOut consumer = fanOut;
        Place place = tree.place(shard.id());
        ShardInput input = consumer == null
                ? new PolledShard(shard, place, shared, deaggregate, pollMillis, this::notFound)
                : new SubscribedShard(shard, place, shared, deaggregate, consumer, this::notFound);
        inputs.put(shard.id(), input);
        return input;
    }

    /** A closed shard has been read: what goes on instead of it begins before it ends, so that time does not run ahead of it. */
    private void finish(ShardInput input) {
        String id = input.shard.id();
        tree.add(input.children());
        if (!tree.hasChildren(id) && !missing.contains(id)) {
            Objects.requireNonNull(listing).want(RELIST_MILLIS);
            return;
        }
        missing.remove(id);
        tree.finish(id);
        inputs.remove(id);
        input.drop();
        for (ShardInfo shard = tree.start(); shard != null; shard = tree.start()) {
            ShardInput child = add(shard);
            if (input.begun) {
                child.begun = true;
                tellings.add(new Telling(shard.id(), true));
            }
        }
        tellings.add(new Telling(id, false));
    }

    /** All that was there when reading began has been read, and no more is wanted. */
    private void leave(ShardInput input) {
        input.stop();
        input.drop();
        inputs.remove(input.shard.id());
        tellings.add(new Telling(input.shard.id(), false));
    }

    /** Lets records be handed out once each shard has answered, or no more of them fit into memory; time then waits for those that have some. */
    private boolean release(Traffic shared) {
        boolean full = !shared.admits(1);
        if (inputs.isEmpty() || !full && !inputs.values().stream().allMatch(ShardInput::answered)) {
            return inputs.isEmpty() && !follow && !tree.isEmpty();
        }
        holding = false;
        for (ShardInput input : inputs.values()) {
            if (input.ready() && input.arrival() != Long.MIN_VALUE || !input.answered()) {
                input.begun = true;
                tellings.add(new Telling(input.shard.id(), true));
            }
        }
        return true;
    }

    private void listed(List<ShardInfo> shards) {
        Traffic shared = Objects.requireNonNull(traffic);
        if (listed) {
            relisted(shards, shared);
        } else if (shards.isEmpty()) {
            Objects.requireNonNull(listing).want(RELIST_MILLIS);
        } else {
            listed = true;
            if (resumed.isEmpty()) {
                tree.begin(shards, from);
                return;
            }
            for (String lost : tree.resume(shards, resumed)) {
                expired(shared, lost);
            }
        }
    }

    /** Shards that have ended without saying what goes on instead of them, or that the service says are not there, are looked for in the list. */
    private void relisted(List<ShardInfo> shards, Traffic shared) {
        tree.add(shards);
        for (ShardInput input : inputs.values()) {
            String id = input.shard.id();
            boolean there = shards.stream().anyMatch(shard -> shard.id().equals(id));
            if (!there && !input.closed()) {
                expired(shared, id);
                input.gone();
                missing.add(id);
            } else if (there && input.due == Long.MAX_VALUE) {
                input.due = 0;
            }
        }
    }

    private static void expired(Traffic shared, String shard) {
        shared.warn("has lost records of " + shared.service.place + ": shard " + shard
                + " has expired before it was read to its end");
    }

    /** Either the shard has expired, or the stream has gone: the list of shards tells. */
    private void notFound(ShardInput input, Failure failure) {
        input.failures++;
        Objects.requireNonNull(listing).want(input.failures == 1 ? 0 : RELIST_MILLIS);
    }

    @Override
    public byte[] position() {
        return Position.bytes(listed ? tree.places() : resumed);
    }

    @Override
    public void seek(byte[] position) throws IOException {
        resumed = Position.read(position);
    }

    @Override
    public void close() {
        Traffic shared = traffic;
        if (shared != null) {
            shared.leave();
        }
        inputs.values().forEach(ShardInput::stop);
        Service open = service;
        service = null;
        if (open != null) {
            open.close();
        }
    }
}
