package kpipe.benchmarks.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import kpipe.data.Hash128;
import kpipe.data.Md5;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.Appended;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.StoredStream;
import kpipe.runtime.log.StreamStore;

/**
 * The log of durable streams in process, every acknowledged record forced to disk: how many records of 200 bytes go in and come out in a second, by the clock and by the processor time of all threads; how
 * long a put waits at half that load; how long a log of some gigabytes takes to open, and what a reader far behind takes of the heap.
 *
 * <p>Arguments: a folder to work in, how many million records, how many gigabytes to recover.
 */
public final class LogFigures {

    private static final int RECORD_BYTES = 200;
    private static final int KEYS = 10_000;
    private static final int SHARDS = 4;
    private static final int LATENCY_SECONDS = 10;

    private final byte[][] keys = new byte[KEYS][];
    private final byte[] data = new byte[1 << 20];
    private final Md5 md5 = new Md5();

    private LogFigures() {
        Random random = new Random(7);
        random.nextBytes(data);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = ("vehicle-" + i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        long records = Long.parseLong(arguments[1]) * 1_000_000;
        long gigabytes = Long.parseLong(arguments[2]);
        LogFigures figures = new LogFigures();
        for (int round = 0; round < 3; round++) {
            delete(folder);
            double rate = figures.append(folder, records);
            figures.read(folder, records);
            if (round == 2) {
                figures.latency(folder, rate / 2);
            }
        }
        if (gigabytes > 0) {
            figures.recover(folder, gigabytes);
        }
        delete(folder);
    }

    private static StreamStore open(Path folder) throws IOException {
        StreamStore store = StreamStore.open(new RealHost(Path.of("")), folder.toString(), StreamStore.Options.DEFAULT);
        store.start();
        return store;
    }

    private void put(StoredStream stream, long number, Appended where) {
        byte[] key = keys[(int) (number * 7919 % KEYS)];
        md5.digest(key, 0, key.length);
        Hash128 hash = new Hash128(md5.high(), md5.low());
        int offset = (int) (number * 61 % (data.length - RECORD_BYTES));
        while (!stream.log().put(hash, key, data, offset, RECORD_BYTES, LogRecord.NO_WATERMARK, where)) {
            LockSupport.parkNanos(100_000);
        }
    }

    private double append(Path folder, long records) throws IOException, InterruptedException {
        try (StreamStore store = open(folder)) {
            StoredStream stream = store.create("figures", SHARDS, 24, null);
            long begun = System.nanoTime();
            long processor = processorNanos();
            Appended where = new Appended();
            for (long i = 0; i < records; i++) {
                put(stream, i, where);
            }
            // The last commit of each shard may not be the last record's.
            for (int shard = 0; shard < SHARDS; shard++) {
                while (stream.log().log(shard).end() < stream.log().log(shard).next()) {
                    LockSupport.parkNanos(100_000);
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double busy = (processorNanos() - processor) / 1e9;
            System.out.printf(
                    "append: %,.0f records/s by the clock, %,.0f per second of processor time%n",
                    records / seconds, records / busy);
            return records / seconds;
        }
    }

    private void read(Path folder, long records) throws IOException {
        try (StreamStore store = open(folder)) {
            StoredStream stream = store.stream("figures");
            if (stream == null) {
                throw new IOException("the stream is gone");
            }
            long begun = System.nanoTime();
            long heap = usedHeap();
            long count = 0;
            long bytes = 0;
            for (int shard = 0; shard < SHARDS; shard++) {
                LogReader reader = stream.log().readFrom(shard, 0);
                for (LogRecord record = reader.read(); record != null; record = reader.read()) {
                    count++;
                    bytes += record.dataLength();
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (count != records || bytes != records * RECORD_BYTES) {
                throw new IOException("read " + count + " records of " + records);
            }
            System.out.printf(
                    "read: %,.0f records/s; a reader at the beginning of %,d records holds %,d KB of the heap%n",
                    count / seconds, count, Math.max(0, usedHeap() - heap) >> 10);
        }
    }

    /** One record each time that one is due, so that a late one does not make those behind it late, and each waits for its own commit. */
    private void latency(Path folder, double rate) throws IOException, InterruptedException {
        try (StreamStore store = open(folder)) {
            StoredStream stream = store.stream("figures");
            if (stream == null) {
                throw new IOException("the stream is gone");
            }
            int count = (int) Math.min(rate * LATENCY_SECONDS, 20_000_000);
            long[] waited = new long[count];
            long begun = System.nanoTime();
            Appended where = new Appended();
            for (int i = 0; i < count; i++) {
                long due = begun + (long) (i * 1e9 / rate);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(20_000);
                }
                put(stream, i, where);
                int number = i;
                where.commit().whenDone(() -> waited[number] = System.nanoTime() - due);
            }
            where.commit().await();
            Arrays.sort(waited);
            System.out.printf(
                    "put at %,.0f records/s: median %.2f ms, 99 %% within %.2f ms, longest %.2f ms%n",
                    rate, waited[count / 2] / 1e6, waited[count / 100 * 99] / 1e6, waited[count - 1] / 1e6);
        }
    }

    private void recover(Path folder, long gigabytes) throws IOException, InterruptedException {
        delete(folder);
        long records = gigabytes * (1L << 30) / (RECORD_BYTES + 20);
        StreamStore store = open(folder);
        StoredStream stream = store.create("figures", SHARDS, 24, null);
        Appended where = new Appended();
        for (long i = 0; i < records; i++) {
            put(stream, i, where);
        }
        where.commit().await();
        // Not closed: what a process that was killed leaves is copied as it stands.
        Path killed = folder.resolveSibling(folder.getFileName() + ".killed");
        delete(killed);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = killed.resolve(folder.relativize(file).toString());
                if (file.endsWith("lock")) {
                    // That of this process.
                    continue;
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createLink(copy, file);
                }
            }
        }
        long begun = System.nanoTime();
        StreamStore recovered = open(killed);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("recovery of %,d GB after a kill: %.2f s%n", gigabytes, seconds);
        recovered.close();
        store.close();
        delete(killed);
    }

    private static long processorNanos() {
        long sum = 0;
        java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            sum += Math.max(0, threads.getThreadCpuTime(id));
        }
        return sum;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
