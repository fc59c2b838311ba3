package kpipe.benchmarks.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka broker of one node that forces what it acknowledges, asked what the log of durable streams is asked: records of 200 bytes in and out, and how long one takes.
 *
 * <p>Arguments: seconds for each measurement, the broker's address, the number of its process.
 */
public final class KafkaRace {

    private static final String TOPIC = "race";
    private static final int PARTITIONS = 4;
    private static final int RECORD_BYTES = 200;
    private static final double TICKS_PER_SECOND = 100;

    private KafkaRace() {}

    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[0]);
        String address = arguments[1];
        long process = Long.parseLong(arguments[2]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        for (int round = 0; round < 2; round++) {
            put(address, process, seconds, round > 0);
            get(address, process, seconds, round > 0);
        }
        latency(address, seconds);
    }

    private static KafkaProducer<byte[], byte[]> producer(String address, int linger) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", address,
                        "acks", "all",
                        "linger.ms", linger,
                        "batch.size", 128 << 10,
                        "buffer.memory", 64L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void put(String address, long process, double seconds, boolean tell) throws Exception {
        byte[] data = new byte[1 << 20];
        new Random(7).nextBytes(data);
        AtomicLong stored = new AtomicLong();
        double busy = processor(process);
        long begun = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer(address, 5)) {
            for (long i = 0; (i & 1023) != 0 || System.nanoTime() - begun < seconds * 1e9; i++) {
                int offset = (int) (i * 61 % (data.length - RECORD_BYTES));
                producer.send(
                        new ProducerRecord<>(
                                TOPIC,
                                ("vehicle-" + i * 7919 % 10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                                Arrays.copyOfRange(data, offset, offset + RECORD_BYTES)),
                        (where, failure) -> {
                            if (failure == null) {
                                stored.incrementAndGet();
                            }
                        });
            }
        }
        tell(tell, "put", stored.get(), (System.nanoTime() - begun) / 1e9, processor(process) - busy);
    }

    private static void get(String address, long process, double seconds, boolean tell) throws Exception {
        double busy = processor(process);
        long count = 0;
        long begun = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(TOPIC, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (System.nanoTime() - begun < seconds * 1e9) {
                int found = consumer.poll(Duration.ofMillis(100)).count();
                count += found;
                if (found == 0) {
                    consumer.seekToBeginning(partitions);
                }
            }
        }
        tell(tell, "get", count, (System.nanoTime() - begun) / 1e9, processor(process) - busy);
    }

    private static void latency(String address, double seconds) throws Exception {
        List<Long> times = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(address, 0)) {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < seconds * 1e9) {
                long sent = System.nanoTime();
                producer.send(new ProducerRecord<>(TOPIC, new byte[] {1}, new byte[] {2, 3, 4, 5, 6}))
                        .get();
                times.add(System.nanoTime() - sent);
            }
        }
        times.sort(null);
        System.out.printf(
                "  one record         median %.2f ms, 99 %% within %.2f ms%n",
                times.get(times.size() / 2) / 1e6, times.get(times.size() * 99 / 100) / 1e6);
    }

    private static void tell(boolean tell, String what, long records, double seconds, double busy) {
        if (tell) {
            System.out.printf(
                    "  %-18s %,12.0f records/s, %,12.0f per second of the broker's processor time%n",
                    what, records / seconds, records / Math.max(0.01, busy));
        }
    }

    private static double processor(long process) throws java.io.IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
