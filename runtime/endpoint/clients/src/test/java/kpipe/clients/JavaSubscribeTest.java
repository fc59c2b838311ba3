package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** SubscribeToShard by the SDK for Java. */
@ExtendWith(Servers.class)
class JavaSubscribeTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "SYNC.*")
    void aShardIsFollowedToItsEnd(Transport transport, KinesisServer server) throws Exception {
        try (KinesisAsyncClient async = transport.openAsync(server);
                KinesisClient kinesis = Transport.waiting(async)) {
            Fan fan = new Fan(async, kinesis, server.newStream("fan"));
            fan.put("before");
            Following all = fan.follow(position -> position.type(ShardIteratorType.TRIM_HORIZON));
            Until.holds("what was there arrives", () -> all.texts().contains("before"));
            fan.put("while");
            Until.holds("what is put arrives", () -> all.texts().contains("while"));
            assertThat(all.last().millisBehindLatest()).isZero();
            assertThat(all.last().continuationSequenceNumber()).isNotNull();
            fan.split();
            all.done.get(60, TimeUnit.SECONDS);
            assertThat(all.texts()).containsExactly("before", "while");
            assertThat(all.last().childShards())
                    .extracting(ChildShard::shardId)
                    .containsExactly("shardId-000000000001", "shardId-000000000002");
            assertThat(all.last().childShards())
                    .allSatisfy(child -> assertThat(child.parentShards()).containsExactly("shardId-000000000000"));
            assertThat(all.last().continuationSequenceNumber()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "HTTP2")
    void aSubscriptionGoesOnWhereTheLastOneEnded(Transport transport, KinesisServer server) {
        try (KinesisAsyncClient async = transport.openAsync(server);
                KinesisClient kinesis = Transport.waiting(async)) {
            Fan fan = new Fan(async, kinesis, server.newStream("again"));
            String first = fan.put("one");
            fan.put("two");
            Following rest = fan.follow(position ->
                    position.type(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(first));
            Until.holds("the second arrives", () -> rest.texts().contains("two"));
            assertThat(rest.texts()).containsExactly("two");
            assertThatThrownBy(() -> fan.follow(position -> position.type(ShardIteratorType.LATEST))
                            .done
                            .join())
                    .hasCauseInstanceOf(ResourceInUseException.class);
            kinesis.deregisterStreamConsumer(r -> r.consumerARN(fan.consumer));
            Until.holds("the subscription ends with its consumer", rest.done::isDone);
            Until.holds(
                    "the consumer is gone",
                    () -> kinesis.listStreamConsumers(r -> r.streamARN(fan.streamArn))
                            .consumers()
                            .isEmpty());
            assertThatThrownBy(() -> fan.follow(position -> position.type(ShardIteratorType.LATEST))
                            .done
                            .join())
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
        }
    }

    /** A stream of one shard with a consumer. */
    private static final class Fan {

        final KinesisAsyncClient async;
        final KinesisClient kinesis;
        final String stream;
        final String streamArn;
        final String consumer;

        Fan(KinesisAsyncClient async, KinesisClient kinesis, String stream) {
            this.async = async;
            this.kinesis = kinesis;
            this.stream = stream;
            kinesis.createStream(r -> r.streamName(stream).shardCount(1));
            streamArn = Until.active(kinesis, stream).streamARN();
            consumer = kinesis.registerStreamConsumer(
                            r -> r.streamARN(streamArn).consumerName("fan"))
                    .consumer()
                    .consumerARN();
            Until.that(
                    "the consumer is active",
                    () -> kinesis.describeStreamConsumer(r -> r.consumerARN(consumer))
                            .consumerDescription()
                            .consumerStatus(),
                    status -> status == ConsumerStatus.ACTIVE);
        }

        String put(String text) {
            return kinesis.putRecord(
                            r -> r.streamName(stream).partitionKey("key").data(SdkBytes.fromUtf8String(text)))
                    .sequenceNumber();
        }

        void split() {
            kinesis.splitShard(r ->
                    r.streamName(stream).shardToSplit("shardId-000000000000").newStartingHashKey("1000"));
        }

        Following follow(java.util.function.Consumer<StartingPosition.Builder> position) {
            Following following = new Following();
            following.done = async.subscribeToShard(
                    r -> r.consumerARN(consumer).shardId("shardId-000000000000").startingPosition(position),
                    SubscribeToShardResponseHandler.builder()
                            .subscriber(SubscribeToShardResponseHandler.Visitor.builder()
                                    .onSubscribeToShardEvent(following.events::add)
                                    .build())
                            .build());
            return following;
        }
    }

    /** What a subscription has brought. */
    private static final class Following {

        final Queue<SubscribeToShardEvent> events = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> done = new CompletableFuture<>();

        List<String> texts() {
            return events.stream()
                    .flatMap(event -> event.records().stream())
                    .map(record -> record.data().asUtf8String())
                    .toList();
        }

        SubscribeToShardEvent last() {
            return events.stream().reduce((earlier, later) -> later).orElseThrow();
        }
    }
}
