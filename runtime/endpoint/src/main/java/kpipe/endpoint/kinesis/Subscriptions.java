package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.Map;
import kpipe.endpoint.wire.EventStream;
import kpipe.endpoint.wire.Exchange;
import kpipe.runtime.log.Shard;

/** SubscribeToShard: at most one subscription for a consumer and a shard. Thread-safe. */
final class Subscriptions {

    /** A call this soon behind the one before is refused; a later one takes over. */
    private static final long SOON_MILLIS = 5_000;

    private final Core core;
    private final Positions positions;

    Subscriptions(Core core, Positions positions) {
        this.core = core;
        this.positions = positions;
    }

    void register(Map<String, Operation> operations) {
        operations.put("SubscribeToShard", this::subscribe);
    }

    private void subscribe(Request request, Exchange exchange) throws IOException {
        ConsumerOperations.Found found = ConsumerOperations.find(core, request.need("ConsumerARN"));
        Target target = found.target();
        Consumer consumer = found.consumer();
        int index = ShardIds.need(request.need("ShardId"), target.name(), target.account());
        if (!consumer.status(core.now()).equals("ACTIVE")) {
            throw Refusal.inUse("Consumer " + consumer.name() + " under stream " + target.name() + " for account "
                    + target.account() + " not ACTIVE, instead in state " + consumer.status(core.now()));
        }
        Shard shard = ShardIds.find(target.stream(), index);
        if (shard == null) {
            throw Refusal.noSuchShard(ShardIds.id(index), target.name(), target.account());
        }
        if (core.happens(core.settings().fault(request.operation()).throttled())) {
            throw Refusal.limitExceeded("Rate exceeded for consumer " + found.arn() + " and shard " + shard.id());
        }
        Request start = request.structure("StartingPosition");
        long position = positions.find(
                target,
                shard,
                start.need("Type"),
                start.text("SequenceNumber"),
                start.time("Timestamp"),
                request.operation());
        Subscription subscription;
        Subscription before;
        synchronized (consumer) {
            before = consumer.subscription(index);
            if (before != null && core.now() - before.begun() < SOON_MILLIS) {
                throw Refusal.inUse("Another active subscription exists for this consumer: " + found.arn()
                        + " and shard: " + shard.id());
            }
            subscription = new Subscription(core, target, consumer, shard, position);
            consumer.subscribed(index, subscription);
        }
        if (before != null) {
            before.end();
        }
        EventStream stream = exchange.stream();
        subscription.begin(stream);
    }
}
