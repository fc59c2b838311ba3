package kpipe.stdlib.connector.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/** Asks for all shards of a stream, page by page, until it has them. Only the source's thread calls it. */
final class Listing {

    private static final int PAGE_SHARDS = 1000;

    private final Traffic traffic;
    private final Consumer<List<ShardInfo>> taker;
    private List<ShardInfo> shards = new ArrayList<>();
    private boolean wanted;
    private boolean running;
    private int failures;
    private long due;

    /** @param taker takes the shards each time that all of them have come */
    Listing(Traffic traffic, Consumer<List<ShardInfo>> taker) {
        this.traffic = traffic;
        this.taker = taker;
    }

    /** The shards are to be listed again, in a while. */
    void want(long pauseMillis) {
        if (!wanted) {
            wanted = true;
            due = traffic.now() + pauseMillis;
        }
    }

    void go(long now) {
        if (wanted && !running && now >= due) {
            running = true;
            shards = new ArrayList<>();
            ask(null);
        }
    }

    private void ask(@Nullable String token) {
        ListShardsRequest.Builder request =
                ListShardsRequest.builder().maxResults(PAGE_SHARDS).overrideConfiguration(traffic.service.timed);
        if (token == null) {
            traffic.service.stream.tell(request::streamName, request::streamARN);
        } else {
            request.nextToken(token);
        }
        traffic.call(traffic.service.client.listShards(request.build()), answer -> answer, this::take, this::refused);
    }

    private void take(ListShardsResponse answer) {
        failures = 0;
        traffic.works(this);
        answer.shards().forEach(shard -> shards.add(ShardInfo.of(shard)));
        if (answer.nextToken() != null) {
            ask(answer.nextToken());
            return;
        }
        running = false;
        wanted = false;
        taker.accept(shards);
    }

    private void refused(Failure failure) {
        running = false;
        if (failure.passes() || failure.code().equals("ExpiredNextTokenException")) {
            due = traffic.fails(this, failure, failures++);
        } else {
            traffic.end(traffic.service.ended("read", failure));
        }
    }
}
