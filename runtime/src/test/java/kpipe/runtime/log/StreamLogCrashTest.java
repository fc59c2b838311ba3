package kpipe.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import kpipe.runtime.host.VirtualHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The power fails at any operation of the disk, again and again, while clients put records, a pipeline writes its own, and shards are split and merged; then every record that was acknowledged is there,
 * once, in the order in which its key was put, and of the pipeline's exactly those that a checkpoint covers.
 */
final class StreamLogCrashTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 5_000 : 150;
    private static final String FOLDER = "streams/orders";

    @Test
    void nothingAcknowledgedIsLostOrTwice() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new Life(seed).live();
            } catch (AssertionError | Exception failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** One stream through several failures of the power. */
    private static final class Life {
        private final Random random;
        private final VirtualHost host;
        private final @Nullable LogCipher cipher;
        private final Md5 md5 = new Md5();
        /** For each key what was acknowledged, in order. */
        private final Map<String, List<Integer>> acknowledged = new HashMap<>();
        /** What was put and neither acknowledged nor refused before the power failed: it may be there or not. */
        private final Map<String, List<Integer>> doubtful = new HashMap<>();

        /** For each key what the pipeline has written, in order, up to its last checkpoint, and behind it. */
        private final Map<String, List<Integer>> covered = new HashMap<>();

        private final Map<String, List<Integer>> uncovered = new HashMap<>();
        private long checkpoint;
        private long epoch = 1;

        private int number;
        private boolean created;

        Life(int seed) {
            random = new Random(seed);
            host = new VirtualHost(seed, 1_700_000_000_000L);
            cipher = random.nextInt(3) == 0 ? new LogCipher(new byte[32]) : null;
        }

        void live() throws Exception {
            int failures = 1 + random.nextInt(4);
            for (int i = 0; i < failures; i++) {
                host.disk().powerFailsAt(host.disk().operations() + 1 + random.nextInt(120));
                try {
                    StreamLog log = open();
                    work(log, 400);
                    host.disk().powerFailsAt(Long.MAX_VALUE);
                    if (random.nextBoolean()) {
                        log.close();
                    }
                } catch (PowerFailure failure) {
                    host.disk().powerReturns(random);
                }
                check();
            }
        }

        private StreamLog open() throws IOException {
            Salts salts = () -> {
                byte[] salt = new byte[8];
                random.nextBytes(salt);
                return salt;
            };
            if (!StreamState.exists(host.disk(), FOLDER)) {
                assertThat(created).isFalse();
                StreamLog.create(host, FOLDER, 1 + random.nextInt(3), 24, cipher, Durability.EACH_COMMIT);
            }
            created = true;
            StreamLog log = StreamLog.open(host, FOLDER, cipher, Durability.EACH_COMMIT, salts);
            epoch++;
            uncovered.clear();
            log.goOn(checkpoint, epoch);
            return log;
        }

        private void work(StreamLog log, int steps) throws Exception {
            Map<String, List<Integer>> waiting = new HashMap<>();
            List<Appended> puts = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            try {
                for (int step = 0; step < steps; step++) {
                    int what = random.nextInt(60);
                    if (what < 30) {
                        String key = "key" + random.nextInt(8);
                        Appended where = new Appended();
                        int value = number++;
                        puts.add(where);
                        keys.add(key);
                        numbers.add(value);
                        put(log, key, value, where);
                    } else if (what < 36) {
                        log.commit();
                        settle(puts, keys, numbers);
                    } else if (what == 36) {
                        Shard shard = any(log);
                        Hash128 middle = shard.range().middle();
                        if (log.shards().open().size() < 6 && shard.range().canSplitAt(middle)) {
                            log.split(shard.index(), middle);
                        }
                    } else if (what == 37) {
                        List<Shard> open = log.shards().open();
                        if (open.size() > 1) {
                            int at = random.nextInt(open.size() - 1);
                            log.merge(open.get(at).index(), open.get(at + 1).index());
                        }
                    } else if (what >= 40 && what < 57) {
                        write(log);
                    } else if (what >= 57) {
                        cover(log);
                    } else if (what == 38) {
                        log.log(any(log).index()).roll();
                    } else {
                        host.moveTo(host.clock().millis() + random.nextInt(3000));
                        log.maintain();
                    }
                    settle(puts, keys, numbers);
                }
                log.commit();
                settle(puts, keys, numbers);
            } catch (PowerFailure failure) {
                settle(puts, keys, numbers);
                for (int i = 0; i < keys.size(); i++) {
                    doubtful.computeIfAbsent(keys.get(i), absent -> new ArrayList<>())
                            .add(numbers.get(i));
                }
                throw failure;
            }
            assertThat(waiting).isEmpty();
        }

        /** As a pump does. */
        private void write(StreamLog log) {
            String key = "own" + random.nextInt(8);
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            md5.digest(bytes, 0, bytes.length);
            int value = number++;
            Stamp stamp = new Stamp();
            stamp.epoch = epoch;
            stamp.rowtime = -value;
            stamp.watermark = value;
            stamp.promise = random.nextBoolean() ? value : LogRecord.NO_WATERMARK;
            byte[] data = data(value);
            assertThat(log.write(md5.high(), md5.low(), bytes, 0, bytes.length, data, 0, data.length, stamp))
                    .isTrue();
            uncovered.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
        }

        /** As a checkpoint does. */
        private void cover(StreamLog log) throws IOException {
            log.makeDurable();
            checkpoint = epoch++;
            uncovered.forEach((key, values) ->
                    covered.computeIfAbsent(key, absent -> new ArrayList<>()).addAll(values));
            uncovered.clear();
            log.committed(checkpoint);
        }

        private Shard any(StreamLog log) {
            List<Shard> open = log.shards().open();
            return open.get(random.nextInt(open.size()));
        }

        private void put(StreamLog log, String key, int value, Appended where) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            md5.digest(bytes, 0, bytes.length);
            byte[] data = data(value);
            assertThat(log.put(new Hash128(md5.high(), md5.low()), bytes, data, 0, data.length, value, where))
                    .isTrue();
        }

        private byte[] data(int value) {
            byte[] data = new byte[4 + random.nextInt(200)];
            data[0] = (byte) (value >>> 24);
            data[1] = (byte) (value >>> 16);
            data[2] = (byte) (value >>> 8);
            data[3] = (byte) value;
            return data;
        }

        private void settle(List<Appended> puts, List<String> keys, List<Integer> numbers) {
            for (int i = puts.size() - 1; i >= 0; i--) {
                if (!puts.get(i).commit().isDone()) {
                    continue;
                }
                assertThat(puts.get(i).commit().isStored()).isTrue();
                acknowledged
                        .computeIfAbsent(keys.get(i), absent -> new ArrayList<>())
                        .add(numbers.get(i));
                puts.remove(i);
                keys.remove(i);
                numbers.remove(i);
            }
            acknowledged.values().forEach(values -> values.sort(null));
        }

        private void check() throws IOException {
            if (!created) {
                return;
            }
            StreamLog log = open();
            Map<String, List<Integer>> found = new HashMap<>();
            Map<String, List<Integer>> own = new HashMap<>();
            // Parents have smaller indices than their children, so a key's records come in the order in which they were
            // put.
            for (Shard shard : log.shards().shards()) {
                LogReader reader = log.readFrom(shard.index(), 0);
                long last = -1;
                for (LogRecord record = reader.read(); record != null; record = reader.read()) {
                    assertThat(record.index()).isGreaterThan(last);
                    last = record.index();
                    byte[] bytes = record.bytes();
                    int at = record.dataOffset();
                    int value = bytes[at] << 24
                            | (bytes[at + 1] & 255) << 16
                            | (bytes[at + 2] & 255) << 8
                            | bytes[at + 3] & 255;
                    assertThat(record.watermark()).isEqualTo(value);
                    String key = new String(bytes, record.keyOffset(), record.keyLength(), StandardCharsets.UTF_8);
                    md5.digest(bytes, record.keyOffset(), record.keyLength());
                    assertThat(shard.range().contains(new Hash128(md5.high(), md5.low())))
                            .isTrue();
                    assertThat(record.epoch() > 0).isEqualTo(key.startsWith("own"));
                    assertThat(record.rowtime()).isEqualTo(record.epoch() == 0 ? 0 : -value);
                    (record.epoch() == 0 ? found : own)
                            .computeIfAbsent(key, absent -> new ArrayList<>())
                            .add(value);
                }
            }
            assertThat(own).isEqualTo(covered);
            for (Map.Entry<String, List<Integer>> entry : found.entrySet()) {
                assertThat(entry.getValue()).isSorted().doesNotHaveDuplicates();
                List<Integer> surplus = new ArrayList<>(entry.getValue());
                surplus.removeAll(acknowledged.getOrDefault(entry.getKey(), List.of()));
                assertThat(doubtful.getOrDefault(entry.getKey(), List.of())).containsAll(surplus);
                // What is there now stays there.
                acknowledged.put(entry.getKey(), entry.getValue());
            }
            doubtful.clear();
            for (Map.Entry<String, List<Integer>> entry : acknowledged.entrySet()) {
                assertThat(found.getOrDefault(entry.getKey(), List.of())).containsAll(entry.getValue());
            }
            log.close();
        }
    }
}
