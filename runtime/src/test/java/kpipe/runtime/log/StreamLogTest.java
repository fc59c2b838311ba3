package kpipe.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.data.SequenceNumber;
import kpipe.runtime.host.VirtualHost;
import org.junit.jupiter.api.Test;

/** What a durable stream does, apart from surviving. */
final class StreamLogTest {

    private static final long START = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final VirtualHost host = new VirtualHost(1, START);
    private final Md5 md5 = new Md5();

    private StreamLog create(int shards) throws IOException {
        return StreamLog.create(host, "s", shards, 24, null, Durability.EACH_COMMIT);
    }

    private Hash128 hash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        md5.digest(bytes, 0, bytes.length);
        return new Hash128(md5.high(), md5.low());
    }

    private Appended put(StreamLog log, String key, String data) {
        Appended where = new Appended();
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        assertThat(log.put(hash(key), keyBytes, bytes, 0, bytes.length, LogRecord.NO_WATERMARK, where))
                .isTrue();
        return where;
    }

    private static List<String> read(LogReader reader) throws IOException {
        List<String> all = new ArrayList<>();
        for (LogRecord record = reader.read(); record != null; record = reader.read()) {
            all.add(new String(record.bytes(), record.dataOffset(), record.dataLength(), StandardCharsets.UTF_8));
        }
        return all;
    }

    @Test
    void aRecordIsReadOnceItIsCommittedAndNotBefore() throws Exception {
        StreamLog log = create(1);
        LogReader reader = log.readFrom(0, 0);
        Appended one = put(log, "a", "one");
        assertThat(read(reader)).isEmpty();
        assertThat(one.commit().isDone()).isFalse();
        assertThat(log.commit()).isEqualTo(1);
        assertThat(one.commit().isStored()).isTrue();
        assertThat(read(reader)).containsExactly("one");
        put(log, "a", "two");
        put(log, "a", "three");
        log.commit();
        assertThat(read(reader)).containsExactly("two", "three");
        assertThat(read(log.readFrom(0, one.index() + 1))).containsExactly("two", "three");
    }

    @Test
    void keysGoWhereKinesisPutsThem() throws Exception {
        StreamLog log = create(3);
        assertThat(List.of("a", "b", "f", "e"))
                .extracting(key -> put(log, key, key).shard())
                .containsExactly(0, 1, 1, 2);
        assertThat(log.shards().shards())
                .extracting(shard -> shard.range().end().toString())
                .containsExactly(
                        "113427455640312821154458202477256070484",
                        "226854911280625642308916404954512140969",
                        "340282366920938463463374607431768211455");
    }

    @Test
    void sequenceNumbersGrowInTheirShardAndSayWhereTheyAreFrom() throws Exception {
        StreamLog log = create(2);
        SequenceNumber first = put(log, "a", "x").sequenceNumber();
        host.moveTo(START + 5000);
        SequenceNumber second = put(log, "a", "y").sequenceNumber();
        assertThat(second).isGreaterThan(first);
        assertThat(first.toString()).hasSize(56);
        assertThat(SequenceNumber.parse(second.toString())).isEqualTo(second);
        assertThat(second.arrived()).isEqualTo(START / 1000 + 5);
        assertThat(SequenceNumber.parse("0")).isNull();
        assertThat(SequenceNumber.parse("12x")).isNull();
    }

    @Test
    void consecutiveShardsOfAStreamBeginANumberApart() {
        SequenceNumber zero = new SequenceNumber(1_700_000_000L, 0, 0, 1_700_000_000L);
        SequenceNumber one = new SequenceNumber(1_700_000_000L, 1, 0, 1_700_000_000L);
        assertThat(new java.math.BigInteger(one.toString()).subtract(new java.math.BigInteger(zero.toString())))
                .hasToString("22300745198530623141535718272648361505980432");
    }

    @Test
    void writersGoOnWhileAShardIsSplitAndReadersFinishTheParentFirst() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "before");
        log.split(0, log.shards().shard(0).range().middle());
        Appended after = put(log, "a", "after");
        log.commit();
        assertThat(log.shards().shard(0).isOpen()).isFalse();
        assertThat(log.shards().children(0))
                .extracting(Shard::id)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(read(log.readFrom(0, 0))).containsExactly("before");
        assertThat(read(log.readFrom(after.shard(), 0))).containsExactly("after");
        assertThat(after.arrival()).isGreaterThanOrEqualTo(log.shards().shard(1).created() * 1000);
        log.merge(1, 2);
        assertThat(log.shards().open()).singleElement().satisfies(shard -> {
            assertThat(shard.parent()).isEqualTo(1);
            assertThat(shard.adjacentParent()).isEqualTo(2);
        });
        assertThatThrownBy(() -> log.split(0, new Hash128(5, 5))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readersBeginAtATime() throws Exception {
        StreamLog log = create(1);
        for (int i = 0; i < 10; i++) {
            put(log, "a", "r" + i);
            log.commit();
            if (i == 6) {
                log.log(0).roll();
            }
            host.moveTo(START + 1000 * (i + 1));
        }
        assertThat(read(log.readFromTime(0, START + 4500))).containsExactly("r5", "r6", "r7", "r8", "r9");
        assertThat(read(log.readFromTime(0, START + 7000))).containsExactly("r7", "r8", "r9");
        assertThat(read(log.readFromTime(0, START + 99_000))).isEmpty();
        assertThat(read(log.readFromTime(0, 0))).hasSize(10);
    }

    @Test
    void retentionHidesAndDeletesAndGrowingItBringsNothingBack() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "old");
        log.commit();
        host.moveTo(START + 23 * HOUR);
        put(log, "a", "new");
        log.commit();
        assertThat(read(log.readFrom(0, 0))).containsExactly("old", "new");
        host.moveTo(START + 25 * HOUR);
        assertThat(read(log.readFrom(0, 0))).containsExactly("new");
        log.retain(48);
        assertThat(read(log.readFrom(0, 0))).containsExactly("new");
        host.moveTo(START + 80 * HOUR);
        log.maintain();
        assertThat(host.disk().paths()).noneMatch(path -> path.endsWith(".log"));
        assertThat(read(log.readFrom(0, 0))).isEmpty();
        put(log, "a", "newest");
        log.commit();
        log.close();
        StreamLog again = StreamLog.open(host, "s", null, Durability.EACH_COMMIT);
        assertThat(again.retentionHours()).isEqualTo(48);
        assertThat(read(again.readFrom(0, 0))).containsExactly("newest");
    }

    @Test
    void indicesGoOnWhereNothingIsLeftOfAShard() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "read");
        put(log, "a", "read too");
        log.commit();
        LogReader reader = log.readFrom(0, 0);
        assertThat(read(reader)).containsExactly("read", "read too");
        host.moveTo(START + 25 * HOUR);
        log.maintain();
        assertThat(host.disk().paths()).noneMatch(path -> path.endsWith(".log"));
        log.close();

        StreamLog again = StreamLog.open(host, "s", null, Durability.EACH_COMMIT);
        put(again, "a", "after the break");
        again.commit();
        assertThat(read(again.readFrom(0, reader.position()))).containsExactly("after the break");
    }

    @Test
    void aFullDiskDoesNotKeepWhatWasWrittenBeforeFromBecomingDurable() throws Exception {
        StreamLog log = create(1);
        log.goOn(0, 1);
        write(log, "written before");
        log.commit();
        fill();
        write(log, "waits");
        assertThat(log.commit()).isZero();
        assertThatThrownBy(log::makeDurable).hasMessageContaining("no space left on the disk");
        host.disk().heal();
        log.makeDurable();
        log.committed(1);
        assertThat(read(log.readFrom(0, 0))).containsExactly("written before", "waits");
    }

    @Test
    void readersComeToTheEndBehindRecordsOfClientsThatAFullDiskHasRefused() throws Exception {
        StreamLog log = create(1);
        log.goOn(0, 1);
        fill();
        write(log, "waits");
        log.commit();
        Appended refused = put(log, "a", "refused");
        log.commit();
        assertThat(refused.commit().failure()).isNotNull();
        host.disk().heal();
        log.commit();
        assertThat(log.log(0).end()).isEqualTo(log.log(0).appended());
        LogReader reader = log.readFrom(0, 0).readOpenEpochs();
        assertThat(read(reader)).containsExactly("waits");
        assertThat(reader.position()).isEqualTo(log.log(0).appended());
        log.close();

        // The place of one who has read past them is not given to other records.
        StreamLog again = StreamLog.open(host, "s", null, Durability.EACH_COMMIT);
        again.log(0).passTo(reader.position());
        put(again, "a", "after");
        again.commit();
        assertThat(read(again.readFrom(0, reader.position()))).containsExactly("after");
    }

    @Test
    void whatHasExpiredMakesRoomOnAFullDisk() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "old");
        log.commit();
        log.log(0).roll();
        put(log, "a", "less old");
        log.commit();
        log.log(0).roll();
        host.moveTo(START + 25 * HOUR);
        fill();
        log.maintain();
        assertThat(host.disk().paths())
                .filteredOn(path -> path.endsWith(".log"))
                .hasSize(1);
        host.disk().heal();
        log.maintain();
        assertThat(host.disk().paths()).noneMatch(path -> path.endsWith(".log"));
    }

    private void fill() {
        long used = host.disk().paths().stream()
                .mapToLong(path -> Objects.requireNonNull(host.disk().get(path)).length)
                .sum();
        host.disk().capacity(used + 20);
    }

    /** As the pipeline does, in the epoch of its first checkpoint. */
    private static void write(StreamLog log, String data) {
        Stamp stamp = new Stamp();
        stamp.epoch = 1;
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        assertThat(log.write(0, 0, bytes, 0, 1, bytes, 0, bytes.length, stamp)).isTrue();
    }

    @Test
    void aClosedShardIsForgottenWhenItsLastRecordHasExpired() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "x");
        log.split(0, log.shards().shard(0).range().middle());
        log.maintain();
        assertThat(log.shards().shards()).hasSize(3);
        host.moveTo(START + 25 * HOUR);
        log.maintain();
        assertThat(log.shards().shards()).extracting(Shard::index).containsExactly(1, 2);
        log.merge(1, 2);
        assertThat(log.shards().open()).extracting(Shard::index).containsExactly(3);
    }

    @Test
    void aFullDiskRefusesWhatWaitsAndNothingElse() throws Exception {
        StreamLog log = create(1);
        put(log, "a", "kept");
        log.commit();
        long used = host.disk().paths().stream()
                .mapToLong(path -> Objects.requireNonNull(host.disk().get(path)).length)
                .sum();
        host.disk().capacity(used + 20);
        Appended refused = put(log, "a", "refused");
        assertThat(log.commit()).isZero();
        assertThat(refused.commit().failure()).hasMessageContaining("no space left on the disk");
        Appended alsoRefused = put(log, "a", "also refused");
        log.commit();
        assertThat(alsoRefused.commit().isStored()).isFalse();
        host.disk().heal();
        put(log, "a", "kept too");
        log.commit();
        LogReader reader = log.readFrom(0, 0);
        assertThat(read(reader)).containsExactly("kept", "kept too");
        log.close();
        StreamLog again = StreamLog.open(host, "s", null, Durability.EACH_COMMIT);
        assertThat(read(again.readFrom(0, 0))).containsExactly("kept", "kept too");
        assertThat(again.log(0).damaged()).isZero();
    }

    @Test
    void aFlippedBitCostsItsFrameAndIsCounted() throws Exception {
        for (boolean sealed : new boolean[] {true, false}) {
            VirtualHost other = new VirtualHost(1, START);
            StreamLog log = StreamLog.create(other, "s", 1, 24, null, Durability.EACH_COMMIT);
            for (int i = 0; i < 5; i++) {
                put(log, "a", "record " + i);
                log.commit();
            }
            if (sealed) {
                log.close();
            }
            String path = other.disk().paths().stream()
                    .filter(name -> name.endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Objects.requireNonNull(other.disk().get(path));
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("record 2");
            bytes[at + 3] ^= 4;
            other.disk().put(path, bytes);
            StreamLog again = StreamLog.open(other, "s", null, Durability.EACH_COMMIT);
            LogReader reader = again.readFrom(0, 0);
            assertThat(read(reader)).containsExactly("record 0", "record 1", "record 3", "record 4");
            assertThat(reader.damaged() + again.log(0).damaged()).isPositive();
        }
    }

    @Test
    void anEncryptedStreamNeedsItsKeyAndShowsNothing() throws Exception {
        byte[] key = new byte[32];
        key[5] = 7;
        StreamLog log = StreamLog.create(host, "s", 1, 24, new LogCipher(key), Durability.EACH_COMMIT);
        put(log, "patient", "secret");
        log.commit();
        log.close();
        for (String path : host.disk().paths()) {
            assertThat(new String(Objects.requireNonNull(host.disk().get(path)), StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret")
                    .doesNotContain("patient");
        }
        StreamLog again = StreamLog.open(host, "s", new LogCipher(key), Durability.EACH_COMMIT);
        assertThat(read(again.readFrom(0, 0))).containsExactly("secret");
        assertThatThrownBy(() -> StreamLog.open(host, "s", null, Durability.EACH_COMMIT))
                .hasMessageContaining("it is encrypted with a key, and none is given");
        assertThatThrownBy(() -> StreamLog.open(host, "s", new LogCipher(new byte[16]), Durability.EACH_COMMIT))
                .hasMessageContaining("another key");
    }

    @Test
    void aReaderFarBehindHoldsOneFrameAndFollowsThroughSegments() throws Exception {
        StreamLog log = create(1);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            put(log, "k" + i, "v" + i);
            expected.add("v" + i);
            if (i % 7 == 0) {
                log.commit();
            }
            if (i % 300 == 0) {
                log.log(0).roll();
            }
        }
        log.commit();
        assertThat(read(log.readFrom(0, 0))).isEqualTo(expected);
        for (int from = 1; from < 2000; from += 97) {
            assertThat(read(log.readFrom(0, from))).isEqualTo(expected.subList(from - 1, 2000));
        }
    }

    @Test
    void aReaderOfAnEmptyOrDamagedShardComesToItsEnd() throws Exception {
        StreamLog log = create(1);
        LogReader reader = log.readFrom(0, 0);
        assertThat(read(reader)).isEmpty();
        assertThat(reader.position()).isEqualTo(log.log(0).end());
        put(log, "a", "record 1");
        log.commit();
        put(log, "a", "record 2");
        log.commit();
        log.close();
        String path = host.disk().paths().stream()
                .filter(name -> name.endsWith(".log"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Objects.requireNonNull(host.disk().get(path));
        bytes[bytes.length - 1] ^= 4;
        host.disk().put(path, bytes);
        StreamLog again = StreamLog.open(host, "s", null, Durability.EACH_COMMIT);
        LogReader damaged = again.readFrom(0, 0);
        assertThat(read(damaged)).containsExactly("record 1");
        assertThat(damaged.position()).isEqualTo(again.log(0).end());
    }
}
