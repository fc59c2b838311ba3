package kpipe.benchmarks.log;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Servers of the Kinesis API side by side, each asked the same by the same client: how many records of 200 bytes a second go in by PutRecords of 500, and come out by GetRecords; how long a PutRecord of one takes.
 *
 * <p>Arguments: seconds for each measurement, then servers that run, each as {@code name=URL=process}, the process being the number of the server's, whose processor time is told.
 */
public final class EndpointRace {

    private static final int SHARDS = 4;
    private static final int CONNECTIONS = 8;
    private static final int BATCH = 500;
    private static final int RECORD_BYTES = 200;
    private static final double TICKS_PER_SECOND = 100;
    private static final String STREAM = "race";
    private static final Pattern ITERATOR = Pattern.compile("\"(?:Next)?ShardIterator\"\\s*:\\s*\"([^\"]+)\"");

    private final URI address;
    private final long process;
    private final double seconds;

    private EndpointRace(URI address, long process, double seconds) {
        this.address = address;
        this.process = process;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        double seconds = Double.parseDouble(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            String[] server = arguments[i].split("=");
            System.out.println(server[0]);
            new EndpointRace(URI.create(server[1]), Long.parseLong(server[2]), seconds).run();
        }
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        try (RawClient client = new RawClient(address)) {
            client.send(client.request(
                    "CreateStream", "{\"StreamName\":\"" + STREAM + "\",\"ShardCount\":" + SHARDS + "}"));
            String status = "";
            while (!status.contains("ACTIVE")) {
                Thread.sleep(100);
                status = text(
                        client.send(client.request("DescribeStreamSummary", "{\"StreamName\":\"" + STREAM + "\"}")));
            }
        }
        // Once to warm it up.
        for (int round = 0; round < 2; round++) {
            AtomicLong put = new AtomicLong();
            Cost cost = together(CONNECTIONS, number -> put.addAndGet(puts(number)));
            tell(round, "PutRecords of 500", put.get(), cost);
            AtomicLong got = new AtomicLong();
            cost = together(SHARDS, shard -> got.addAndGet(gets(shard)));
            tell(round, "GetRecords", got.get(), cost);
        }
        latency();
    }

    private record Cost(double wall, double processor) {}

    private interface Work {
        long run(int number) throws IOException;
    }

    private static void tell(int round, String what, long records, Cost cost) {
        if (round > 0) {
            System.out.printf(
                    "  %-18s %,12.0f records/s, %,12.0f per second of the server's processor time%n",
                    what, records / cost.wall(), records / Math.max(0.01, cost.processor()));
        }
    }

    private Cost together(int workers, Work work) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        double processor = processor();
        long begun = System.nanoTime();
        try {
            List<Callable<Long>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int number = i;
                all.add(() -> work.run(number));
            }
            for (Future<Long> one : threads.invokeAll(all)) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        return new Cost((System.nanoTime() - begun) / 1e9, processor() - processor);
    }

    private long puts(int number) throws IOException {
        Random random = new Random(number);
        byte[] data = new byte[RECORD_BYTES];
        StringBuilder body = new StringBuilder("{\"StreamName\":\"" + STREAM + "\",\"Records\":[");
        for (int i = 0; i < BATCH; i++) {
            random.nextBytes(data);
            body.append(i == 0 ? "" : ",")
                    .append("{\"PartitionKey\":\"vehicle-")
                    .append(random.nextInt(10_000))
                    .append("\",\"Data\":\"")
                    .append(Base64.getEncoder().encodeToString(data))
                    .append("\"}");
        }
        body.append("]}");
        long records = 0;
        long until = System.nanoTime() + (long) (seconds * 1e9);
        try (RawClient client = new RawClient(address)) {
            byte[] request = client.request("PutRecords", body.toString());
            while (System.nanoTime() < until) {
                String answer = text(client.send(request));
                if (!answer.contains("\"FailedRecordCount\":0")) {
                    throw new IOException("records have failed: " + answer.substring(0, 300));
                }
                records += BATCH;
            }
        }
        return records;
    }

    private long gets(int shard) throws IOException {
        long records = 0;
        long until = System.nanoTime() + (long) (seconds * 1e9);
        try (RawClient client = new RawClient(address)) {
            String start = "{\"StreamName\":\"" + STREAM + "\",\"ShardId\":\"shardId-00000000000" + shard
                    + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}";
            String iterator = iterator(client.send(client.request("GetShardIterator", start)));
            while (System.nanoTime() < until) {
                byte[] answer = client.send(
                        client.request("GetRecords", "{\"ShardIterator\":\"" + iterator + "\",\"Limit\":10000}"));
                int found = count(answer);
                records += found;
                iterator = iterator(found > 0 ? answer : client.send(client.request("GetShardIterator", start)));
            }
        }
        return records;
    }

    /** How many records an answer holds: each has its key. */
    private static int count(byte[] answer) {
        byte[] name = "\"PartitionKey\"".getBytes(StandardCharsets.US_ASCII);
        int count = 0;
        for (int i = 0; i + name.length <= answer.length; i++) {
            if (answer[i] == '"'
                    && answer[i + 1] == 'P'
                    && Arrays.equals(answer, i, i + name.length, name, 0, name.length)) {
                count++;
            }
        }
        return count;
    }

    /** It stands near one of the ends of the answer. */
    private static String iterator(byte[] answer) throws IOException {
        int part = Math.min(answer.length, 1000);
        String ends = new String(answer, 0, part, StandardCharsets.US_ASCII)
                + new String(answer, answer.length - part, part, StandardCharsets.US_ASCII);
        Matcher found = ITERATOR.matcher(ends);
        if (!found.find()) {
            throw new IOException("there is no iterator in the answer");
        }
        return found.group(1);
    }

    private void latency() throws IOException {
        List<Long> times = new ArrayList<>();
        try (RawClient client = new RawClient(address)) {
            byte[] request = client.request(
                    "PutRecord", "{\"StreamName\":\"" + STREAM + "\",\"PartitionKey\":\"a\",\"Data\":\"aGVsbG8=\"}");
            long until = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < until) {
                long begun = System.nanoTime();
                client.send(request);
                times.add(System.nanoTime() - begun);
            }
        }
        times.sort(null);
        System.out.printf(
                "  PutRecord          median %.2f ms, 99 %% within %.2f ms%n",
                times.get(times.size() / 2) / 1e6, times.get(times.size() * 99 / 100) / 1e6);
    }

    private double processor() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8);
    }
}
