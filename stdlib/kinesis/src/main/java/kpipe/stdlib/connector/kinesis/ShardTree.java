package kpipe.stdlib.connector.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a stream that are to be read, each behind those that it was split or merged from: so records of one key keep their order through a change of shards. Not thread-safe.
 */
final class ShardTree {

    private enum State {
        WAITING,
        READING,
        FINISHED
    }

    private static final class Node {
        private final ShardInfo shard;
        private State state = State.WAITING;
        private Place place;

        Node(ShardInfo shard, Place place) {
            this.shard = shard;
            this.place = place;
        }
    }

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /**
     * Puts in what there is when reading begins for the first time.
     *
     * @param from where in each of them
     */
    void begin(List<ShardInfo> shards, Place from) {
        for (ShardInfo shard : shards) {
            if (from.kind() != Place.Kind.NEWEST || shard.open()) {
                nodes.put(shard.id(), new Node(shard, from));
            }
        }
    }

    /**
     * Puts in what there is when reading goes on.
     *
     * @param places where reading stood, null of the shards that had been finished
     * @return the shards that had not been finished and are there no more
     */
    List<String> resume(List<ShardInfo> shards, Map<String, @Nullable Place> places) {
        Map<String, ShardInfo> listed = new LinkedHashMap<>();
        shards.forEach(shard -> listed.put(shard.id(), shard));
        List<String> lost = new ArrayList<>();
        places.forEach((id, place) -> {
            ShardInfo shard = listed.get(id);
            if (shard != null) {
                Node node = new Node(shard, place == null ? Place.OLDEST : place);
                node.state = place == null ? State.FINISHED : State.WAITING;
                nodes.put(id, node);
            } else if (place != null) {
                lost.add(id);
            }
        });
        for (ShardInfo shard : shards) {
            if (!places.containsKey(shard.id()) && descends(shard, places, listed)) {
                nodes.put(shard.id(), new Node(shard, Place.OLDEST));
            }
        }
        return lost;
    }

    private static boolean descends(
            ShardInfo shard, Map<String, @Nullable Place> places, Map<String, ShardInfo> listed) {
        for (String parent : shard.parents()) {
            ShardInfo known = listed.get(parent);
            if (places.containsKey(parent) || known != null && descends(known, places, listed)) {
                return true;
            }
        }
        return false;
    }

    /** Puts in shards that have come since: those that go on instead of ones that are here. */
    void add(List<ShardInfo> shards) {
        for (ShardInfo shard : shards) {
            if (!nodes.containsKey(shard.id()) && shard.parents().stream().anyMatch(nodes::containsKey)) {
                nodes.put(shard.id(), new Node(shard, Place.OLDEST));
            }
        }
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Whether a shard is here that goes on instead of this one. */
    boolean hasChildren(String id) {
        return nodes.values().stream().anyMatch(node -> node.shard.parents().contains(id));
    }

    /** Whether shards wait for others to be finished. */
    boolean hasWaiting() {
        return nodes.values().stream().anyMatch(node -> node.state == State.WAITING);
    }

    /** Reading of the shard is over. */
    void finish(String id) {
        node(id).state = State.FINISHED;
    }

    /** Reading of the shard stands there. */
    void stands(String id, Place place) {
        node(id).place = place;
    }

    private Node node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException(id);
        }
        return node;
    }

    /** Takes the next shard that may be read now, or null. */
    @Nullable
    ShardInfo start() {
        for (Node node : nodes.values()) {
            if (node.state == State.WAITING && isFree(node.shard)) {
                node.state = State.READING;
                return node.shard;
            }
        }
        return null;
    }

    private boolean isFree(ShardInfo shard) {
        for (String parent : shard.parents()) {
            Node node = nodes.get(parent);
            if (node != null && node.state != State.FINISHED) {
                return false;
            }
        }
        return true;
    }

    Place place(String id) {
        return node(id).place;
    }

    /** Where reading stands: null of the shards that are finished. */
    Map<String, @Nullable Place> places() {
        Map<String, @Nullable Place> places = new LinkedHashMap<>();
        nodes.forEach((id, node) -> places.put(id, node.state == State.FINISHED ? null : node.place));
        return places;
    }
}
