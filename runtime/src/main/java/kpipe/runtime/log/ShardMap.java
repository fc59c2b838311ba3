package kpipe.runtime.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import kpipe.data.Hash128;

/** The shards of a stream, open and closed, and who owns which hash key. The open ones cover the whole space without gap or overlap. Immutable. */
public final class ShardMap {

    private final List<Shard> shards;
    private final Shard[] open;

    private ShardMap(List<Shard> shards) {
        this.shards = List.copyOf(shards);
        open = shards.stream()
                .filter(Shard::isOpen)
                .sorted(Comparator.comparing(shard -> shard.range().start()))
                .toArray(Shard[]::new);
        for (int i = 1; i < open.length; i++) {
            if (!open[i - 1].range().isDirectlyBefore(open[i].range())) {
                throw new IllegalStateException(open[i - 1] + " does not end before " + open[i]);
            }
        }
    }

    /** So many shards of equal size, created at {@code second}. */
    public static ShardMap equal(int count, long second) {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(i, HashRange.equal(i, count), -1, -1, second, -1));
        }
        return new ShardMap(shards);
    }

    static ShardMap of(List<Shard> shards) {
        return new ShardMap(shards);
    }

    /** All that are not forgotten, in the order of their indices. */
    public List<Shard> shards() {
        return shards;
    }

    /** Those that take records, in the order of their ranges. */
    public List<Shard> open() {
        return Arrays.asList(open);
    }

    /** The open shard that owns a hash key. */
    public Shard owner(Hash128 key) {
        return owner(key.high(), key.low());
    }

    /** The open shard that owns a hash key, given in its halves. */
    public Shard owner(long high, long low) {
        int from = 0;
        int to = open.length - 1;
        while (from < to) {
            int middle = from + to + 1 >>> 1;
            Hash128 start = open[middle].range().start();
            int order = Long.compareUnsigned(start.high(), high);
            if (order < 0 || order == 0 && Long.compareUnsigned(start.low(), low) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return open[from];
    }

    /** The shard of that index, closed or open. */
    public Shard shard(int index) {
        for (Shard shard : shards) {
            if (shard.index() == index) {
                return shard;
            }
        }
        throw new IllegalArgumentException(Shard.id(index) + " is not there");
    }

    /** The shards that follow a closed one. */
    public List<Shard> children(int index) {
        return shards.stream()
                .filter(shard -> shard.parent() == index || shard.adjacentParent() == index)
                .toList();
    }

    /**
     * Splits an open shard in two.
     *
     * @param key where the second part begins; the range must allow it
     * @param closed the second in which the parent ends; the children are created in the next
     */
    public ShardMap split(int index, Hash128 key, long closed) {
        Shard parent = openShard(index);
        if (!parent.range().canSplitAt(key)) {
            throw new IllegalArgumentException(key + " cannot split " + parent);
        }
        List<Shard> next = closing(closed, parent);
        next.add(new Shard(nextIndex(), parent.range().upTo(key), index, -1, closed + 1, -1));
        next.add(new Shard(nextIndex() + 1, parent.range().from(key), index, -1, closed + 1, -1));
        return new ShardMap(next);
    }

    /** Merges two open neighbours, {@code first} the one with the lower keys, into a shard that is created in the second after {@code closed}. */
    public ShardMap merge(int first, int second, long closed) {
        Shard low = openShard(first);
        Shard high = openShard(second);
        if (!low.range().isDirectlyBefore(high.range())) {
            throw new IllegalArgumentException(low + " and " + high + " are no neighbours");
        }
        List<Shard> next = closing(closed, low, high);
        HashRange both = new HashRange(low.range().start(), high.range().end());
        next.add(new Shard(nextIndex(), both, first, second, closed + 1, -1));
        return new ShardMap(next);
    }

    /** Without closed shards of which nothing is left to read. */
    ShardMap without(List<Integer> expired) {
        return new ShardMap(shards.stream()
                .filter(shard -> shard.isOpen() || !expired.contains(shard.index()))
                .toList());
    }

    private Shard openShard(int index) {
        Shard shard = shard(index);
        if (!shard.isOpen()) {
            throw new IllegalArgumentException(shard + " is closed");
        }
        return shard;
    }

    private List<Shard> closing(long second, Shard... parents) {
        List<Shard> next = new ArrayList<>();
        for (Shard shard : shards) {
            next.add(Arrays.asList(parents).contains(shard) ? shard.closedAt(second) : shard);
        }
        return next;
    }

    private int nextIndex() {
        return shards.get(shards.size() - 1).index() + 1;
    }
}
