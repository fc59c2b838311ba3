package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import kpipe.data.Hash128;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.runtime.log.HashRange;
import kpipe.runtime.log.Scaling;
import kpipe.runtime.log.Shard;

/** Listing, splitting, merging and counting shards. Thread-safe. */
final class ShardOperations {

    private static final String TARGET = "target_shards";
    private static final String SCALED = "scaled";
    private static final int PAGE = 1_000;
    private static final int MOST_SHARDS = 10_000;
    private static final int MOST_SCALED_A_DAY = 10;

    private final Core core;

    ShardOperations(Core core) {
        this.core = core;
    }

    void register(Map<String, Operation> operations) {
        operations.put("ListShards", Operation.asked(this::list));
        operations.put("SplitShard", Operation.told(this::split));
        operations.put("MergeShards", Operation.told(this::merge));
        operations.put("UpdateShardCount", Operation.asked(this::scale));
    }

    /** What a list of shards is about: kept in the token for the next page. */
    private record Listing(Target target, int after, String filter, int shard, long time) {

        String[] parts(int last) {
            return new String[] {
                target.account(),
                target.region(),
                target.name(),
                String.valueOf(target.stream().log().created()),
                String.valueOf(last),
                filter,
                String.valueOf(shard),
                String.valueOf(time)
            };
        }
    }

    private Map<String, ?> list(Request request) throws IOException {
        Listing listing = request.has("NextToken") ? resumed(request) : begun(request);
        KinesisStream stream = listing.target().stream();
        Predicate<Shard> wanted = filter(listing);
        long most = request.number("MaxResults", PAGE);
        List<Map<String, ?>> page = new ArrayList<>();
        int last = listing.after();
        boolean more = false;
        for (Shard shard : Shards.shown(stream)) {
            if (shard.index() > listing.after() && wanted.test(shard)) {
                more = page.size() >= most;
                if (more) {
                    break;
                }
                page.add(Shards.described(shard));
                last = shard.index();
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Shards", page);
        if (more) {
            answer.put("NextToken", core.tokens().token(request.operation(), listing.parts(last)));
        }
        return answer;
    }

    private Listing resumed(Request request) throws IOException {
        for (String other :
                List.of("StreamName", "StreamARN", "StreamCreationTimestamp", "ExclusiveStartShardId", "ShardFilter")) {
            if (request.has(other)) {
                String shown = other.equals("StreamARN") ? "StreamName" : other;
                throw Refusal.invalidArgument("NextToken and " + shown + " cannot be provided together.");
            }
        }
        List<String> parts = core.tokens().parts(request.operation(), request.need("NextToken"));
        Target target = core.streams().target(parts.get(0), parts.get(1), parts.get(2));
        if (target.stream().log().created() != Long.parseLong(parts.get(3))) {
            throw target.notFound();
        }
        return new Listing(
                target,
                Integer.parseInt(parts.get(4)),
                parts.get(5),
                Integer.parseInt(parts.get(6)),
                Long.parseLong(parts.get(7)));
    }

    private Listing begun(Request request) throws IOException {
        if (!request.has("StreamName") && !request.has("StreamARN") && !request.has("StreamId")) {
            throw Refusal.invalidArgument("Either NextToken or StreamName should be provided.");
        }
        Request filter = request.structure("ShardFilter");
        String type = filter.has("Type") ? filter.need("Type") : "";
        if (type.equals("AFTER_SHARD_ID") && !filter.has("ShardId")) {
            throw Refusal.invalidArgument("ShardId must be provided when ShardFilter is of type AFTER_SHARD_ID.");
        }
        Instant time = filter.time("Timestamp");
        if (type.endsWith("TIMESTAMP") && time == null) {
            throw Refusal.invalidArgument("Timestamp must be provided when ShardFilter is of type " + type + ".");
        }
        Target target = core.streams().target(request);
        checkCreated(request, target);
        String start = request.text("ExclusiveStartShardId");
        int after = start == null ? -1 : ShardIds.need(start, target.name(), target.account());
        String afterShard = filter.text("ShardId");
        return new Listing(
                target,
                after,
                type,
                afterShard == null ? -1 : ShardIds.need(afterShard, target.name(), target.account()),
                time == null ? 0 : time.toEpochMilli());
    }

    /** A creation time picks between streams that had the same name: clients know it to the second or to the millisecond. */
    static void checkCreated(Request request, Target target) {
        Instant created = request.time("StreamCreationTimestamp");
        if (created != null && created.getEpochSecond() != target.stream().log().created() / 1000) {
            throw target.notFound();
        }
    }

    private Predicate<Shard> filter(Listing listing) {
        long horizon = listing.target().stream().log().horizon();
        long since = Math.max(listing.time(), horizon);
        return switch (listing.filter()) {
            case "AFTER_SHARD_ID" -> shard -> shard.index() > listing.shard();
            case "AT_TRIM_HORIZON" ->
                shard -> wasOpen(shard, Math.max(horizon, firstCreated(listing.target().stream())));
            case "AT_LATEST" -> Shard::isOpen;
            case "AT_TIMESTAMP" -> shard -> wasOpen(shard, Math.max(since, firstCreated(listing.target().stream())));
            case "FROM_TIMESTAMP" -> shard -> !wasClosed(shard, since);
            default -> shard -> true;
        };
    }

    /** A stream has shards from the beginning, whatever time is asked for. */
    private static long firstCreated(KinesisStream stream) {
        long first = Long.MAX_VALUE;
        for (Shard shard : stream.shards().shards()) {
            first = Math.min(first, shard.created() * 1000);
        }
        return first;
    }

    private static boolean wasOpen(Shard shard, long millis) {
        return shard.created() * 1000 <= millis && !wasClosed(shard, millis);
    }

    /** Children are created in the second behind the one in which their parents were closed. */
    private static boolean wasClosed(Shard shard, long millis) {
        return !shard.isOpen() && (shard.closed() + 1) * 1000 <= millis;
    }

    private void split(Request request) throws IOException {
        Streams.Meant meant = Streams.meant(request);
        int index = ShardIds.need(request.need("ShardToSplit"), meant.name(), meant.account());
        Target target = provisioned(request);
        Shard shard = existing(target, index);
        StreamOperations.checkShardLimit(core, target.account(), target.region(), 1);
        needOpen(target, shard);
        String digits = request.need("NewStartingHashKey");
        BigInteger number = new BigInteger(digits);
        Hash128 key = new Hash128(number.shiftRight(64).longValue(), number.longValue());
        HashRange range = shard.range();
        if (number.bitLength() > 128 || !range.canSplitAt(key)) {
            throw Refusal.invalidArgument("NewStartingHashKey " + digits + " used in SplitShard() on shard "
                    + shard.id() + " in stream " + target.name() + " under account " + target.account()
                    + " is not both greater than one plus the shard's StartingHashKey " + range.start()
                    + " and less than the shard's EndingHashKey " + range.end() + ".");
        }
        core.update(target, () -> target.stream().log().split(index, key));
    }

    private void merge(Request request) throws IOException {
        Streams.Meant meant = Streams.meant(request);
        int first = ShardIds.need(request.need("ShardToMerge"), meant.name(), meant.account());
        int second = ShardIds.need(request.need("AdjacentShardToMerge"), meant.name(), meant.account());
        Target target = provisioned(request);
        Shard low = existing(target, first);
        Shard high = existing(target, second);
        needOpen(target, low);
        needOpen(target, high);
        if (!low.range().isDirectlyBefore(high.range())) {
            throw Refusal.invalidArgument(
                    "Shards " + low.id() + " and " + high.id() + " in stream " + target.name() + " under account "
                            + target.account() + " are not an adjacent pair of shards eligible for merging");
        }
        core.update(target, () -> target.stream().log().merge(first, second));
    }

    /** A stream that is ACTIVE and whose shards are its owner's business. */
    private Target provisioned(Request request) throws IOException {
        Target target = core.streams().target(request);
        target.needActive();
        if (target.stream().isOnDemand()) {
            throw Refusal.validation("Request is invalid. Stream " + target.name() + " under account "
                    + target.account() + " is in On-Demand mode.");
        }
        return target;
    }

    private static Shard existing(Target target, int index) {
        Shard shard = ShardIds.find(target.stream(), index);
        if (shard == null) {
            throw Refusal.shardNotFound(ShardIds.id(index), target.name(), target.account());
        }
        return shard;
    }

    private static void needOpen(Target target, Shard shard) {
        if (!shard.isOpen()) {
            throw Refusal.invalidArgument("Shard " + shard.id() + " in stream " + target.name() + " under account "
                    + target.account()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
    }

    private Map<String, ?> scale(Request request) throws IOException {
        Target target = provisioned(request);
        KinesisStream stream = target.stream();
        long wanted = request.need64("TargetShardCount");
        int open = stream.shards().open().size();
        String counts =
                " your current open shard count. Current open shard count: " + open + " Target shard count: " + wanted;
        if (wanted > MOST_SHARDS) {
            throw Refusal.limitExceeded("Target shard count or number of open shards cannot be greater than "
                    + MOST_SHARDS + ". Current open shard count: " + open + ", Target shard count: " + wanted);
        }
        if (wanted > 2L * open) {
            throw Refusal.invalidArgument("UpdateShardCount cannot scale up over double" + counts);
        }
        if (2 * wanted < open) {
            throw Refusal.invalidArgument("UpdateShardCount cannot scale down below half" + counts);
        }
        StreamOperations.checkShardLimit(core, target.account(), target.region(), wanted - open);
        Rolling.check(
                core,
                stream.description(),
                SCALED,
                MOST_SCALED_A_DAY,
                "UpdateShardCount was called " + MOST_SCALED_A_DAY + " times within 24 hours on stream " + target.name()
                        + " under account " + target.account() + ".");
        core.update(
                target,
                () -> stream.describe(description -> Rolling.add(description.with(TARGET, wanted), SCALED, core.now())),
                () -> finish(stream));
        return Members.of(
                "StreamName",
                target.name(),
                "StreamARN",
                target.arn(),
                "CurrentShardCount",
                open,
                "TargetShardCount",
                wanted);
    }

    private static void finish(KinesisStream stream) throws IOException {
        long wanted = stream.description().number(TARGET, 0);
        if (wanted > 0) {
            new Scaling(stream.log()).scaleTo((int) wanted);
            stream.describe(description -> description.without(TARGET));
        }
    }

    /** Goes on where a process that ended has left a stream on its way to another number of shards. */
    void resume(KinesisStream stream) {
        if (stream.description().get(TARGET) != null && stream.state() != State.DELETING) {
            stream.enter(State.UPDATING);
            core.finish(stream, 0, () -> finish(stream));
        }
    }
}
