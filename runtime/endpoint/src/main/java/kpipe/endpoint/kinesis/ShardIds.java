package kpipe.endpoint.kinesis;

import kpipe.runtime.log.Shard;
import org.jspecify.annotations.Nullable;

/** Shard ids, as the service writes and as it takes them. */
final class ShardIds {

    private static final int MOST_DIGITS = 18;

    private ShardIds() {}

    static String id(int shard) {
        return Shard.id(shard);
    }

    /** The index that an id stands for: what follows the first hyphen, or the whole; -1 if it is none. */
    static int index(String id) {
        String[] parts = id.split("-", -1);
        String digits = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : id;
        String significant = digits.replaceFirst("^0+(?=\\d)", "");
        if (significant.length() > MOST_DIGITS || !digits.matches("\\d+")) {
            return -1;
        }
        long index = Long.parseLong(significant);
        return index <= Integer.MAX_VALUE ? (int) index : -1;
    }

    /**
     * The index that an id stands for.
     *
     * @throws kpipe.endpoint.wire.AwsError if it is none
     */
    static int need(String id, String stream, String account) {
        int index = index(id);
        if (index < 0) {
            throw Refusal.shardNotFound(id, stream, account);
        }
        return index;
    }

    /** The shard of that index, or null if there is none any more or not yet. */
    static @Nullable Shard find(KinesisStream stream, int index) {
        for (Shard shard : stream.shards().shards()) {
            if (shard.index() == index) {
                return shard;
            }
        }
        return null;
    }
}
