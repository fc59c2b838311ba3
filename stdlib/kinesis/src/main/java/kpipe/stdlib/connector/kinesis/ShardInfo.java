package kpipe.stdlib.connector.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What the service says of a shard.
 *
 * @param parents the shards that it was split or merged from
 * @param first the first position that is its own, of a hash key of 128 bits
 * @param last the last one
 * @param open whether it still takes records
 */
record ShardInfo(String id, List<String> parents, BigInteger first, BigInteger last, boolean open) {

    static ShardInfo of(Shard shard) {
        List<String> parents = new ArrayList<>();
        if (shard.parentShardId() != null) {
            parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
            parents.add(shard.adjacentParentShardId());
        }
        boolean open = shard.sequenceNumberRange() == null
                || shard.sequenceNumberRange().endingSequenceNumber() == null;
        return of(shard.shardId(), parents, shard.hashKeyRange(), open);
    }

    static ShardInfo of(ChildShard shard) {
        return of(shard.shardId(), shard.parentShards(), shard.hashKeyRange(), true);
    }

    private static ShardInfo of(String id, List<String> parents, HashKeyRange range, boolean open) {
        return new ShardInfo(
                id,
                List.copyOf(parents),
                new BigInteger(range.startingHashKey()),
                new BigInteger(range.endingHashKey()),
                open);
    }

    /** Whether a record is one of this shard. Of an aggregate that was made for another shard, before a split, a part may not be. */
    boolean takes(String partitionKey, @Nullable String hashKey) {
        BigInteger place = hashKey == null || hashKey.isEmpty() ? hash(partitionKey) : new BigInteger(hashKey);
        return place.compareTo(first) >= 0 && place.compareTo(last) <= 0;
    }

    private static BigInteger hash(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
