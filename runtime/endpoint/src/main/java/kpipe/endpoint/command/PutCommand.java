package kpipe.endpoint.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code kpipe put STREAM}: each line of standard input becomes a record. */
public final class PutCommand extends Command {

    private static final int MOST_RECORDS = 500;
    private static final int MOST_BYTES = 4 << 20;
    private static final int LONGEST_LINE = 10 << 20;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private static final Set<String> VALUED = valued();

    public PutCommand() {
        super("put", "Put the lines of standard input into a stream.");
    }

    private static Set<String> valued() {
        Set<String> names = new HashSet<>(StreamAccess.OPTIONS);
        names.addAll(List.of("--key", "--rate"));
        return names;
    }

    @Override
    String help(String program) {
        return "usage: " + program + " put STREAM [--key EXPRESSION] [--rate N] [--data DIR | --endpoint URL]\n"
                + "\n"
                + "Puts each line of standard input into STREAM as a record, in order, and says where they went.\n"
                + "It ends when all are stored: what it has reported survives a power failure.\n"
                + "\n"
                + "  --key EXPRESSION   the partition key: a path into JSON, `$.device.id`, or a pattern, `/id=(\\w+)/`;\n"
                + "                     otherwise a hash of the line\n"
                + "  --rate N           no more than N records a second\n"
                + StreamAccess.HELP;
    }

    @Override
    int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException {
        Arguments given = Arguments.of(arguments, VALUED::contains, name -> false);
        String stream = given.operand("STREAM");
        given.end();
        RecordKey key = RecordKey.of(given.value("--key"));
        long rate = given.number("--rate", 0, 1);
        try (StreamAccess access = StreamAccess.to(stream, given, around)) {
            Changes.await(access.client(), stream);
            Putting putting = new Putting(access.client(), stream, key, rate);
            try {
                putting.all(new Lines(around.in()));
            } finally {
                putting.report(around.err());
            }
            return putting.keyless == 0 ? 0 : FAILED;
        } catch (KinesisClient.RefusedException refusal) {
            throw CommandException.failed(refusal.sentence());
        }
    }

    /** The lines of a stream of bytes, without their ends. Not thread-safe. */
    private static final class Lines {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int position;
        private int limit;

        Lines(InputStream in) {
            this.in = in;
        }

        /** Whether a line can be had at once, or the input has ended. */
        boolean isReady() throws IOException {
            return position < limit || in.available() > 0;
        }

        byte @Nullable [] next() throws IOException, CommandException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean any = false;
            while (true) {
                if (position == limit) {
                    position = 0;
                    limit = Math.max(0, in.read(buffer));
                    if (limit == 0) {
                        return any ? line.toByteArray() : null;
                    }
                }
                any = true;
                int end = position;
                while (end < limit && buffer[end] != '\n') {
                    end++;
                }
                line.write(buffer, position, end - position);
                position = Math.min(end + 1, limit);
                if (line.size() > LONGEST_LINE) {
                    throw CommandException.failed("a line is longer than a record may be (10 MiB)");
                }
                if (end < limit) {
                    byte[] bytes = line.toByteArray();
                    boolean carriage = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
                    return carriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
                }
            }
        }
    }

    /** One run: a request at a time, so that the records of a key keep their order. */
    private static final class Putting {
        private final KinesisClient client;
        private final String stream;
        private final RecordKey key;
        private final long rate;
        private final long begun = System.nanoTime();
        private final Map<String, Long> stored = new TreeMap<>();
        private long taken;
        private long keyless;

        Putting(KinesisClient client, String stream, RecordKey key, long rate) {
            this.client = client;
            this.stream = stream;
            this.key = key;
            this.rate = rate;
        }

        void all(Lines lines) throws CommandException, InterruptedException {
            List<Map<String, Object>> batch = new ArrayList<>();
            int bytes = 0;
            try {
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    String found = line.length == 0 ? null : key.find(line);
                    if (found != null) {
                        batch.add(Map.of("Data", line, "PartitionKey", found));
                        bytes += line.length;
                        taken++;
                    } else if (line.length > 0) {
                        keyless++;
                    }
                    boolean full = batch.size() == MOST_RECORDS || bytes >= MOST_BYTES;
                    if (full || !lines.isReady() || isAhead()) {
                        put(batch);
                        batch.clear();
                        bytes = 0;
                        waitForRate();
                    }
                }
            } catch (IOException failure) {
                throw CommandException.failed("cannot read standard input: " + failure.getMessage());
            }
            put(batch);
        }

        private boolean isAhead() {
            return rate > 0 && taken > (System.nanoTime() - begun) / 1e9 * rate;
        }

        private void waitForRate() throws InterruptedException {
            if (rate > 0) {
                long due = begun + (long) (taken * 1e9 / rate);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        }

        private void put(List<Map<String, Object>> batch) throws CommandException, InterruptedException {
            List<Map<String, Object>> left = batch;
            long pause = FIRST_PAUSE_MILLIS;
            long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while (!left.isEmpty()) {
                String problem;
                try {
                    List<Map<String, Object>> failed = new ArrayList<>();
                    problem = request(left, failed);
                    left = failed;
                } catch (KinesisClient.RefusedException refusal) {
                    if (!refusal.isPassing()) {
                        throw CommandException.failed(refusal.sentence());
                    }
                    problem = refusal.sentence();
                }
                if (!left.isEmpty()) {
                    if (System.nanoTime() > deadline) {
                        throw CommandException.failed(left.size() + " records could not be put: " + problem);
                    }
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
            }
        }

        /** Returns why those failed that are added to {@code failed}. */
        private String request(List<Map<String, Object>> records, List<Map<String, Object>> failed)
                throws KinesisClient.RefusedException, CommandException {
            Map<String, Object> answer =
                    client.call("PutRecords", Map.of("StreamName", stream, "Records", List.copyOf(records)));
            List<Map<String, Object>> results = KinesisClient.list(answer, "Records");
            String problem = "";
            for (int i = 0; i < results.size(); i++) {
                String shard = KinesisClient.text(results.get(i), "ShardId");
                if (shard.isEmpty()) {
                    failed.add(records.get(i));
                    problem = KinesisClient.text(results.get(i), "ErrorMessage");
                } else {
                    stored.merge(shard, 1L, Long::sum);
                }
            }
            return problem;
        }

        void report(PrintStream messages) {
            long all = stored.values().stream().mapToLong(Long::longValue).sum();
            messages.printf("%,d records stored in `%s`%n", all, stream);
            stored.forEach((shard, records) -> messages.printf("  %s %,12d%n", shard, records));
            if (keyless > 0) {
                messages.printf("%,d lines have no such key and were left out%n", keyless);
            }
        }
    }
}
