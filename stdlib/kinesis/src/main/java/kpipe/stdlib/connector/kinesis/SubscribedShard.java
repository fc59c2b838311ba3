package kpipe.stdlib.connector.kinesis;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * A shard whose records the service sends as they come, by enhanced fan-out. A subscription lives for five minutes; the next goes on where it ended. Each event is asked for, so that a
 * slow reader holds up the service and not the memory.
 */
final class SubscribedShard extends ShardInput {

    private static final int MOST_PAGES = 4;
    private static final long USUAL_BYTES = 1 << 20;
    /** The service sends something every few seconds, if only to say that there is nothing. */
    private static final long MOST_SILENCE_MILLIS = 60_000;

    private final FanOut consumer;
    private final PolledShard.ShardGone gone;
    private @Nullable Session session;

    SubscribedShard(
            ShardInfo shard,
            Place from,
            Traffic traffic,
            boolean deaggregate,
            FanOut consumer,
            PolledShard.ShardGone gone) {
        super(shard, from, traffic, deaggregate);
        this.consumer = consumer;
        this.gone = gone;
    }

    @Override
    void go(long now) {
        Session running = session;
        if (running == null) {
            if (!closed() && now >= due) {
                subscribe(now);
            }
        } else if (running.asked && now - running.heard > MOST_SILENCE_MILLIS) {
            running.end();
            over(running);
        } else if (!running.asked && waiting() < MOST_PAGES && traffic.admits(USUAL_BYTES)) {
            running.ask(now);
        }
    }

    @Override
    void stop() {
        Session running = session;
        if (running != null) {
            running.end();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its end leads to the source's thread
    private void subscribe(long now) {
        StartingPosition.Builder from = StartingPosition.builder();
        switch (next.kind()) {
            case OLDEST -> from.type(ShardIteratorType.TRIM_HORIZON);
            case NEWEST -> from.type(ShardIteratorType.LATEST);
            case TIME -> from.type(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.ofEpochMilli(next.time()));
            case TAKEN ->
                from.type(
                                next.within()
                                        ? ShardIteratorType.AT_SEQUENCE_NUMBER
                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(next.sequence());
        }
        Session started = new Session(now);
        session = started;
        started.call = traffic.service.client.subscribeToShard(
                SubscribeToShardRequest.builder()
                        .consumerARN(consumer.arn())
                        .shardId(shard.id())
                        .startingPosition(from.build())
                        .build(),
                started);
        started.call.whenComplete((nothing, thrown) -> {
            Failure failure = thrown == null ? null : Failure.of(thrown);
            traffic.post(() -> ended(started, failure));
        });
    }

    private void over(Session of) {
        if (session == of) {
            session = null;
        }
        of.release();
    }

    private void ended(Session of, @Nullable Failure failure) {
        if (session != of) {
            of.release();
            return;
        }
        over(of);
        if (failure == null) {
            due = 0;
        } else if (failure.kind() == Failure.Kind.NOT_FOUND) {
            due = Long.MAX_VALUE;
            gone.notFound(this, failure);
        } else {
            failed(failure);
        }
    }

    private void event(Session of, Page page) {
        if (session != of) {
            return;
        }
        of.heard = traffic.now();
        of.release();
        accept(page);
    }

    /** One subscription. What the service says of it comes on the client's threads; the fields are the source's thread's but for the subscription to its events. */
    private final class Session implements SubscribeToShardResponseHandler, Subscriber<SubscribeToShardEventStream> {

        private @Nullable CompletableFuture<Void> call;
        private volatile @Nullable Subscription events;
        /** By how much the clock of the service is ahead. */
        private volatile long ahead;

        private long heard;
        /** Whether an event has been asked for and has not come; the first one is asked for when the service answers. */
        private boolean asked = true;

        private long held = USUAL_BYTES;

        Session(long now) {
            heard = now;
            traffic.hold(held);
        }

        void ask(long now) {
            Subscription subscription = events;
            if (subscription != null) {
                asked = true;
                heard = now;
                held = USUAL_BYTES;
                traffic.hold(held);
                subscription.request(1);
            }
        }

        void release() {
            asked = false;
            traffic.hold(-held);
            held = 0;
        }

        void end() {
            Subscription subscription = events;
            if (subscription != null) {
                subscription.cancel();
            }
            CompletableFuture<Void> running = call;
            if (running != null) {
                running.cancel(true);
            }
        }

        @Override
        public void responseReceived(SubscribeToShardResponse response) {
            long now = traffic.now();
            long there = Service.time(response.sdkHttpResponse(), now);
            ahead = there - now;
            traffic.post(() -> {
                if (session == this && next.kind() == Place.Kind.NEWEST) {
                    // Should this subscription end before it brings anything, the next must begin where it did.
                    stands(Place.at(there));
                }
            });
        }

        @Override
        public void onEventStream(SdkPublisher<SubscribeToShardEventStream> publisher) {
            publisher.subscribe(this);
        }

        @Override
        public void exceptionOccurred(Throwable thrown) {
            // The future of the call ends with it.
        }

        @Override
        public void complete() {
            // The future of the call ends with it.
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            events = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            Subscription subscription = events;
            if (event instanceof SubscribeToShardEvent records) {
                Page page = Page.of(
                        terms,
                        records.records(),
                        records.continuationSequenceNumber(),
                        traffic.now() + ahead,
                        records.millisBehindLatest(),
                        records.continuationSequenceNumber() == null,
                        records.childShards());
                traffic.post(() -> event(this, page));
            } else if (subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            // The future of the call ends with it.
        }

        @Override
        public void onComplete() {
            // The future of the call ends with it.
        }
    }
}
