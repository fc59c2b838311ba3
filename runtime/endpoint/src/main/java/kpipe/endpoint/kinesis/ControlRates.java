package kpipe.endpoint.kinesis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kpipe.endpoint.wire.AwsError;

/** How often the operations that do not carry records may be called, where that is limited. Thread-safe. */
final class ControlRates {

    private static final double DEFAULT = 5;
    private static final Map<String, Double> RATES = Map.of(
            "DescribeStream",
            10.0,
            "DescribeStreamSummary",
            20.0,
            "DescribeStreamConsumer",
            20.0,
            "DescribeLimits",
            1.0,
            "ListShards",
            1_000.0);

    private final Core core;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    ControlRates(Core core) {
        this.core = core;
    }

    /** @throws AwsError if the operation is called too often, or is to fail on purpose */
    void check(Request request) {
        boolean records = isOfRecords(request.operation());
        boolean refused = !records
                && core.happens(core.settings().fault(request.operation()).throttled());
        String stream = request.text("StreamName");
        String arn = request.has("StreamARN") ? request.text("StreamARN") : request.text("ResourceARN");
        Arn parsed = arn == null ? null : Arn.parse(arn);
        String account = parsed == null ? request.caller().account() : parsed.account();
        String name = parsed == null ? stream : parsed.stream();
        if (core.hasLimits() && !records) {
            refused |= !take(request, account, name == null ? "" : name);
        }
        if (refused) {
            throw name == null
                    ? Refusal.limitExceeded("Rate exceeded for account " + account + ".")
                    : Refusal.streamRate(name, account);
        }
    }

    private static boolean isOfRecords(String operation) {
        return operation.equals("GetShardIterator")
                || operation.equals("GetRecords")
                || operation.equals("SubscribeToShard")
                || operation.startsWith("PutRecord");
    }

    private boolean take(Request request, String account, String name) {
        long now = core.now();
        String operation = request.operation();
        double rate = RATES.getOrDefault(operation, DEFAULT) * core.settings().limits();
        // Only listing shards is counted for each stream; the rest is counted for the account.
        String scope = operation.equals("ListShards") ? name : "";
        String key = operation + "/" + account + "/" + request.caller().region() + "/" + scope;
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(rate, now));
        synchronized (bucket) {
            return bucket.has(1, now) && bucket.take(1);
        }
    }
}
