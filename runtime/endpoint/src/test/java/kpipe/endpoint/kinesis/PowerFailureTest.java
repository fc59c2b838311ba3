package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import kpipe.endpoint.kinesis.Api.Answer;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import org.junit.jupiter.api.Test;

/** The power fails at any operation of the disk while streams are made, filled, resharded, tagged and deleted: what was answered with success is so. */
class PowerFailureTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 2_000 : 60;

    @Test
    void whatWasAnsweredIsSo() throws Exception {
        for (int seed = Integer.getInteger("from", 1); seed <= SEEDS; seed++) {
            try {
                new Life(seed).live();
            } catch (AssertionError | Exception failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static final class Life {
        private final Random random;
        private final Api api = new Api();
        /** The streams that were answered to be there, and what was answered to be in each, by key in order. */
        private final Map<String, Map<String, List<String>>> there = new HashMap<>();
        /** Streams of which it is not known whether they are there. */
        private final Set<String> doubtful = new HashSet<>();

        private final Map<String, String> tags = new HashMap<>();
        private int number;

        Life(int seed) {
            random = new Random(seed);
        }

        void live() throws Exception {
            for (int failures = 1 + random.nextInt(3); failures > 0; failures--) {
                api.host.disk().powerFailsAt(api.host.disk().operations() + 1 + random.nextInt(250));
                try {
                    for (int step = 0; step < 200; step++) {
                        step();
                    }
                } catch (PowerFailure failure) {
                    // Now, or behind the last step.
                }
                api.host.disk().powerReturns(random);
                api.crash();
                api.pass(2000);
                check();
            }
        }

        private void step() {
            String name = "s" + random.nextInt(3);
            int what = random.nextInt(20);
            if (what < 3) {
                create(name);
            } else if (what == 3 && random.nextInt(3) == 0) {
                delete(name);
            } else if (what < 13) {
                put(name);
            } else if (what < 15) {
                api.pass(random.nextInt(700));
            } else if (there.containsKey(name)) {
                change(name, what);
            }
        }

        private void create(String name) {
            boolean known = !there.containsKey(name) && !doubtful.contains(name);
            doubtful.add(name);
            Answer answer = api.call("CreateStream", "StreamName", name, "ShardCount", 1 + random.nextInt(3));
            if (answer.error() == null) {
                assertThat(known || !there.containsKey(name)).isTrue();
                there.put(name, new HashMap<>());
                tags.remove(name);
                doubtful.remove(name);
            } else if (known || there.containsKey(name)) {
                doubtful.remove(name);
            }
        }

        private void delete(String name) {
            if (there.containsKey(name)) {
                doubtful.add(name);
                there.remove(name);
                tags.remove(name);
                api.ok("DeleteStream", "StreamName", name);
                // It is seen DELETING for a while, and nobody knows when the power fails.
            }
        }

        private void put(String name) {
            List<Map<String, Object>> records = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String key = "key" + random.nextInt(6);
                keys.add(key);
                texts.add(key + "/" + number++);
                records.add(Api.map("PartitionKey", key, "Data", Api.data(texts.get(texts.size() - 1))));
            }
            Answer answer = api.call("PutRecords", "StreamName", name, "Records", records);
            Map<String, List<String>> stream = there.get(name);
            if (answer.error() == null && stream != null) {
                for (int i = 0; i < keys.size(); i++) {
                    stream.computeIfAbsent(keys.get(i), absent -> new ArrayList<>())
                            .add(texts.get(i));
                }
            }
        }

        private void change(String name, int what) {
            if (what == 15) {
                String value = "v" + number++;
                if (api.call("AddTagsToStream", "StreamName", name, "Tags", Map.of("k", value))
                                .error()
                        == null) {
                    tags.put(name, value);
                }
                return;
            }
            Answer listed = api.call("ListShards", "StreamName", name, "ShardFilter", Map.of("Type", "AT_LATEST"));
            if (listed.error() != null
                    || listed.list("Shards").isEmpty()
                    || listed.list("Shards").size() > 8) {
                return;
            }
            int count = listed.list("Shards").size();
            if (what == 16) {
                api.call(
                        "UpdateShardCount",
                        "StreamName",
                        name,
                        "TargetShardCount",
                        Math.max(1, count / 2 + random.nextInt(count + 1)),
                        "ScalingType",
                        "UNIFORM_SCALING");
            } else {
                int at = random.nextInt(count);
                BigInteger start = new BigInteger(listed.text("Shards", at, "HashKeyRange", "StartingHashKey"));
                BigInteger end = new BigInteger(listed.text("Shards", at, "HashKeyRange", "EndingHashKey"));
                api.call(
                        "SplitShard",
                        "StreamName",
                        name,
                        "ShardToSplit",
                        listed.text("Shards", at, "ShardId"),
                        "NewStartingHashKey",
                        start.add(end).shiftRight(1).toString());
            }
        }

        private void check() {
            List<?> listed = api.ok("ListStreams").list("StreamNames");
            assertThat(api.store.damaged()).isEmpty();
            for (Map.Entry<String, Map<String, List<String>>> stream : there.entrySet()) {
                String name = stream.getKey();
                assertThat(listed.contains(name)).as(name).isTrue();
                Answer shards = api.ok("ListShards", "StreamName", name);
                Map<String, List<String>> found = new HashMap<>();
                for (int i = 0; i < shards.list("Shards").size(); i++) {
                    int shard = ShardIds.index(shards.text("Shards", i, "ShardId"));
                    for (String data : api.read(name, shard)) {
                        found.computeIfAbsent(data.substring(0, data.indexOf('/')), absent -> new ArrayList<>())
                                .add(data);
                    }
                }
                for (Map.Entry<String, List<String>> key : stream.getValue().entrySet()) {
                    List<String> all = found.getOrDefault(key.getKey(), List.of());
                    assertThat(all)
                            .as(name + " " + key.getKey())
                            .doesNotHaveDuplicates()
                            .containsSubsequence(key.getValue());
                }
                stream.setValue(found);
                String tag = tags.get(name);
                if (tag != null) {
                    // A later one may have been stored that was not answered any more.
                    assertThat(api.ok("ListTagsForStream", "StreamName", name).each("Tags", "Key"))
                            .containsExactly("k");
                }
                assertThat(api.ok("DescribeStream", "StreamName", name).at("StreamDescription", "StreamStatus"))
                        .isEqualTo("ACTIVE");
            }
            for (String name : doubtful) {
                if (listed.contains(name)) {
                    api.ok("DeleteStream", "StreamName", name);
                }
            }
            api.pass(500);
            doubtful.clear();
        }
    }
}
