package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.Shard;
import org.jspecify.annotations.Nullable;

/** Making, deleting, listing and describing streams. Thread-safe. */
final class StreamOperations {

    /** In a description: how large a record may be, in KiB. */
    static final String RECORD_KIB = "record_kib";

    /** In a description: how many MiB a second an on-demand stream is to take at once. */
    static final String WARM = "warm_mib";

    static final long DEFAULT_RECORD_KIB = 1024;

    /** How many shards an on-demand stream begins with, and never has less. */
    static final int LEAST_ON_DEMAND = 4;

    private static final int RETENTION_HOURS = 24;
    private static final int MOST_CREATING = 5;
    private static final int PAGE = 100;
    private static final int PAGE_OF_NAMES_IN_2018 = 10;

    private final Core core;

    StreamOperations(Core core) {
        this.core = core;
    }

    void register(Map<String, Operation> operations) {
        operations.put("CreateStream", Operation.told(this::create));
        operations.put("DeleteStream", Operation.told(this::delete));
        operations.put("DescribeStream", Operation.asked(this::describe));
        operations.put("DescribeStreamSummary", Operation.asked(this::summarize));
        operations.put("ListStreams", Operation.asked(this::list));
    }

    private void create(Request request) throws IOException {
        String account = request.caller().account();
        String region = request.caller().region();
        String name = request.need("StreamName");
        String mode = request.structure("StreamModeDetails").text("StreamMode");
        boolean counted = request.has("ShardCount");
        boolean onDemand = mode == null ? !counted : mode.equals(KinesisStream.ON_DEMAND);
        if (onDemand && counted) {
            throw Refusal.validation("ShardCount must not be specified for a stream whose StreamMode is ON_DEMAND.");
        }
        if (!onDemand && !counted) {
            throw Refusal.validation("ShardCount must be specified for a stream whose StreamMode is PROVISIONED.");
        }
        if (request.has("WarmThroughputMiBps") && !onDemand) {
            throw Refusal.invalidArgument("WarmThroughputMiBps is for streams whose StreamMode is ON_DEMAND.");
        }
        if (core.streams().find(account, region, name) != null) {
            throw exists(name, account);
        }
        long warm = request.number("WarmThroughputMiBps", 0);
        int shards = onDemand
                ? (int) Math.min(
                        Math.max(LEAST_ON_DEMAND, warm), core.settings().shardLimit())
                : (int) request.number("ShardCount", 0);
        checkLimits(account, region, onDemand, shards);
        Description description = KinesisStream.described(account, region, name)
                .with(KinesisStream.MODE, onDemand ? KinesisStream.ON_DEMAND : KinesisStream.PROVISIONED)
                .with(RECORD_KIB, request.number("MaxRecordSizeInKiB", DEFAULT_RECORD_KIB))
                .with(WARM, warm);
        description = Tags.added(description, Tags.ofStream(), request.textsByName("Tags"), name, account);
        KinesisStream stream = core.streams().create(account, region, name, shards, RETENTION_HOURS, description);
        if (stream == null) {
            throw exists(name, account);
        }
        core.later(core.settings().stateDelayMillis(), () -> stream.enter(State.ACTIVE));
    }

    private static kpipe.endpoint.wire.AwsError exists(String name, String account) {
        return Refusal.inUse("Stream " + name + " under account " + account + " already exists.");
    }

    private void checkLimits(String account, String region, boolean onDemand, int shards) {
        int creating = 0;
        int onDemandStreams = 0;
        for (KinesisStream stream : core.streams().of(account, region)) {
            creating += stream.state() == State.CREATING ? 1 : 0;
            onDemandStreams += stream.isOnDemand() ? 1 : 0;
        }
        if (creating >= MOST_CREATING) {
            throw Refusal.limitExceeded("Only " + MOST_CREATING
                    + " streams may be in state CREATING at a time under account " + account + " in " + region + ".");
        }
        if (onDemand && onDemandStreams >= core.settings().onDemandStreamLimit()) {
            throw Refusal.limitExceeded("This request would exceed the limit of "
                    + core.settings().onDemandStreamLimit() + " on-demand streams for the account " + account + " in "
                    + region + ".");
        }
        if (!onDemand) {
            checkShardLimit(core, account, region, shards);
        }
    }

    /** @throws kpipe.endpoint.wire.AwsError if the account may not have so many open shards more */
    static void checkShardLimit(Core core, String account, String region, long more) {
        long open = openShards(core, account, region);
        if (open + more > core.settings().shardLimit()) {
            throw Refusal.shardLimit(account, region, open, core.settings().shardLimit(), more);
        }
    }

    /** How many open shards an account has in a region, without those of on-demand streams. */
    static long openShards(Core core, String account, String region) {
        long open = 0;
        for (KinesisStream stream : core.streams().of(account, region)) {
            open += stream.isOnDemand() ? 0 : stream.shards().open().size();
        }
        return open;
    }

    private void delete(Request request) throws IOException {
        Target target = core.streams().target(request);
        KinesisStream stream = target.stream();
        if (stream.state() == State.DELETING) {
            return;
        }
        if (stream.stored().isClaimed()) {
            throw Refusal.inUse("Stream " + target.name() + " under account " + target.account()
                    + " belongs to a pipeline that is running.");
        }
        if (!stream.consumers().isEmpty() && !request.flag("EnforceConsumerDeletion")) {
            throw Refusal.inUse("Stream " + target.name() + " under account " + target.account()
                    + " has consumers. Deregister them, or set EnforceConsumerDeletion.");
        }
        core.streams().beginDelete(stream);
        finishDelete(target);
    }

    /** Lets a stream that is seen DELETING go, some time from now. */
    void finishDelete(Target target) {
        core.later(core.settings().stateDelayMillis(), () -> {
            for (Consumer consumer : target.stream().consumers()) {
                consumer.delete().values().forEach(subscription -> subscription.fail(target.notFound()));
            }
            core.streams().delete(target.stream());
        });
    }

    private Map<String, ?> describe(Request request) throws IOException {
        Target target = core.streams().target(request);
        Map<String, Object> described = common(target);
        List<Map<String, ?>> shards = new ArrayList<>();
        boolean more = false;
        long most = request.number("Limit", PAGE);
        String start = request.text("ExclusiveStartShardId");
        int after = start == null ? -1 : ShardIds.need(start, target.name(), target.account());
        for (Shard shard : Shards.shown(target.stream())) {
            if (shard.index() > after) {
                more = shards.size() >= most;
                if (more) {
                    break;
                }
                shards.add(Shards.described(shard));
            }
        }
        described.put("Shards", shards);
        described.put("HasMoreShards", more);
        return Members.of("StreamDescription", described);
    }

    private Map<String, ?> summarize(Request request) throws IOException {
        Target target = core.streams().target(request);
        KinesisStream stream = target.stream();
        Map<String, Object> described = common(target);
        boolean creating = stream.state() == State.CREATING;
        described.put("OpenShardCount", creating ? 0 : stream.shards().open().size());
        described.put("ConsumerCount", stream.consumers().size());
        if (core.isToday()) {
            // No StreamId: with one, the SDK for Java calls <its parts>.control-kinesis.<region>.amazonaws.com,
            // whatever endpoint it is given.
            described.put("MaxRecordSizeInKiB", stream.description().number(RECORD_KIB, DEFAULT_RECORD_KIB));
            if (stream.isOnDemand()) {
                described.put("WarmThroughput", warmThroughput(stream));
            }
        }
        return Members.of("StreamDescriptionSummary", described);
    }

    static Map<String, ?> warmThroughput(KinesisStream stream) {
        // A shard takes one MiB a second.
        long current = stream.shards().open().size();
        return Members.of(
                "TargetMiBps",
                Math.max(stream.description().number(WARM, 0), LEAST_ON_DEMAND),
                "CurrentMiBps",
                current);
    }

    private Map<String, Object> common(Target target) {
        KinesisStream stream = target.stream();
        Description description = stream.description();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("StreamName", target.name());
        described.put("StreamARN", target.arn());
        described.put("StreamStatus", stream.state().name());
        described.put("StreamModeDetails", mode(stream));
        described.put("RetentionPeriodHours", stream.log().retentionHours());
        described.put("StreamCreationTimestamp", created(stream));
        described.put("EnhancedMonitoring", List.of(Members.of("ShardLevelMetrics", Monitoring.metrics(description))));
        String key = Encryption.key(description);
        described.put("EncryptionType", key == null ? "NONE" : "KMS");
        if (key != null) {
            described.put("KeyId", key);
        }
        return described;
    }

    private static Map<String, ?> mode(KinesisStream stream) {
        return Members.of("StreamMode", stream.isOnDemand() ? KinesisStream.ON_DEMAND : KinesisStream.PROVISIONED);
    }

    private static Instant created(KinesisStream stream) {
        return Instant.ofEpochMilli(stream.log().created());
    }

    private Map<String, ?> list(Request request) {
        int page = core.isToday() ? PAGE : PAGE_OF_NAMES_IN_2018;
        long most = request.number("Limit", page);
        most = core.isToday() ? Math.min(most, PAGE) : most;
        String token = request.text("NextToken");
        String after = token == null
                ? request.text("ExclusiveStartStreamName")
                : core.tokens().parts(request.operation(), token).get(0);
        String account = request.caller().account();
        String region = request.caller().region();
        List<String> names = new ArrayList<>();
        List<Map<String, ?>> summaries = new ArrayList<>();
        boolean more = false;
        for (KinesisStream stream : core.streams().of(account, region)) {
            if (after == null || stream.name().compareTo(after) > 0) {
                more = names.size() >= most;
                if (more) {
                    break;
                }
                names.add(stream.name());
                summaries.add(summary(new Target(stream, account, region)));
            }
        }
        return listed(request, names, summaries, more);
    }

    private Map<String, ?> listed(Request request, List<String> names, List<Map<String, ?>> summaries, boolean more) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("StreamNames", names);
        answer.put("HasMoreStreams", more);
        if (core.isToday()) {
            answer.put("NextToken", more ? next(request, names) : null);
            answer.put("StreamSummaries", summaries);
        }
        return answer;
    }

    private @Nullable String next(Request request, List<String> names) {
        return names.isEmpty() ? null : core.tokens().token(request.operation(), names.get(names.size() - 1));
    }

    private static Map<String, ?> summary(Target target) {
        return Members.of(
                "StreamName",
                target.name(),
                "StreamARN",
                target.arn(),
                "StreamStatus",
                target.stream().state().name(),
                "StreamModeDetails",
                mode(target.stream()),
                "StreamCreationTimestamp",
                created(target.stream()));
    }
}
