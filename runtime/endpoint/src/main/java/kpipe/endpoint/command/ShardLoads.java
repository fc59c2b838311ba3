package kpipe.endpoint.command;

import java.util.HashMap;
import java.util.Map;

/** What goes into the shards of a stream, as far as the endpoint tells. */
final class ShardLoads {

    private ShardLoads() {}

    /** By name of the shard; empty where the endpoint is not kpipe's and does not know. */
    static Map<String, Map<String, Object>> of(KinesisClient client, String stream) throws CommandException {
        Map<String, Map<String, Object>> loads = new HashMap<>();
        try {
            Map<String, Object> answer = client.call("Kpipe_20261101", "ListShardLoads", Map.of("StreamName", stream));
            for (Map<String, Object> load : KinesisClient.list(answer, "Shards")) {
                loads.put(KinesisClient.text(load, "ShardId"), load);
            }
        } catch (KinesisClient.RefusedException other) {
            return loads;
        }
        return loads;
    }
}
