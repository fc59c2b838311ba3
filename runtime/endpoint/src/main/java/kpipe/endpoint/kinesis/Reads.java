package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.Shard;

/** GetShardIterator and GetRecords. Thread-safe. */
final class Reads {

    /** How many records a page has at most. */
    static final int MOST_RECORDS = 10_000;

    /** How many bytes of keys and data a page has at most. */
    static final int MOST_BYTES = 10 << 20;

    private final Core core;
    private final Positions positions;

    Reads(Core core, Positions positions) {
        this.core = core;
        this.positions = positions;
    }

    void register(Map<String, Operation> operations) {
        operations.put("GetShardIterator", Operation.asked(this::getShardIterator));
        operations.put("GetRecords", Operation.asked(this::getRecords));
    }

    private Map<String, ?> getShardIterator(Request request) throws IOException {
        Streams.Meant meant = Streams.meant(request);
        int index = ShardIds.need(request.need("ShardId"), meant.name(), meant.account());
        String id = ShardIds.id(index);
        KinesisStream found = core.streams().find(meant.account(), meant.region(), meant.name());
        if (found == null) {
            throw Refusal.noSuchShard(id, meant.name(), meant.account());
        }
        Target target = new Target(found, meant.account(), meant.region());
        Shard shard = ShardIds.find(target.stream(), index);
        if (shard == null || target.stream().state() == State.CREATING) {
            throw Refusal.noSuchShard(id, target.name(), target.account());
        }
        boolean refused =
                core.happens(core.settings().fault(request.operation()).throttled())
                        || core.hasLimits()
                                && !target.stream()
                                        .rates()
                                        .iterator(index, core.settings().limits(), core.now());
        if (refused) {
            throw Refusal.shardRate(id, target.name(), target.account());
        }
        long position = positions.find(
                target,
                shard,
                request.need("ShardIteratorType"),
                request.text("StartingSequenceNumber"),
                request.time("Timestamp"),
                request.operation());
        return Members.of("ShardIterator", iterator(target.stream(), target.account(), index, position));
    }

    private String iterator(KinesisStream stream, String account, int shard, long position) {
        return core.tokens()
                .iterator(new Tokens.Iterator(
                        stream.stored().name(), stream.log().created(), stream.name(), account, shard, position));
    }

    private Map<String, ?> getRecords(Request request) throws IOException {
        Tokens.Iterator place = core.tokens().iterator(request.need("ShardIterator"));
        String id = ShardIds.id(place.shard());
        KinesisStream stream = core.streams().stored(place.stream(), place.streamCreated());
        Shard shard = stream == null ? null : ShardIds.find(stream, place.shard());
        if (stream == null || shard == null) {
            throw Refusal.noSuchShard(id, place.name(), place.account());
        }
        String arn = request.text("StreamARN");
        Arn parsed = arn == null ? null : Arn.parse(arn);
        if (arn != null && (parsed == null || !parsed.stream().equals(place.name()))) {
            throw Refusal.invalidArgument("Invalid ShardIterator.");
        }
        double limits = core.settings().limits();
        boolean refused =
                core.happens(core.settings().fault(request.operation()).throttled())
                        || core.hasLimits() && !stream.rates().read(place.shard(), limits, core.now());
        if (refused) {
            throw Refusal.shardRate(id, place.name(), place.account());
        }
        long most = Math.min(MOST_RECORDS, request.number("Limit", MOST_RECORDS));
        Page page = Page.read(stream, shard, place.index(), most, MOST_BYTES, core.now());
        if (core.hasLimits()) {
            stream.rates().wasRead(place.shard(), page.bytes(), limits, core.now());
        }
        return answer(stream, shard, place, page);
    }

    private Map<String, ?> answer(KinesisStream stream, Shard shard, Tokens.Iterator place, Page page) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Records", page);
        if (!page.isEnded()) {
            answer.put("NextShardIterator", iterator(stream, place.account(), place.shard(), page.next()));
        } else if (core.isToday()) {
            answer.put("ChildShards", Page.children(stream, shard));
        }
        answer.put("MillisBehindLatest", page.behind());
        return answer;
    }
}
