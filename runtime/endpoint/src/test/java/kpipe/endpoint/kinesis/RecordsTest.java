package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import kpipe.data.SequenceNumber;
import kpipe.endpoint.kinesis.Api.Answer;
import kpipe.endpoint.kinesis.KinesisSettings.Fault;
import kpipe.endpoint.wire.Blob;
import org.junit.jupiter.api.Test;

/** Putting records and reading them. */
class RecordsTest {

    private static final String MAX_HASH =
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();

    private final Api api = new Api();

    private Answer iterator(Object... members) {
        List<Object> all = new ArrayList<>(List.of("StreamName", "s"));
        all.addAll(List.of(members));
        return api.call("GetShardIterator", all.toArray());
    }

    private static Map<String, Object> entry(String key, String data) {
        return Api.map("PartitionKey", key, "Data", Api.data(data));
    }

    private List<String> from(Object... members) {
        Answer at = iterator(members);
        assertThat(at.error()).isNull();
        return api.ok("GetRecords", "ShardIterator", at.text("ShardIterator")).each("Records", "Data");
    }

    @Test
    void aRecordIsAcknowledgedWhenItIsDurable() {
        api.create("s", 1);
        Answer answer = api.begin(
                Api.CALLER, "PutRecord", Api.map("StreamName", "s", "PartitionKey", "a", "Data", Api.data("x")));
        assertThat(answer.isDone()).isFalse();
        assertThat(api.store.stream("s").log().log(0).end()).isEqualTo(1);
        api.run();
        assertThat(answer.at("ShardId")).isEqualTo("shardId-000000000000");
        assertThat(answer.text("SequenceNumber")).matches("\\d{56}");
        assertThat(answer.at("EncryptionType")).isNull();
        assertThat(api.read("s", 0)).containsExactly("x");
    }

    @Test
    void recordsGoWhereTheServicePutsThemInTheOrderOfTheRequest() {
        api.create("s", 3);
        String third =
                BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(3)).toString();
        String beforeLast = new BigInteger(third)
                .multiply(BigInteger.TWO)
                .subtract(BigInteger.ONE)
                .toString();
        String last = new BigInteger(third).multiply(BigInteger.TWO).toString();
        List<Map<String, Object>> records = new ArrayList<>();
        for (String key : List.of("a", "b", "e", "f")) {
            records.add(entry(key, key));
        }
        for (String hash : List.of(MAX_HASH, beforeLast, last)) {
            Map<String, Object> record = entry("a", hash);
            record.put("ExplicitHashKey", hash);
            records.add(record);
        }
        Answer answer = api.ok("PutRecords", "StreamName", "s", "Records", records);
        assertThat(answer.at("FailedRecordCount")).isEqualTo(0L);
        assertThat(answer.at("EncryptionType")).isNull();
        assertThat(answer.each("Records", "ShardId"))
                .extracting(id -> id.charAt(id.length() - 1))
                .containsExactly('0', '1', '2', '1', '2', '1', '2');
        List<Long> indices = new ArrayList<>();
        for (int i : new int[] {2, 4, 6}) {
            SequenceNumber number = SequenceNumber.parse(answer.text("Records", i, "SequenceNumber"));
            indices.add(number.index());
            assertThat(number.shard()).isEqualTo(2);
        }
        assertThat(indices).isEqualTo(List.of(indices.get(0), indices.get(0) + 1, indices.get(0) + 2));
    }

    @Test
    void whatCannotBePutIsRefused() {
        api.create("s", 1);
        String tooLarge = BigInteger.ONE.shiftLeft(128).toString();
        String range =
                "InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                        + tooLarge;
        Map<String, Object> record = entry("a", "x");
        record.put("ExplicitHashKey", tooLarge);
        assertThat(api.call(
                        "PutRecord",
                        "StreamName",
                        "s",
                        "PartitionKey",
                        "a",
                        "Data",
                        Api.data(""),
                        "ExplicitHashKey",
                        tooLarge))
                .hasToString(range);
        assertThat(api.call("PutRecords", "StreamName", "s", "Records", List.of(entry("a", "y"), record)))
                .hasToString(range);
        assertThat(api.call(
                        "PutRecord",
                        "StreamName",
                        "s",
                        "PartitionKey",
                        "a",
                        "Data",
                        Api.data(""),
                        "SequenceNumberForOrdering",
                        "5" + "0".repeat(56)))
                .hasToString("InvalidArgumentException: ExclusiveMinimumSequenceNumber 5" + "0".repeat(56)
                        + " used in PutRecord on stream s under account 000000000000 is invalid.");
        Blob large = Blob.of(new byte[1048576]);
        assertThat(api.call("PutRecord", "StreamName", "s", "PartitionKey", "a", "Data", large))
                .hasToString(
                        "ValidationException: 1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048576"
                                + " cap=1048576]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576");
        assertThat(api.call(
                                "PutRecords",
                                "StreamName",
                                "s",
                                "Records",
                                List.of(entry("a", "y"), Api.map("PartitionKey", "a", "Data", large)))
                        .error())
                .hasMessageContaining("at 'records.2.member.data'");
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            many.add(Api.map("PartitionKey", "a", "Data", Blob.of(new byte[1_000_000])));
        }
        assertThat(api.call("PutRecords", "StreamName", "s", "Records", many))
                .hasToString("InvalidArgumentException: Records size exceeds 10 MB limit");
        assertThat(api.read("s", 0)).isEmpty();
        api.ok("UpdateMaxRecordSize", "StreamName", "s", "MaxRecordSizeInKiB", 2048);
        api.pass(500);
        api.ok("PutRecord", "StreamName", "s", "PartitionKey", "a", "Data", large);
    }

    @Test
    void numbersForOrderingAreTakenAsTheyAreGivenOut() {
        api.create("s", 1);
        String number = api.put("s", "a", "1").text("SequenceNumber");
        Answer next = api.ok(
                "PutRecord",
                "StreamName",
                "s",
                "PartitionKey",
                "a",
                "Data",
                Api.data("2"),
                "SequenceNumberForOrdering",
                number);
        assertThat(new BigInteger(next.text("SequenceNumber"))).isGreaterThan(new BigInteger(number));
        api.ok(
                "PutRecord",
                "StreamName",
                "s",
                "PartitionKey",
                "a",
                "Data",
                Api.data("3"),
                "SequenceNumberForOrdering",
                "0");
    }

    @Test
    void iteratorsBeginWhereTheyAreToldTo() {
        api.create("s", 1);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            numbers.add(api.put("s", "a", "r" + i).text("SequenceNumber"));
            api.pass(1000);
        }
        long first = Api.START + 500;
        assertThat(from("ShardId", "0", "ShardIteratorType", "TRIM_HORIZON")).hasSize(5);
        assertThat(from(
                        "ShardId",
                        "shardId-0",
                        "ShardIteratorType",
                        "AT_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        numbers.get(2)))
                .containsExactly("r2", "r3", "r4");
        assertThat(from(
                        "ShardId",
                        "x-0",
                        "ShardIteratorType",
                        "AFTER_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        numbers.get(2)))
                .containsExactly("r3", "r4");
        assertThat(from(
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_TIMESTAMP",
                        "Timestamp",
                        Instant.ofEpochMilli(first + 2500)))
                .containsExactly("r3", "r4");
        assertThat(from(
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_TIMESTAMP",
                        "Timestamp",
                        Instant.ofEpochMilli(first + 3000)))
                .containsExactly("r3", "r4");
        assertThat(from("ShardId", "0", "ShardIteratorType", "AT_TIMESTAMP", "Timestamp", Instant.EPOCH))
                .hasSize(5);
        assertThat(from(
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_TIMESTAMP",
                        "Timestamp",
                        Instant.ofEpochMilli(first + 4500)))
                .isEmpty();
        String latest = iterator("ShardId", "0", "ShardIteratorType", "LATEST").text("ShardIterator");
        api.put("s", "a", "new");
        Answer page = api.ok("GetRecords", "ShardIterator", latest);
        assertThat(page.each("Records", "Data")).containsExactly("new");
        assertThat(page.at("MillisBehindLatest")).isEqualTo(0L);
        String start = api.ok("ListShards", "StreamName", "s")
                .text("Shards", 0, "SequenceNumberRange", "StartingSequenceNumber");
        assertThat(from("ShardId", "0", "ShardIteratorType", "AT_SEQUENCE_NUMBER", "StartingSequenceNumber", start))
                .hasSize(6);
    }

    @Test
    void positionsThatMakeNoSenseAreRefused() {
        api.create("s", 2);
        String shard0 = "shardId-000000000000";
        String ofShard5 = new SequenceNumber(Api.START / 1000 - 2, 5, 3, Api.START / 1000).toString();
        String ofOther = new SequenceNumber(1_000_000, 0, 3, Api.START / 1000).toString();
        String wrong = "5" + "0".repeat(56);
        String invalid =
                " used in GetShardIterator on shard " + shard0 + " in stream s under account 000000000000 is invalid";
        String pairing =
                "InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                        + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ";
        record Case(String error, Object... members) {}
        for (Case one : List.of(
                new Case(
                        "ResourceNotFoundException: Could not find shard abc in stream s under account 000000000000.",
                        "ShardId",
                        "abc",
                        "ShardIteratorType",
                        "LATEST"),
                new Case(
                        "ResourceNotFoundException: Could not find shard 2147483648 in stream s under account 000000000000.",
                        "ShardId",
                        "2147483648",
                        "ShardIteratorType",
                        "LATEST"),
                new Case(
                        "ResourceNotFoundException: Shard shardId-000000000007 in stream s under account 000000000000 does not exist",
                        "ShardId",
                        "7",
                        "ShardIteratorType",
                        "LATEST"),
                new Case(
                        pairing + "LATEST and also a StartingSequenceNumber.",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "LATEST",
                        "StartingSequenceNumber",
                        "0"),
                new Case(
                        pairing + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber.",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_SEQUENCE_NUMBER"),
                new Case(
                        "InvalidArgumentException: StartingSequenceNumber " + wrong + invalid + ".",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        wrong),
                new Case(
                        "InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000005, while it was used in a call to a shard with "
                                + shard0,
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        ofShard5),
                new Case(
                        "InvalidArgumentException: StartingSequenceNumber " + ofOther + invalid
                                + " because it did not come from this stream.",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AFTER_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        ofOther),
                new Case(
                        "InternalFailure",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_SEQUENCE_NUMBER",
                        "StartingSequenceNumber",
                        "0"),
                new Case(
                        "InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_TIMESTAMP"),
                new Case(
                        "InvalidArgumentException: The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: 1700000001500, currentTimestampInMillis: 1700000000500",
                        "ShardId",
                        "0",
                        "ShardIteratorType",
                        "AT_TIMESTAMP",
                        "Timestamp",
                        Instant.ofEpochMilli(1_700_000_001_500L)))) {
            assertThat(iterator(one.members())).hasToString(one.error());
        }
    }

    @Test
    void iteratorsCannotBeChangedAndHoldForFiveMinutes() throws Exception {
        api.create("s", 1);
        String iterator =
                iterator("ShardId", "0", "ShardIteratorType", "LATEST").text("ShardIterator");
        byte[] bytes = Base64.getDecoder().decode(iterator);
        assertThat(bytes).hasSize(152).startsWith(0, 0, 0, 0, 0, 0, 0, 1);
        for (int at : new int[] {0, 7, 8, 60, 151}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(api.call(
                            "GetRecords", "ShardIterator", Base64.getEncoder().encodeToString(changed)))
                    .hasToString("InvalidArgumentException: Invalid ShardIterator.");
        }
        assertThat(api.call("GetRecords", "ShardIterator", "!"))
                .hasToString("InvalidArgumentException: Invalid ShardIterator.");
        api.restart();
        api.pass(300_000);
        api.ok("GetRecords", "ShardIterator", iterator);
        api.pass(1);
        assertThat(api.call("GetRecords", "ShardIterator", iterator))
                .hasToString(
                        "ExpiredIteratorException: Iterator expired. The iterator was created at time Tue Nov 14 22:13:20 UTC 2023"
                                + " while right now it is Tue Nov 14 22:18:20 UTC 2023 which is further in the future than the tolerated delay of 300000 milliseconds.");
        String longName = "n".repeat(128);
        api.create(longName, 1);
        String longer = api.ok(
                        "GetShardIterator", "StreamName", longName, "ShardId", "0", "ShardIteratorType", "LATEST")
                .text("ShardIterator");
        assertThat(longer.length()).isLessThanOrEqualTo(512);
        assertThat(Base64.getDecoder().decode(longer)).hasSize(152 + 128);
    }

    @Test
    void pagesEndAtTenMebibytesAndTellHowFarBehindTheyAre() {
        api.create("s", 1);
        for (int i = 0; i < 12; i++) {
            api.ok("PutRecord", "StreamName", "s", "PartitionKey", "k", "Data", Blob.of(new byte[1_000_000]));
            api.pass(100);
        }
        String at =
                iterator("ShardId", "0", "ShardIteratorType", "TRIM_HORIZON").text("ShardIterator");
        Answer first = api.ok("GetRecords", "ShardIterator", at);
        assertThat(first.list("Records")).hasSize(10);
        assertThat(first.at("MillisBehindLatest")).isEqualTo(300L);
        Answer second = api.ok("GetRecords", "ShardIterator", first.text("NextShardIterator"), "Limit", 1);
        assertThat(second.list("Records")).hasSize(1);
        assertThat(second.at("MillisBehindLatest")).isEqualTo(200L);
        Answer third = api.ok("GetRecords", "ShardIterator", second.text("NextShardIterator"));
        assertThat(third.list("Records")).hasSize(1);
        assertThat(third.at("MillisBehindLatest")).isEqualTo(0L);
        Answer empty = api.ok("GetRecords", "ShardIterator", third.text("NextShardIterator"));
        assertThat(empty.list("Records")).isEmpty();
        assertThat(empty.at("NextShardIterator")).isNotNull();
        assertThat(empty.at("ChildShards")).isNull();
    }

    @Test
    void aClosedShardEndsWithItsChildren() {
        api.create("s", 1);
        api.put("s", "a", "x");
        String at =
                iterator("ShardId", "0", "ShardIteratorType", "TRIM_HORIZON").text("ShardIterator");
        api.ok(
                "SplitShard",
                "StreamName",
                "s",
                "ShardToSplit",
                "shardId-000000000000",
                "NewStartingHashKey",
                BigInteger.ONE.shiftLeft(127).toString());
        api.put("s", "a", "y");
        api.pass(500);
        api.put("s", "a", "z");
        Answer end = api.ok("GetRecords", "ShardIterator", at);
        assertThat(end.each("Records", "Data")).containsExactly("x", "y");
        assertThat(end.at("NextShardIterator")).isNull();
        assertThat(end.each("ChildShards", "ShardId")).containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(end.at("ChildShards", 0, "ParentShards")).isEqualTo(List.of("shardId-000000000000"));
        assertThat(end.at("ChildShards", 1, "HashKeyRange", "EndingHashKey")).isEqualTo(MAX_HASH);
        api.ok("MergeShards", "StreamName", "s", "ShardToMerge", "1", "AdjacentShardToMerge", "2");
        api.pass(500);
        Answer merged = api.ok(
                "GetRecords",
                "ShardIterator",
                iterator("ShardId", "2", "ShardIteratorType", "LATEST").text("ShardIterator"));
        assertThat(merged.at("ChildShards", 0, "ParentShards"))
                .isEqualTo(List.of("shardId-000000000001", "shardId-000000000002"));
    }

    @Test
    void shardsTakeAndGiveNoMoreThanTheServiceLets() {
        Api limited = new Api(KinesisSettings.DEFAULT.withLimits(1));
        limited.create("s", 2);
        List<Map<String, Object>> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Map<String, Object> record = entry("k", "x");
            record.put("ExplicitHashKey", "0");
            records.add(record);
        }
        assertThat(limited.ok("PutRecords", "StreamName", "s", "Records", records)
                        .at("FailedRecordCount"))
                .isEqualTo(0L);
        assertThat(limited.ok("PutRecords", "StreamName", "s", "Records", records)
                        .at("FailedRecordCount"))
                .isEqualTo(0L);
        Answer partly = limited.ok("PutRecords", "StreamName", "s", "Records", records);
        assertThat(partly.at("FailedRecordCount")).isEqualTo(200L);
        assertThat(partly.at("Records", 399))
                .hasToString("{ErrorCode=ProvisionedThroughputExceededException, ErrorMessage=Rate exceeded for shard"
                        + " shardId-000000000000 in stream s under account 000000000000.}");
        assertThat(limited.call(
                        "PutRecord",
                        "StreamName",
                        "s",
                        "PartitionKey",
                        "k",
                        "Data",
                        Api.data(""),
                        "ExplicitHashKey",
                        "0"))
                .hasToString(
                        "ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.");
        limited.ok(
                "PutRecord", "StreamName", "s", "PartitionKey", "k", "Data", Api.data(""), "ExplicitHashKey", MAX_HASH);
        limited.pass(1000);
        String at = limited.ok(
                        "GetShardIterator", "StreamName", "s", "ShardId", "0", "ShardIteratorType", "TRIM_HORIZON")
                .text("ShardIterator");
        for (int i = 0; i < 5; i++) {
            limited.ok("GetRecords", "ShardIterator", at);
        }
        assertThat(limited.call("GetRecords", "ShardIterator", at).error())
                .hasMessageStartingWith("ProvisionedThroughputExceeded");
        // A page of ten mebibytes is paid for by the seconds behind it.
        Api large = new Api(KinesisSettings.DEFAULT.withLimits(1));
        large.create("s", 1);
        for (int i = 0; i < 11; i++) {
            large.ok("PutRecord", "StreamName", "s", "PartitionKey", "k", "Data", Blob.of(new byte[1_000_000]));
            large.pass(1000);
        }
        String from = large.ok(
                        "GetShardIterator", "StreamName", "s", "ShardId", "0", "ShardIteratorType", "TRIM_HORIZON")
                .text("ShardIterator");
        assertThat(large.ok("GetRecords", "ShardIterator", from).list("Records"))
                .hasSize(10);
        large.pass(2000);
        assertThat(large.call("GetRecords", "ShardIterator", from).error())
                .hasMessageStartingWith("ProvisionedThroughputExceeded");
        large.pass(3000);
        large.ok("GetRecords", "ShardIterator", from);
    }

    @Test
    void faultsHappenOnPurpose() {
        Api faulty = new Api(KinesisSettings.DEFAULT.withFaults(
                Map.of(
                        "PutRecord",
                        new Fault(0.5, 0, 0),
                        "PutRecords",
                        new Fault(0, 0.5, 100),
                        "ListStreams",
                        new Fault(1, 0, 0)),
                7));
        faulty.create("s", 1);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            refused += faulty.call("PutRecord", "StreamName", "s", "PartitionKey", "k", "Data", Api.data(""))
                                    .error()
                            == null
                    ? 0
                    : 1;
        }
        assertThat(refused).isBetween(30, 70);
        Answer late = faulty.call(
                "PutRecords",
                "StreamName",
                "s",
                "Records",
                List.of(entry("a", "1"), entry("b", "2"), entry("c", "3"), entry("d", "4")));
        assertThat(late.isDone()).isFalse();
        faulty.pass(100);
        assertThat((Long) late.at("FailedRecordCount")).isBetween(1L, 3L);
        assertThat(faulty.call("ListStreams").error()).hasMessageStartingWith("LimitExceededException");
    }

    @Test
    void aFullDiskIsAnInternalFailureAndNothingIsLost() {
        api.create("s", 1);
        api.put("s", "a", "kept");
        api.host.disk().capacity(1);
        Answer one = api.call("PutRecord", "StreamName", "s", "PartitionKey", "a", "Data", Api.data("lost"));
        assertThat(one).hasToString("InternalFailure");
        Answer many =
                api.ok("PutRecords", "StreamName", "s", "Records", List.of(entry("a", "lost"), entry("b", "lost")));
        assertThat(many.at("FailedRecordCount")).isEqualTo(2L);
        assertThat(many.at("Records", 0))
                .hasToString("{ErrorCode=InternalFailure, ErrorMessage=Internal service failure.}");
        assertThat(api.call("CreateStream", "StreamName", "t", "ShardCount", 1)).hasToString("InternalFailure");
        assertThat(api.call("AddTagsToStream", "StreamName", "s", "Tags", Map.of("a", "b")))
                .hasToString("InternalFailure");
        api.ok("SplitShard", "StreamName", "s", "ShardToSplit", "0", "NewStartingHashKey", "100");
        api.pass(3000);
        assertThat(api.ok("DescribeStream", "StreamName", "s").at("StreamDescription", "StreamStatus"))
                .isEqualTo("UPDATING");
        assertThat(api.read("s", 0)).containsExactly("kept");
        api.host.disk().heal();
        api.pass(1000);
        assertThat(api.ok("DescribeStream", "StreamName", "s").at("StreamDescription", "StreamStatus"))
                .isEqualTo("ACTIVE");
        api.put("s", "a", "kept too");
        assertThat(api.read("s", 0)).containsExactly("kept");
        assertThat(api.read("s", 2)).containsExactly("kept too");
        api.create("t", 1);
        assertThat(api.ok("ListTagsForStream", "StreamName", "s").list("Tags")).isEmpty();
    }

    @Test
    void whoPutsMoreThanWaitsForTheDiskWaitsForRoom() {
        api.create("s", 1);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<Map<String, Object>> records = new ArrayList<>();
            for (int j = 0; j < 9; j++) {
                records.add(Api.map("PartitionKey", "k", "Data", Blob.of(new byte[1_000_000])));
            }
            answers.add(api.begin(Api.CALLER, "PutRecords", Api.map("StreamName", "s", "Records", records)));
        }
        assertThat(answers).noneMatch(Answer::isDone);
        api.run();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.at("FailedRecordCount")).isEqualTo(0L));
        assertThat(api.read("s", 0)).hasSize(45);
    }
}
