package kpipe.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import kpipe.runtime.host.VirtualHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All streams of a data folder together. */
final class StreamStoreTest {

    private static final long START = 1_700_000_000_000L;

    private final VirtualHost host = new VirtualHost(1, START);

    private StreamStore open() throws IOException {
        return StreamStore.open(host, "data", StreamStore.Options.DEFAULT);
    }

    private static Appended put(StoredStream stream, String key, String data) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        Md5 md5 = new Md5();
        md5.digest(keyBytes, 0, keyBytes.length);
        Appended where = new Appended();
        Hash128 hash = new Hash128(md5.high(), md5.low());
        assertThat(stream.log().put(hash, keyBytes, bytes, 0, bytes.length, LogRecord.NO_WATERMARK, where))
                .isTrue();
        return where;
    }

    private static List<String> read(StoredStream stream) throws IOException {
        List<String> all = new ArrayList<>();
        for (Shard shard : stream.log().shards().shards()) {
            LogReader reader = stream.log().readFrom(shard.index(), 0);
            for (LogRecord record = reader.read(); record != null; record = reader.read()) {
                all.add(new String(record.bytes(), record.dataOffset(), record.dataLength(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    private static StoredStream stream(StreamStore store, String name) {
        return Objects.requireNonNull(store.stream(name));
    }

    @Test
    void streamsAreThereAgainWithTheirRecordsAndNotes() throws Exception {
        StreamStore store = open();
        put(store.create("orders", 2, 24, null), "a", "one");
        StoredStream noted = store.create("trades", 1, 48, new byte[] {1});
        put(noted, "a", "two");
        assertThat(store.commit()).isEqualTo(2);
        noted.note(new byte[] {1, 2});
        store.close();
        StreamStore again = open();
        assertThat(again.names()).containsExactly("orders", "trades");
        assertThat(read(stream(again, "orders"))).containsExactly("one");
        assertThat(stream(again, "orders").note()).isNull();
        assertThat(read(stream(again, "trades"))).containsExactly("two");
        assertThat(stream(again, "trades").note()).containsExactly(1, 2);
        assertThat(stream(again, "trades").log().retentionHours()).isEqualTo(48);
        assertThat(again.stream("other")).isNull();
        assertThatThrownBy(() -> again.create("orders", 1, 24, null)).hasMessageContaining("there is one");
    }

    @Test
    void oneProcessHasTheFolder() throws Exception {
        StreamStore store = open();
        assertThatThrownBy(this::open).isInstanceOf(StreamStore.LockedException.class);
        store.close();
        open().close();
    }

    @Test
    void aDamagedStreamDoesNotStopTheOthers() throws Exception {
        StreamStore store = open();
        store.create("bad", 1, 24, null);
        store.create("good", 1, 24, null);
        store.close();
        byte[] state = Objects.requireNonNull(host.disk().get("data/streams/bad/stream"));
        state[20] ^= 1;
        host.disk().put("data/streams/bad/stream", state);
        StreamStore again = open();
        assertThat(again.names()).containsExactly("good");
        assertThat(again.damaged()).containsOnlyKeys("bad");
        assertThatThrownBy(() -> again.create("bad", 1, 24, null)).hasMessageContaining("there is one");
        again.delete("bad");
        again.create("bad", 1, 24, null);
        assertThat(again.damaged()).isEmpty();
    }

    @Test
    void anyNameIsAFolderOfItsOwn() throws Exception {
        List<String> names =
                List.of(".", "..", "...", "a/../b", "con:", "späti", "%41", "A", "x.y-z_1", "a b", "0@1@2");
        StreamStore store = open();
        for (String name : names) {
            put(store.create(name, 1, 24, null), "k", name);
        }
        store.commit();
        store.close();
        assertThat(host.disk().paths())
                .allMatch(path -> path.matches("data/streams/[^/.][^/]*/(shard-|shardId-\\d{12}/)?[^/]+"));
        StreamStore again = open();
        assertThat(again.names()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(read(stream(again, name))).containsExactly(name);
        }
    }

    @Test
    void whatIsDeletedStaysSoAndASuccessorHoldsNothingOfIt() throws Exception {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            VirtualHost world = new VirtualHost(seed, START);
            StreamStore store = StreamStore.open(world, "data", StreamStore.Options.DEFAULT);
            put(store.create("s", 2, 24, new byte[] {1}), "a", "old");
            store.commit();
            world.moveTo(START + 5);
            world.disk().powerFailsAt(world.disk().operations() + 1 + random.nextInt(40));
            boolean deleted = false;
            boolean acknowledged = false;
            try {
                store.delete("s");
                deleted = true;
                put(store.create("s", 1, 24, new byte[] {2}), "a", "new");
                store.commit();
                acknowledged = true;
                world.disk().powerFailsAt(0);
                store.close();
            } catch (PowerFailure failure) {
                world.disk().powerReturns(random);
            }
            StreamStore again = StreamStore.open(world, "data", StreamStore.Options.DEFAULT);
            StoredStream stream = again.stream("s");
            assertThat(again.damaged()).isEmpty();
            List<String> found = stream == null ? List.of() : read(stream);
            if (acknowledged) {
                assertThat(found).as("seed %d", seed).containsExactly("new");
            } else if (deleted) {
                assertThat(found).as("seed %d", seed).doesNotContain("old");
            }
            if (stream != null) {
                int kind = found.contains("old") ? 1 : found.contains("new") || deleted ? 2 : -1;
                assertThat(kind < 0 || Objects.requireNonNull(stream.note())[0] == kind)
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void aFullDiskRefusesAndRecovers() throws Exception {
        StreamStore store = open();
        StoredStream stream = store.create("s", 1, 24, null);
        put(stream, "a", "kept");
        store.commit();
        host.disk().capacity(1);
        Appended refused = put(stream, "a", "refused");
        store.commit();
        assertThat(refused.commit().failure()).hasMessageContaining("no space left");
        assertThatThrownBy(() -> store.create("t", 1, 24, null)).hasMessageContaining("no space left");
        assertThat(store.stream("t")).isNull();
        host.disk().heal();
        put(stream, "a", "kept too");
        store.create("t", 1, 24, null);
        store.commit();
        assertThat(read(stream)).containsExactly("kept", "kept too");
    }

    @Test
    void whoeverPutsIntoADeletedStreamIsTold() throws Exception {
        StreamStore store = open();
        StoredStream stream = store.create("s", 1, 24, null);
        Appended waiting = put(stream, "a", "x");
        store.delete("s");
        assertThat(waiting.commit().failure()).hasMessageContaining("closed");
        assertThat(put(stream, "a", "y").commit().failure()).hasMessageContaining("closed");
    }

    @Test
    void readersThatWatchAreToldOfCommitsAndOfTheEndOfAShard() throws Exception {
        StreamStore store = open();
        StoredStream stream = store.create("s", 1, 24, null);
        int[] told = {0};
        Runnable reader = () -> told[0]++;
        stream.log().log(0).watch(reader);
        put(stream, "a", "x");
        store.commit();
        assertThat(told[0]).isEqualTo(1);
        stream.log().split(0, stream.log().shards().shard(0).range().middle());
        assertThat(told[0]).isEqualTo(2);
        stream.log().log(0).forget(reader);
        store.delete("s");
        assertThat(told[0]).isEqualTo(2);
    }

    @Test
    void whoIsRefusedGoesOnWhenThereIsRoom() throws Exception {
        StreamStore store = open();
        StoredStream stream = store.create("s", 1, 24, null);
        byte[] large = new byte[9 << 20];
        byte[] key = {'a'};
        Appended where = new Appended();
        assertThat(stream.log().put(new Hash128(0, 0), key, large, 0, large.length, 0, where))
                .isTrue();
        assertThat(stream.log().put(new Hash128(0, 0), key, large, 0, large.length, 0, where))
                .isFalse();
        boolean[] went = {false};
        stream.log().log(0).whenRoom(() -> went[0] = stream.log().put(new Hash128(0, 0), key, large, 0, 1, 0, where));
        assertThat(went[0]).isFalse();
        store.commit();
        assertThat(went[0]).isTrue();
    }

    @Test
    void onARealDiskManyPutAtOnceAndAreToldByCallback(@TempDir Path folder) throws Exception {
        RealHost real = new RealHost(folder);
        int count = 2_000;
        try (StreamStore store = StreamStore.open(real, "", StreamStore.Options.DEFAULT)) {
            store.start();
            StoredStream stream = store.create("s", 4, 24, null);
            CountDownLatch stored = new CountDownLatch(count);
            for (int i = 0; i < count; i++) {
                put(stream, "key" + i, "value" + i).commit().whenDone(stored::countDown);
            }
            assertThat(stored.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> StreamStore.open(real, "", StreamStore.Options.DEFAULT))
                    .isInstanceOf(StreamStore.LockedException.class);
            put(stream, "last", "last");
        }
        try (StreamStore store = StreamStore.open(real, "", StreamStore.Options.DEFAULT)) {
            assertThat(read(stream(store, "s"))).hasSize(count + 1);
            store.delete("s");
        }
        assertThat(folder.resolve("streams").toFile().list()).containsExactly("lock");
    }

    @Test
    void theUserGivesAKeyAndSaysWhenToAcknowledge() throws Exception {
        assertThat(StreamStore.Options.of(host)).isEqualTo(StreamStore.Options.DEFAULT);
        host.set("KPIPE_SYNC", "second");
        host.set("KPIPE_DATA_KEY_FILE", "key");
        host.disk().put("key", "000102030405060708090a0b0c0d0e0f\n".getBytes(StandardCharsets.US_ASCII));
        StreamStore.Options options = StreamStore.Options.of(host);
        assertThat(options.durability()).isEqualTo(Durability.EACH_SECOND);
        StreamStore store = StreamStore.open(host, "data", options);
        put(store.create("s", 1, 24, null), "patient", "secret");
        store.commit();
        store.close();
        for (String path : host.disk().paths()) {
            assertThat(new String(Objects.requireNonNull(host.disk().get(path)), StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret");
        }
        host.set("KPIPE_DATA_KEY", "AAECAwQFBgcICQoLDA0ODw==");
        StreamStore again = StreamStore.open(host, "data", StreamStore.Options.of(host));
        assertThat(read(stream(again, "s"))).containsExactly("secret");
        again.close();
        assertThat(open().damaged().get("s")).hasMessageContaining("it is encrypted with a key, and none is given");
        host.set("KPIPE_DATA_KEY", "short");
        assertThatThrownBy(() -> StreamStore.Options.of(host)).hasMessageContaining("KPIPE_DATA_KEY is no key");
        host.set("KPIPE_SYNC", "never");
        host.set("KPIPE_DATA_KEY", "AAECAwQFBgcICQoLDA0ODw==");
        assertThatThrownBy(() -> StreamStore.Options.of(host)).hasMessageContaining("`commit` or `second`");
    }
}
