package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import kpipe.endpoint.kinesis.Api.Answer;
import org.junit.jupiter.api.Test;

/** Splitting, merging and counting shards while records come and go. */
class ReshardTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 1_000 : 20;
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final Api api = new Api();

    private static Answer open(Api api, String stream) {
        return api.ok("ListShards", "StreamName", stream, "ShardFilter", Map.of("Type", "AT_LATEST"));
    }

    /** In order of their ranges. */
    private static List<Map<?, ?>> shards(Answer listed) {
        List<Map<?, ?>> shards = new ArrayList<>();
        listed.list("Shards").forEach(shard -> shards.add((Map<?, ?>) shard));
        shards.sort((one, other) -> start(one).compareTo(start(other)));
        return shards;
    }

    private static BigInteger start(Map<?, ?> shard) {
        return new BigInteger((String) ((Map<?, ?>) shard.get("HashKeyRange")).get("StartingHashKey"));
    }

    private static BigInteger end(Map<?, ?> shard) {
        return new BigInteger((String) ((Map<?, ?>) shard.get("HashKeyRange")).get("EndingHashKey"));
    }

    private static void tiled(Api api, String stream) {
        BigInteger next = BigInteger.ZERO;
        for (Map<?, ?> shard : shards(open(api, stream))) {
            assertThat(start(shard)).isEqualTo(next);
            next = end(shard).add(BigInteger.ONE);
        }
        assertThat(next).isEqualTo(MAX.add(BigInteger.ONE));
    }

    @Test
    void whatCannotBeSplitOrMergedIsRefused() {
        api.create("s", 3);
        String end0 = "113427455640312821154458202477256070484";
        String outside =
                " used in SplitShard() on shard shardId-000000000000 in stream s under account 000000000000 is not both"
                        + " greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey "
                        + end0 + ".";
        for (String key :
                List.of("0", "1", end0, MAX.toString(), MAX.add(BigInteger.ONE).toString())) {
            assertThat(api.call("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", key))
                    .hasToString("InvalidArgumentException: NewStartingHashKey " + key + outside);
        }
        assertThat(api.call("SplitShard", "StreamName", "s", "ShardToSplit", "9", "NewStartingHashKey", "5"))
                .hasToString(
                        "ResourceNotFoundException: Could not find shard shardId-000000000009 in stream s under account 000000000000.");
        assertThat(api.call("MergeShards", "StreamName", "s", "ShardToMerge", "0", "AdjacentShardToMerge", "2"))
                .hasToString(
                        "InvalidArgumentException: Shards shardId-000000000000 and shardId-000000000002 in stream s under account"
                                + " 000000000000 are not an adjacent pair of shards eligible for merging");
        assertThat(api.call("MergeShards", "StreamName", "s", "ShardToMerge", "1", "AdjacentShardToMerge", "0")
                        .error())
                .hasMessageContaining("are not an adjacent pair");
        api.ok("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", "2");
        assertThat(api.call("MergeShards", "StreamName", "s", "ShardToMerge", "1", "AdjacentShardToMerge", "2"))
                .hasToString(
                        "ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state UPDATING");
        assertThat(api.ok("ListShards", "StreamName", "s").list("Shards")).hasSize(3);
        api.pass(500);
        assertThat(api.ok("ListShards", "StreamName", "s").list("Shards")).hasSize(5);
        assertThat(api.call("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", "5"))
                .hasToString(
                        "InvalidArgumentException: Shard shardId-000000000000 in stream s under account 000000000000 has already"
                                + " been merged or split, and thus is not eligible for merging or splitting.");
    }

    @Test
    void countingShardsLeavesAsManyAsTheServiceLeaves() {
        record Case(int from, int to, int total) {}
        for (Case one : List.of(
                new Case(2, 4, 6), new Case(4, 5, 15), new Case(10, 13, 37), new Case(4, 2, 6), new Case(5, 3, 7))) {
            String name = one.from() + "to" + one.to();
            api.create(name, one.from());
            Answer answer = api.ok(
                    "UpdateShardCount",
                    "StreamName",
                    name,
                    "TargetShardCount",
                    one.to(),
                    "ScalingType",
                    "UNIFORM_SCALING");
            assertThat(answer.at("CurrentShardCount")).isEqualTo((long) one.from());
            assertThat(answer.at("TargetShardCount")).isEqualTo((long) one.to());
            api.pass(500);
            assertThat(api.ok("ListShards", "StreamName", name).list("Shards"))
                    .as(name)
                    .hasSize(one.total());
            assertThat(open(api, name).list("Shards")).as(name).hasSize(one.to());
            tiled(api, name);
        }
        assertThat(api.call(
                                "UpdateShardCount",
                                "StreamName",
                                "5to3",
                                "TargetShardCount",
                                7,
                                "ScalingType",
                                "UNIFORM_SCALING")
                        .error())
                .hasMessageContaining("cannot scale up over double");
        assertThat(api.call(
                                "UpdateShardCount",
                                "StreamName",
                                "5to3",
                                "TargetShardCount",
                                1,
                                "ScalingType",
                                "UNIFORM_SCALING")
                        .error())
                .hasMessageContaining("cannot scale down below half");
    }

    @Test
    void filtersChooseShardsByTime() {
        api.create("s", 1);
        api.pass(10_000);
        long before = api.host.clock().millis();
        api.pass(10_000);
        api.ok("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", "1000");
        api.pass(10_000);
        long between = api.host.clock().millis();
        api.pass(10_000);
        api.ok("MergeShards", "StreamName", "s", "ShardToMerge", "1", "AdjacentShardToMerge", "2");
        api.pass(10_000);
        record Case(Map<String, Object> filter, Integer... shards) {}
        for (Case one : List.of(
                new Case(Map.of("Type", "AT_LATEST"), 3),
                new Case(Map.of("Type", "AT_TRIM_HORIZON"), 0),
                new Case(Map.of("Type", "FROM_TRIM_HORIZON"), 0, 1, 2, 3),
                new Case(Map.of("Type", "AFTER_SHARD_ID", "ShardId", "shardId-000000000001"), 2, 3),
                new Case(Map.of("Type", "AT_TIMESTAMP", "Timestamp", Instant.ofEpochMilli(before)), 0),
                new Case(Map.of("Type", "AT_TIMESTAMP", "Timestamp", Instant.ofEpochMilli(between)), 1, 2),
                new Case(Map.of("Type", "AT_TIMESTAMP", "Timestamp", Instant.EPOCH), 0),
                new Case(Map.of("Type", "FROM_TIMESTAMP", "Timestamp", Instant.ofEpochMilli(between)), 1, 2, 3))) {
            assertThat(api.ok("ListShards", "StreamName", "s", "ShardFilter", one.filter())
                            .each("Shards", "ShardId"))
                    .as(one.filter().toString())
                    .extracting(id -> Integer.parseInt(id.substring(id.length() - 4)))
                    .containsExactly(one.shards());
        }
        Answer page = api.ok(
                "ListShards",
                "StreamName",
                "s",
                "MaxResults",
                1,
                "ShardFilter",
                Map.of("Type", "AFTER_SHARD_ID", "ShardId", "0"));
        assertThat(page.each("Shards", "ShardId")).containsExactly("shardId-000000000001");
        assertThat(api.ok("ListShards", "NextToken", page.text("NextToken")).each("Shards", "ShardId"))
                .containsExactly("shardId-000000000002", "shardId-000000000003");
        assertThat(api.call("ListShards", "NextToken", page.text("NextToken"), "StreamName", "s"))
                .hasToString("InvalidArgumentException: NextToken and StreamName cannot be provided together.");
        assertThat(api.call("ListShards"))
                .hasToString("InvalidArgumentException: Either NextToken or StreamName should be provided.");
        api.pass(25 * 3_600_000L);
        assertThat(api.ok("ListShards", "StreamName", "s", "ShardFilter", Map.of("Type", "AT_TRIM_HORIZON"))
                        .each("Shards", "ShardId"))
                .containsExactly("shardId-000000000003");
    }

    @Test
    void onDemandStreamsFollowTheirLoad() throws Exception {
        Api busy = new Api(KinesisSettings.DEFAULT.withScaling(10_000));
        busy.ok("CreateStream", "StreamName", "s");
        busy.pass(500);
        List<Map<String, Object>> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Map<String, Object> entry = Api.map("PartitionKey", "k", "Data", Api.data("x"), "ExplicitHashKey", "0");
            records.add(entry);
        }
        for (int second = 0; second < 40; second++) {
            busy.ok("PutRecords", "StreamName", "s", "Records", records);
            busy.ok("PutRecords", "StreamName", "s", "Records", records.subList(0, 200));
            busy.pass(1000);
        }
        int grown = open(busy, "s").list("Shards").size();
        assertThat(grown).isGreaterThan(4);
        tiled(busy, "s");
        busy.pass(200_000);
        assertThat(open(busy, "s").list("Shards")).hasSize(4);
        tiled(busy, "s");
    }

    @Test
    void noRecordIsLostAndKeysKeepTheirOrderThroughAnySequenceOfChanges() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new Life(seed).live();
            } catch (AssertionError | Exception failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** A stream that is put into, resharded and restarted in any order, then read whole, parents before children. */
    private static final class Life {
        private final Random random;
        private final Api api = new Api();
        private final Map<String, List<String>> put = new HashMap<>();
        private int number;

        Life(int seed) {
            random = new Random(seed);
        }

        void live() throws Exception {
            api.create("s", 1 + random.nextInt(4));
            for (int step = 0; step < 60; step++) {
                step();
                tiled(api, "s");
            }
            api.pass(2000);
            Map<String, List<String>> read = new HashMap<>();
            readAll(read);
            assertThat(read).isEqualTo(put);
        }

        private void step() throws Exception {
            int what = random.nextInt(20);
            List<Map<?, ?>> open = shards(open(api, "s"));
            Map<?, ?> any = open.get(random.nextInt(open.size()));
            if (what < 10) {
                putSome();
            } else if (what < 13) {
                BigInteger key = start(any)
                        .add(new BigInteger(128, random)
                                .mod(end(any).subtract(start(any)).add(BigInteger.ONE)));
                api.call(
                        "SplitShard",
                        "StreamName",
                        "s",
                        "ShardToSplit",
                        any.get("ShardId"),
                        "NewStartingHashKey",
                        key.toString());
            } else if (what < 16 && open.size() > 1) {
                int at = random.nextInt(open.size() - 1);
                api.call(
                        "MergeShards",
                        "StreamName",
                        "s",
                        "ShardToMerge",
                        open.get(at).get("ShardId"),
                        "AdjacentShardToMerge",
                        open.get(at + 1).get("ShardId"));
            } else if (what == 16) {
                api.call(
                        "UpdateShardCount",
                        "StreamName",
                        "s",
                        "TargetShardCount",
                        1 + random.nextInt(8),
                        "ScalingType",
                        "UNIFORM_SCALING");
            } else if (what == 17) {
                api.restart();
            } else {
                api.pass(random.nextInt(1500));
            }
        }

        private void putSome() {
            List<Map<String, Object>> records = new ArrayList<>();
            for (int i = random.nextInt(10); i >= 0; i--) {
                String key = "key" + random.nextInt(12);
                String data = key + "/" + number++;
                records.add(Api.map("PartitionKey", key, "Data", Api.data(data)));
                put.computeIfAbsent(key, absent -> new ArrayList<>()).add(data);
            }
            assertThat(api.ok("PutRecords", "StreamName", "s", "Records", records)
                            .at("FailedRecordCount"))
                    .isEqualTo(0L);
        }

        /** Begins with the shards that have no parent and goes on to the children that each end names, once all their parents are read. */
        private void readAll(Map<String, List<String>> read) {
            Map<String, List<String>> parents = new HashMap<>();
            Deque<String> ready = new ArrayDeque<>();
            for (Map<?, ?> shard : shards(api.ok("ListShards", "StreamName", "s"))) {
                if (shard.get("ParentShardId") == null) {
                    ready.add((String) shard.get("ShardId"));
                }
            }
            Set<String> done = new HashSet<>();
            while (!ready.isEmpty()) {
                String shard = ready.remove();
                done.add(shard);
                for (Object child : readShard(shard, read)) {
                    Map<?, ?> described = (Map<?, ?>) child;
                    List<String> wanted =
                            parents.computeIfAbsent((String) described.get("ShardId"), absent -> new ArrayList<>());
                    wanted.add(shard);
                    if (wanted.size() == ((List<?>) described.get("ParentShards")).size()) {
                        ready.add((String) described.get("ShardId"));
                    }
                }
            }
            assertThat(done)
                    .hasSameSizeAs(api.ok("ListShards", "StreamName", "s").list("Shards"));
        }

        private List<?> readShard(String shard, Map<String, List<String>> read) {
            String iterator = api.ok(
                            "GetShardIterator",
                            "StreamName",
                            "s",
                            "ShardId",
                            shard,
                            "ShardIteratorType",
                            "TRIM_HORIZON")
                    .text("ShardIterator");
            while (true) {
                Answer page = api.ok("GetRecords", "ShardIterator", iterator, "Limit", 1 + random.nextInt(20));
                List<String> data = page.each("Records", "Data");
                for (String one : data) {
                    read.computeIfAbsent(one.substring(0, one.indexOf('/')), absent -> new ArrayList<>())
                            .add(one);
                }
                if (page.at("NextShardIterator") == null) {
                    return page.list("ChildShards");
                }
                if (data.isEmpty()) {
                    return Collections.emptyList();
                }
                iterator = page.text("NextShardIterator");
            }
        }
    }
}
