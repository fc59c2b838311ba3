package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.Api.Answer;
import kpipe.endpoint.kinesis.Api.Events;
import kpipe.endpoint.wire.Blob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers and their subscriptions. */
class ConsumersTest {

    private final Api api = new Api();

    @BeforeEach
    void stream() {
        api.create("s", 1);
    }

    private String register(String name) {
        String arn = api.ok("RegisterStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", name)
                .text("Consumer", "ConsumerARN");
        api.pass(500);
        return arn;
    }

    private Answer subscribe(String consumer, Object... position) {
        return api.call(
                "SubscribeToShard", "ConsumerARN", consumer, "ShardId", "0", "StartingPosition", Api.map(position));
    }

    private Object status(String consumer) {
        return api.ok("DescribeStreamConsumer", "ConsumerARN", consumer).at("ConsumerDescription", "ConsumerStatus");
    }

    @Test
    void aConsumerIsCreatingThenActiveThenDeletingThenGone() throws Exception {
        Answer registered = api.ok(
                "RegisterStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "c", "Tags", Map.of("k", "v"));
        String arn = registered.text("Consumer", "ConsumerARN");
        assertThat(registered.at("Consumer", "ConsumerStatus")).isEqualTo("CREATING");
        assertThat(registered.at("Consumer", "StreamARN")).isNull();
        assertThat(arn).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1700000000");
        assertThat(subscribe(arn, "Type", "LATEST").error()).hasMessageStartingWith("ResourceInUseException");
        api.pass(500);
        assertThat(status(arn)).isEqualTo("ACTIVE");
        assertThat(api.call("RegisterStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "c"))
                .hasToString(
                        "ResourceInUseException: Consumer c under stream s already exists for account 000000000000.");
        assertThat(api.ok("ListTagsForResource", "ResourceARN", arn)).hasToString("{Tags=[{Key=k, Value=v}]}");
        assertThat(api.call("DeleteStream", "StreamName", "s").error())
                .hasMessageStartingWith("ResourceInUseException");
        api.restart();
        assertThat(api.ok("DescribeStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "c")
                        .at("ConsumerDescription", "StreamARN"))
                .isEqualTo(api.arn("s"));
        api.ok("DeregisterStreamConsumer", "ConsumerARN", arn);
        assertThat(status(arn)).isEqualTo("DELETING");
        api.pass(500);
        assertThat(api.call("DescribeStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "c"))
                .hasToString("ResourceNotFoundException: Consumer c, account 000000000000 not found.");
        assertThat(register("c")).isNotEqualTo(arn);
        assertThat(api.call("DescribeStreamConsumer", "ConsumerARN", arn).error())
                .hasMessageStartingWith("ResourceNotFoundException: Consumer " + arn);
        api.ok("DeleteStream", "StreamName", "s", "EnforceConsumerDeletion", true);
    }

    @Test
    void twentyConsumersAreListedInPages() {
        for (int i = 0; i < 20; i++) {
            register(String.format("c%02d", i));
        }
        assertThat(api.call("RegisterStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "more")
                        .error())
                .hasMessageStartingWith("LimitExceededException");
        Answer first = api.ok("ListStreamConsumers", "StreamARN", api.arn("s"), "MaxResults", 15);
        assertThat(first.list("Consumers")).hasSize(15);
        Answer second = api.ok("ListStreamConsumers", "StreamARN", api.arn("s"), "NextToken", first.text("NextToken"));
        assertThat(second.each("Consumers", "ConsumerName")).containsExactly("c15", "c16", "c17", "c18", "c19");
        assertThat(second.at("NextToken")).isNull();
    }

    @Test
    void recordsArePushedAsTheyArrive() {
        String consumer = register("c");
        api.put("s", "a", "before");
        Events events = subscribe(consumer, "Type", "LATEST").events();
        assertThat(events.sent).hasSize(1);
        assertThat((List<?>) events.sent.get(0).get("Records")).isEmpty();
        api.put("s", "a", "one");
        api.put("s", "a", "two");
        assertThat(events.data()).containsExactly("one", "two");
        Map<?, ?> last = events.sent.get(events.sent.size() - 1);
        assertThat(last.get("MillisBehindLatest")).isEqualTo(0L);
        String continuation = (String) last.get("ContinuationSequenceNumber");
        int sent = events.sent.size();
        api.pass(11_000);
        assertThat(events.sent).hasSizeBetween(sent + 2, sent + 3);
        api.pass(300_000);
        assertThat(events.isClosed()).isTrue();
        assertThat(events.failure).isNull();
        api.put("s", "a", "three");
        Events again = subscribe(consumer, "Type", "AFTER_SEQUENCE_NUMBER", "SequenceNumber", continuation)
                .events();
        assertThat(again.data()).containsExactly("three");
    }

    @Test
    void aClosedShardEndsItsSubscriptionWithItsChildren() {
        String consumer = register("c");
        Events events = subscribe(consumer, "Type", "TRIM_HORIZON").events();
        api.put("s", "a", "x");
        api.ok(
                "SplitShard",
                "StreamName",
                "s",
                "ShardToSplit",
                "0",
                "NewStartingHashKey",
                BigInteger.ONE.shiftLeft(127).toString());
        api.pass(500);
        assertThat(events.isClosed()).isTrue();
        Map<?, ?> last = events.sent.get(events.sent.size() - 1);
        assertThat(last.get("ContinuationSequenceNumber")).isNull();
        assertThat((List<?>) last.get("ChildShards")).hasSize(2);
        assertThat(events.data()).containsExactly("x");
    }

    @Test
    void aSecondSubscriptionTakesOverAfterFiveSeconds() {
        String consumer = register("c");
        Events first = subscribe(consumer, "Type", "LATEST").events();
        assertThat(subscribe(consumer, "Type", "LATEST").error()).hasMessageStartingWith("ResourceInUseException");
        assertThat(first.isClosed()).isFalse();
        api.pass(5000);
        Events second = subscribe(consumer, "Type", "LATEST").events();
        assertThat(first.isClosed()).isTrue();
        api.put("s", "a", "x");
        assertThat(first.data()).isEmpty();
        assertThat(second.data()).containsExactly("x");
    }

    @Test
    void aClientThatTakesNothingHoldsUpNobody() {
        String consumer = register("c");
        Events events = subscribe(consumer, "Type", "LATEST").events();
        events.ready(false);
        List<String> put = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            api.put("s", "a", "r" + i);
            put.add("r" + i);
        }
        api.ok("PutRecord", "StreamName", "s", "PartitionKey", "a", "Data", Blob.of(new byte[1_000_000]));
        api.pass(20_000);
        assertThat(events.data()).isEmpty();
        events.ready(true);
        api.run();
        assertThat(events.data()).hasSize(21).startsWith(put.toArray(new String[0]));
    }

    @Test
    void deregisteringOrDeletingEndsSubscriptions() {
        String one = register("one");
        String two = register("two");
        Events first = subscribe(one, "Type", "LATEST").events();
        Events second = subscribe(two, "Type", "LATEST").events();
        api.ok("DeregisterStreamConsumer", "StreamARN", api.arn("s"), "ConsumerName", "one");
        assertThat(first.failure).hasMessageStartingWith("ResourceNotFoundException");
        assertThat(second.isClosed()).isFalse();
        api.ok("DeleteStream", "StreamName", "s", "EnforceConsumerDeletion", true);
        api.pass(500);
        assertThat(second.failure).hasMessageStartingWith("ResourceNotFoundException");
    }

    @Test
    void badPositionsAreRefusedBeforeTheStreamBegins() {
        String consumer = register("c");
        assertThat(subscribe(consumer, "Type", "AT_SEQUENCE_NUMBER").error())
                .hasMessageStartingWith("InvalidArgumentException");
        assertThat(subscribe(consumer, "Type", "AT_TIMESTAMP").error())
                .hasMessageStartingWith("InvalidArgumentException");
        assertThat(api.call(
                                "SubscribeToShard",
                                "ConsumerARN",
                                consumer,
                                "ShardId",
                                "9",
                                "StartingPosition",
                                Map.of("Type", "LATEST"))
                        .error())
                .hasMessageStartingWith("ResourceNotFoundException");
        assertThat(subscribe(consumer + "1", "Type", "LATEST").error())
                .hasMessageStartingWith("ResourceNotFoundException");
    }
}
