package kpipe.endpoint.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.endpoint.kinesis.KinesisSettings.Fault;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.Blob;
import kpipe.endpoint.wire.Exchange;
import kpipe.endpoint.wire.Part;
import kpipe.endpoint.wire.ValueWriter;
import kpipe.runtime.log.Appended;
import kpipe.runtime.log.Commit;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Shard;
import org.jspecify.annotations.Nullable;

/** PutRecord and PutRecords: what is acknowledged is durable. No thread waits for the disk. Thread-safe. */
final class Puts {

    private static final String DEFAULT_RECORD_KIB = "1024";
    private static final int MOST_BYTES_MIB = 10;
    private static final int MOST_BYTES_MIB_IN_2018 = 5;
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final String FAILED = "InternalFailure";

    private final Core core;

    Puts(Core core) {
        this.core = core;
    }

    void register(Map<String, Operation> operations) {
        operations.put("PutRecord", this::putRecord);
        operations.put("PutRecords", this::putRecords);
    }

    /** A record on its way. */
    private static final class Put {
        private final byte[] key;
        private final Blob data;
        private final Hash128 hash;
        private final Appended where = new Appended();
        private @Nullable String error;
        private @Nullable String errorText;

        Put(byte[] key, Blob data, Hash128 hash) {
            this.key = key;
            this.data = data;
            this.hash = hash;
        }

        int bytes() {
            return key.length + data.length();
        }

        boolean isStored() {
            return error == null && where.commit().isStored();
        }
    }

    private static Target writable(Core core, Request request) throws java.io.IOException {
        Target target = core.streams().target(request);
        if (target.stream().state() == State.CREATING) {
            throw target.notFound();
        }
        return target;
    }

    private static Put put(Map<String, Object> members, Md5 md5) {
        byte[] key = String.valueOf(members.get("PartitionKey")).getBytes(StandardCharsets.UTF_8);
        String explicit = (String) members.get("ExplicitHashKey");
        Hash128 hash;
        if (explicit == null) {
            md5.digest(key, 0, key.length);
            hash = new Hash128(md5.high(), md5.low());
        } else {
            hash = hash(explicit);
        }
        return new Put(key, (Blob) members.getOrDefault("Data", Blob.of(new byte[0])), hash);
    }

    private static Hash128 hash(String digits) {
        BigInteger number = new BigInteger(digits);
        if (number.bitLength() > 128) {
            throw Refusal.invalidArgument(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                            + digits);
        }
        return new Hash128(number.shiftRight(64).longValue(), number.longValue());
    }

    private static void checkSize(Target target, Put put, String place) {
        long most = 1024
                * target.stream().description().number(StreamOperations.RECORD_KIB, Long.parseLong(DEFAULT_RECORD_KIB));
        if (put.bytes() > most) {
            throw Constraints.failure(place, put.data, "Member must have length less than or equal to " + most);
        }
    }

    private void putRecord(Request request, Exchange exchange) throws java.io.IOException {
        Target target = writable(core, request);
        Put put = put(request.members(), new Md5());
        checkSize(target, put, "data");
        checkOrdering(request, target);
        Fault fault = core.settings().fault("PutRecord");
        String throttled = throttled(target, put, fault.throttled());
        if (throttled != null) {
            throw new AwsError(THROTTLED, throttled);
        }
        append(
                target,
                put,
                () -> put.where.commit().whenDone(() -> core.agenda().soon(() -> answer(target, put, exchange))));
    }

    private void checkOrdering(Request request, Target target) {
        String number = request.text("SequenceNumberForOrdering");
        if (number == null) {
            return;
        }
        GivenNumber given = GivenNumber.parse(number);
        // Shards that were just split or merged begin a second or two from now.
        long latest = core.now() / 1000;
        for (Shard shard : target.stream().shards().open()) {
            latest = Math.max(latest, shard.created());
        }
        if (given == null || given.arrived() > latest) {
            throw Refusal.invalidArgument("ExclusiveMinimumSequenceNumber " + number + " used in PutRecord on stream "
                    + target.name() + " under account " + target.account() + " is invalid.");
        }
    }

    /** Why a record is refused for its shard's rate, or null. */
    private @Nullable String throttled(Target target, Put put, double probability) {
        boolean limited = core.hasLimits();
        if (!limited && probability <= 0) {
            return null;
        }
        int shard = target.stream().shards().owner(put.hash).index();
        double times = core.settings().limits();
        boolean refused = core.happens(probability)
                || limited && !target.stream().rates().write(shard, put.bytes(), times, core.now());
        return refused ? Refusal.shardRateText(ShardIds.id(shard), target.name(), target.account()) : null;
    }

    /** Hands a record to its shard, as soon as there is room, and then goes on. */
    private void append(Target target, Put put, Runnable then) {
        if (appended(target, put)) {
            then.run();
        } else {
            waitForRoom(target, put, () -> append(target, put, then));
        }
    }

    private static boolean appended(Target target, Put put) {
        return target.stream()
                .log()
                .put(
                        put.hash,
                        put.key,
                        put.data.bytes(),
                        put.data.offset(),
                        put.data.length(),
                        LogRecord.NO_WATERMARK,
                        put.where);
    }

    private void waitForRoom(Target target, Put put, Runnable then) {
        int shard = target.stream().shards().owner(put.hash).index();
        target.stream().log().log(shard).whenRoom(() -> core.agenda().soon(then));
    }

    private static void answer(Target target, Put put, Exchange exchange) {
        if (!put.isStored()) {
            exchange.fail(AwsError.internalFailure());
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ShardId", ShardIds.id(put.where.shard()));
        answer.put("SequenceNumber", put.where.sequenceNumber().toString());
        if (Encryption.key(target.stream().description()) != null) {
            answer.put("EncryptionType", "KMS");
        }
        exchange.succeed(answer);
    }

    private void putRecords(Request request, Exchange exchange) throws java.io.IOException {
        Target target = writable(core, request);
        List<Map<String, Object>> records = request.structures("Records");
        Put[] puts = new Put[records.size()];
        Md5 md5 = new Md5();
        long bytes = 0;
        for (int i = 0; i < puts.length; i++) {
            puts[i] = put(records.get(i), md5);
            bytes += puts[i].bytes();
            checkSize(target, puts[i], "records." + (i + 1) + ".member.data");
        }
        int most = core.isToday() ? MOST_BYTES_MIB : MOST_BYTES_MIB_IN_2018;
        if (bytes > (long) most << 20) {
            throw Refusal.invalidArgument("Records size exceeds " + most + " MB limit");
        }
        if (core.happens(core.settings().fault("PutRecords").throttled())) {
            throw new AwsError(THROTTLED, throttled(target, puts[0], 1));
        }
        appendAll(target, puts, 0, exchange);
    }

    /** Hands records to their shards in the order of the request; waits where there is no room. */
    private void appendAll(Target target, Put[] puts, int from, Exchange exchange) {
        double partial = core.settings().fault("PutRecords").partial();
        for (int i = from; i < puts.length; i++) {
            Put put = puts[i];
            put.errorText = throttled(target, put, partial);
            if (put.errorText != null) {
                put.error = THROTTLED;
            } else if (!appended(target, put)) {
                int here = i;
                waitForRoom(target, put, () -> appendAll(target, puts, here, exchange));
                return;
            }
        }
        awaitAll(target, puts, exchange);
    }

    private void awaitAll(Target target, Put[] puts, Exchange exchange) {
        Set<Commit> commits = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Put put : puts) {
            if (put.error == null) {
                commits.add(put.where.commit());
            }
        }
        AtomicInteger left = new AtomicInteger(commits.size() + 1);
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                core.agenda().soon(() -> answer(target, puts, exchange));
            }
        };
        commits.forEach(commit -> commit.whenDone(one));
        one.run();
    }

    private static void answer(Target target, Put[] puts, Exchange exchange) {
        int failed = 0;
        for (Put put : puts) {
            if (put.error == null && !put.isStored()) {
                put.error = FAILED;
                put.errorText = "Internal service failure.";
            }
            failed += put.error == null ? 0 : 1;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("FailedRecordCount", failed);
        answer.put("Records", (Part) out -> write(puts, out));
        if (Encryption.key(target.stream().description()) != null) {
            answer.put("EncryptionType", "KMS");
        }
        exchange.succeed(answer);
    }

    private static void write(Put[] puts, ValueWriter out) {
        out.startList();
        for (Put put : puts) {
            out.startMap();
            if (put.error == null) {
                out.name("SequenceNumber");
                out.string(put.where.sequenceNumber().toString());
                out.name("ShardId");
                out.string(ShardIds.id(put.where.shard()));
            } else {
                out.name("ErrorCode");
                out.string(put.error);
                out.name("ErrorMessage");
                out.string(String.valueOf(put.errorText));
            }
            out.endMap();
        }
        out.endList();
    }
}
