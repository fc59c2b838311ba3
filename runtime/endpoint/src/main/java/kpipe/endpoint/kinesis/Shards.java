package kpipe.endpoint.kinesis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.SequenceNumber;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.Shard;

/** How shards are described. */
final class Shards {

    private Shards() {}

    /** The shards that are listed: none while the stream is CREATING. */
    static List<Shard> shown(KinesisStream stream) {
        return stream.state() == State.CREATING ? List.of() : stream.shards().shards();
    }

    static Map<String, ?> described(Shard shard) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("ShardId", shard.id());
        if (shard.parent() >= 0) {
            described.put("ParentShardId", ShardIds.id(shard.parent()));
        }
        if (shard.adjacentParent() >= 0) {
            described.put("AdjacentParentShardId", ShardIds.id(shard.adjacentParent()));
        }
        described.put("HashKeyRange", range(shard));
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("StartingSequenceNumber", number(shard, 0, shard.created()));
        if (!shard.isOpen()) {
            numbers.put("EndingSequenceNumber", number(shard, SequenceNumber.END, shard.closed()));
        }
        described.put("SequenceNumberRange", numbers);
        return described;
    }

    private static String number(Shard shard, long index, long second) {
        return new SequenceNumber(shard.created(), shard.index(), index, second).toString();
    }

    static Map<String, ?> range(Shard shard) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("StartingHashKey", shard.range().start().toString());
        range.put("EndingHashKey", shard.range().end().toString());
        return range;
    }
}
