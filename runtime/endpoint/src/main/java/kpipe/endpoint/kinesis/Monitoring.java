package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Enhanced monitoring: which metrics of shards a stream is to have. Thread-safe. */
final class Monitoring {

    private static final String METRICS = "metrics";
    private static final List<String> ALL = List.of(
            "IncomingBytes",
            "IncomingRecords",
            "IteratorAgeMilliseconds",
            "OutgoingBytes",
            "OutgoingRecords",
            "ReadProvisionedThroughputExceeded",
            "WriteProvisionedThroughputExceeded");

    private final Core core;

    Monitoring(Core core) {
        this.core = core;
    }

    void register(Map<String, Operation> operations) {
        operations.put("EnableEnhancedMonitoring", Operation.asked(request -> change(request, true)));
        operations.put("DisableEnhancedMonitoring", Operation.asked(request -> change(request, false)));
    }

    /** Those that are on. */
    static List<String> metrics(Description description) {
        String on = description.get(METRICS, "");
        return on.isEmpty() ? List.of() : List.of(on.split(","));
    }

    private Map<String, ?> change(Request request, boolean enable) throws IOException {
        Target target = core.streams().target(request);
        target.needActive();
        List<String> asked = request.texts("ShardLevelMetrics");
        List<String> named = asked.contains("ALL") ? ALL : asked;
        List<String> before = metrics(target.stream().description());
        TreeSet<String> after = new TreeSet<>(before);
        if (enable) {
            after.addAll(named);
        } else {
            named.forEach(after::remove);
        }
        target.stream().describe(description -> description.with(METRICS, String.join(",", after)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("StreamName", target.name());
        answer.put("StreamARN", target.arn());
        answer.put("CurrentShardLevelMetrics", before);
        answer.put("DesiredShardLevelMetrics", new ArrayList<>(after));
        return answer;
    }
}
