package kpipe.stdlib.connector.kinesis;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A shard that is asked for records again and again. */
final class PolledShard extends ShardInput {

    /** AWS lets a shard be asked five times a second, by all who read it. */
    private static final long AWS_PAUSE_MILLIS = 200;
    /** The largest answer. */
    private static final long MOST_BYTES = 10 << 20;
    /** What is expected of a shard that was read to its end a moment ago. */
    private static final long USUAL_BYTES = 1 << 20;

    private static final int MOST_PAGES = 4;
    /** Of an iterator that the service does not know: how often another one may help. */
    private static final int RENEWALS = 3;

    private final long pollMillis;
    private final ShardGone gone;

    private @Nullable String iterator;
    private @Nullable CompletableFuture<?> call;
    private long expected = MOST_BYTES;
    private int renewals;

    /** Told when the service says that a shard is not there. */
    interface ShardGone {
        void notFound(ShardInput input, Failure failure);
    }

    PolledShard(ShardInfo shard, Place from, Traffic traffic, boolean deaggregate, long pollMillis, ShardGone gone) {
        super(shard, from, traffic, deaggregate);
        this.pollMillis = pollMillis;
        this.gone = gone;
    }

    @Override
    void go(long now) {
        if (call != null || closed() || now < due || waiting() >= MOST_PAGES || !traffic.admits(expected)) {
            return;
        }
        traffic.hold(expected);
        String from = iterator;
        if (from == null) {
            ask(now);
        } else {
            read(from);
        }
    }

    @Override
    void stop() {
        CompletableFuture<?> running = call;
        if (running != null) {
            running.cancel(true);
        }
    }

    private void ask(long now) {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().shardId(shard.id()).overrideConfiguration(traffic.service.timed);
        traffic.service.stream.tell(request::streamName, request::streamARN);
        switch (next.kind()) {
            case OLDEST -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
            case NEWEST -> request.shardIteratorType(ShardIteratorType.LATEST);
            case TIME ->
                request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.ofEpochMilli(next.time()));
            case TAKEN ->
                request.shardIteratorType(
                                next.within()
                                        ? ShardIteratorType.AT_SEQUENCE_NUMBER
                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(next.sequence());
        }
        CompletableFuture<GetShardIteratorResponse> running = traffic.service.client.getShardIterator(request.build());
        call = running;
        traffic.call(
                running,
                answer -> answer,
                answer -> {
                    over();
                    iterator = answer.shardIterator();
                    if (next.kind() == Place.Kind.NEWEST) {
                        // Should this iterator expire before anything is read, the next must begin where it did.
                        stands(Place.at(Service.time(answer.sdkHttpResponse(), now)));
                    }
                },
                this::refused);
    }

    private void read(String from) {
        GetRecordsRequest.Builder request =
                GetRecordsRequest.builder().shardIterator(from).overrideConfiguration(traffic.service.timed);
        if (traffic.service.stream.arn() != null) {
            request.streamARN(traffic.service.stream.arn());
        }
        CompletableFuture<GetRecordsResponse> running = traffic.service.client.getRecords(request.build());
        call = running;
        traffic.call(
                running,
                answer -> {
                    long now = Service.time(answer.sdkHttpResponse(), traffic.now());
                    return new Answer(
                            answer.nextShardIterator(),
                            Page.of(
                                    terms,
                                    answer.records(),
                                    null,
                                    now,
                                    answer.millisBehindLatest(),
                                    answer.nextShardIterator() == null,
                                    answer.childShards()));
                },
                this::read,
                this::refused);
    }

    private record Answer(@Nullable String next, Page page) {}

    private void read(Answer answer) {
        over();
        renewals = 0;
        iterator = answer.next();
        accept(answer.page());
        Page page = answer.page();
        expected = page.caughtUp ? USUAL_BYTES : MOST_BYTES;
        long pause = page.caughtUp ? pollMillis : 0;
        due = traffic.now() + (traffic.service.aws ? Math.max(AWS_PAUSE_MILLIS, pause) : pause);
    }

    private void over() {
        call = null;
        traffic.hold(-expected);
    }

    private void refused(Failure failure) {
        over();
        boolean unknown = iterator != null && failure.kind() == Failure.Kind.INVALID && renewals++ < RENEWALS;
        if (failure.kind() == Failure.Kind.EXPIRED_ITERATOR || unknown) {
            iterator = null;
            due = 0;
        } else if (failure.kind() == Failure.Kind.NOT_FOUND) {
            iterator = null;
            due = Long.MAX_VALUE;
            gone.notFound(this, failure);
        } else {
            failed(failure);
        }
    }
}
