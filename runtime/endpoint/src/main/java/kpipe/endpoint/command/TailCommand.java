package kpipe.endpoint.command;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code kpipe tail STREAM}: shows the records of a stream, and goes on with those that come. */
public final class TailCommand extends Command {

    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final Set<String> VALUED = valued();
    private static final Set<String> FLAGS = Set.of("--no-follow");

    public TailCommand() {
        super("tail", "Show the records of a stream, and go on with those that come.");
    }

    private static Set<String> valued() {
        Set<String> names = new HashSet<>(StreamAccess.OPTIONS);
        names.addAll(List.of("--from", "--shard", "--grep", "--key", "--count", "--format"));
        return names;
    }

    @Override
    String help(String program) {
        return "usage: " + program + " tail STREAM [--from POSITION] [options] [--data DIR | --endpoint URL]\n"
                + "\n"
                + "Shows each record of STREAM as a line and follows it until Ctrl-C: shards as they are split and merged,\n"
                + "the records of a shard in order, those of a closed one before those of its children.\n"
                + "\n"
                + "A stream without SHARDS keeps nothing: of a pipeline that runs, its rows are shown as they pass.\n"
                + "\n"
                + "  --from POSITION    start, end (the default), a time such as 2026-01-31T12:00:00Z, so long ago as in\n"
                + "                     15m, or (with --shard) a sequence number\n"
                + "  --shard SHARD      of this shard alone\n"
                + "  --grep PATTERN     only records in whose text the pattern is found\n"
                + "  --key KEY          only records of this partition key\n"
                + "  --count N          end after N records\n"
                + "  --no-follow        end at the last record that is there\n"
                + "  --format text|json text: the record (the default); json: an object with its shard, sequence number,\n"
                + "                     partition key, time of arrival, and its text, or base64 where it is none\n"
                + StreamAccess.HELP;
    }

    @Override
    int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException {
        Arguments given = Arguments.of(arguments, VALUED::contains, FLAGS::contains);
        String stream = given.operand("STREAM");
        given.end();
        boolean placed = given.has("--data") || given.has("--endpoint");
        if (!placed && !StreamAccess.isStored(stream, around) && LiveTail.follow(stream, given, around)) {
            return 0;
        }
        try (StreamAccess access = StreamAccess.to(stream, given, around)) {
            return new Tail(access.client(), stream, given, around.out()).follow();
        }
    }

    /** What {@code --grep} looks for, or null. */
    static @Nullable Pattern pattern(Arguments given) throws CommandException {
        String grep = given.value("--grep");
        try {
            return grep == null ? null : Pattern.compile(grep);
        } catch (PatternSyntaxException wrong) {
            throw CommandException.usage("`" + grep + "` is no pattern: " + wrong.getDescription());
        }
    }

    /** One shard that is read. */
    private static final class Reading {
        private final String shard;
        private final List<String> parents;
        private @Nullable String iterator;
        private boolean atEnd;

        Reading(String shard, List<String> parents) {
            this.shard = shard;
            this.parents = parents;
        }
    }

    private static final class Tail {
        private final KinesisClient client;
        private final String stream;
        private final PrintStream out;
        private final Position from;
        private final @Nullable String onlyShard;
        private final @Nullable Pattern pattern;
        private final @Nullable String key;
        private final boolean follows;
        private final boolean json;
        private long left;

        private final Map<String, Reading> reading = new LinkedHashMap<>();
        private final Set<String> finished = new HashSet<>();

        Tail(KinesisClient client, String stream, Arguments given, PrintStream out) throws CommandException {
            this.client = client;
            this.stream = stream;
            this.out = out;
            String position = given.value("--from");
            from = position == null ? Position.END : Position.of(position);
            onlyShard = given.value("--shard");
            key = given.value("--key");
            follows = !given.has("--no-follow");
            json = given.choice("--format", List.of("text", "json")).equals("json");
            left = given.number("--count", Long.MAX_VALUE, 1);
            pattern = pattern(given);
            boolean sequence = from.request().containsKey("StartingSequenceNumber");
            if (sequence && onlyShard == null) {
                throw CommandException.usage("a sequence number is one of a shard; `--shard` says of which");
            }
        }

        int follow() throws CommandException, InterruptedException {
            try {
                begin();
                while (left > 0 && !reading.isEmpty()) {
                    boolean any = false;
                    boolean allAtEnd = true;
                    for (Reading one : List.copyOf(reading.values())) {
                        if (reading.containsKey(one.shard) && mayRead(one)) {
                            any |= read(one);
                        }
                    }
                    for (Reading one : reading.values()) {
                        allAtEnd &= one.atEnd;
                    }
                    out.flush();
                    if (out.checkError() || !follows && allAtEnd) {
                        return 0;
                    }
                    if (!any) {
                        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                    }
                }
                return 0;
            } catch (KinesisClient.RefusedException refusal) {
                throw CommandException.failed(refusal.sentence());
            }
        }

        /** A shard waits until its parents have been read. */
        private boolean mayRead(Reading one) {
            return one.parents.stream().noneMatch(reading::containsKey);
        }

        private void begin() throws KinesisClient.RefusedException, CommandException {
            List<Map<String, Object>> shards = new ArrayList<>();
            Map<String, Object> request = new HashMap<>(Map.of("StreamName", stream));
            if (!from.fromStart() && onlyShard == null) {
                request.put("ShardFilter", Map.of("Type", "AT_LATEST"));
            }
            while (true) {
                Map<String, Object> answer = client.call("ListShards", request);
                shards.addAll(KinesisClient.list(answer, "Shards"));
                String next = KinesisClient.text(answer, "NextToken");
                if (next.isEmpty()) {
                    break;
                }
                request = new HashMap<>(Map.of("NextToken", next));
            }
            for (Map<String, Object> shard : shards) {
                String id = KinesisClient.text(shard, "ShardId");
                if (onlyShard == null || ShardNames.same(id, onlyShard)) {
                    Reading one = new Reading(id, parents(shard));
                    one.iterator = iterator(id, from.request());
                    reading.put(id, one);
                }
            }
            if (reading.isEmpty()) {
                throw CommandException.failed("stream `" + stream + "` has no shard `" + onlyShard + "`");
            }
        }

        private static List<String> parents(Map<String, Object> shard) {
            List<String> parents = new ArrayList<>();
            for (String member : List.of("ParentShardId", "AdjacentParentShardId")) {
                String parent = KinesisClient.text(shard, member);
                if (!parent.isEmpty()) {
                    parents.add(parent);
                }
            }
            return parents;
        }

        private String iterator(String shard, Map<String, Object> position)
                throws KinesisClient.RefusedException, CommandException {
            Map<String, Object> request = new HashMap<>(position);
            request.put("StreamName", stream);
            request.put("ShardId", shard);
            return KinesisClient.text(client.call("GetShardIterator", request), "ShardIterator");
        }

        private boolean read(Reading one) throws KinesisClient.RefusedException, CommandException {
            String iterator = one.iterator;
            if (iterator == null) {
                return false;
            }
            Map<String, Object> answer;
            try {
                answer = client.call("GetRecords", Map.of("ShardIterator", iterator));
            } catch (KinesisClient.RefusedException refusal) {
                if (refusal.isPassing()) {
                    return false;
                }
                throw refusal;
            }
            List<Map<String, Object>> records = KinesisClient.list(answer, "Records");
            for (Map<String, Object> record : records) {
                show(one.shard, record);
            }
            String next = KinesisClient.text(answer, "NextShardIterator");
            one.iterator = next;
            one.atEnd = records.isEmpty() && KinesisClient.number(answer, "MillisBehindLatest") == 0;
            if (next.isEmpty()) {
                end(one, answer);
            }
            return !records.isEmpty() || next.isEmpty();
        }

        /** A shard has been read to its end: its children follow, each behind both its parents. */
        private void end(Reading one, Map<String, Object> answer)
                throws KinesisClient.RefusedException, CommandException {
            reading.remove(one.shard);
            finished.add(one.shard);
            if (onlyShard != null) {
                return;
            }
            for (Map<String, Object> child : KinesisClient.list(answer, "ChildShards")) {
                String id = KinesisClient.text(child, "ShardId");
                if (!reading.containsKey(id) && !finished.contains(id)) {
                    List<String> parents = new ArrayList<>();
                    if (child.get("ParentShards") instanceof List<?> named) {
                        named.forEach(parent -> parents.add(String.valueOf(parent)));
                    }
                    Reading following = new Reading(id, parents);
                    following.iterator = iterator(id, Position.START.request());
                    reading.put(id, following);
                }
            }
        }

        private void show(String shard, Map<String, Object> record) throws CommandException {
            if (left == 0 || key != null && !key.equals(record.get("PartitionKey"))) {
                return;
            }
            byte[] data = Base64.getDecoder().decode(KinesisClient.text(record, "Data"));
            if (pattern != null
                    && !pattern.matcher(new String(data, StandardCharsets.UTF_8))
                            .find()) {
                return;
            }
            left--;
            if (json) {
                out.println(object(shard, record, data));
            } else {
                out.write(data, 0, data.length);
                if (data.length == 0 || data[data.length - 1] != '\n') {
                    out.println();
                }
            }
        }

        private static String object(String shard, Map<String, Object> record, byte[] data) throws CommandException {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("shard", shard);
            line.put("sequence_number", KinesisClient.text(record, "SequenceNumber"));
            line.put("partition_key", KinesisClient.text(record, "PartitionKey"));
            double arrival = KinesisClient.number(record, "ApproximateArrivalTimestamp");
            line.put("arrival", Instant.ofEpochMilli(Math.round(arrival * 1000)).toString());
            String text = text(data);
            line.put(text == null ? "base64" : "data", text == null ? KinesisClient.text(record, "Data") : text);
            return KinesisClient.jsonText(line);
        }

        private static @Nullable String text(byte[] data) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(data))
                        .toString();
            } catch (CharacterCodingException bytes) {
                return null;
            }
        }
    }
}
