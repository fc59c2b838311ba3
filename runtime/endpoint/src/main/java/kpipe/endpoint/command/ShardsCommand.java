package kpipe.endpoint.command;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code kpipe shards STREAM}: lists the shards of a stream with what goes through them; splits, merges and scales. */
public final class ShardsCommand extends Command {

    /** A shard is hot with more than this times what an open shard has on average, cold with less than the other. */
    private static final double HOT = 2;

    private static final double COLD = 0.25;

    /** What goes into one that is younger is not known for a whole minute yet. */
    private static final double YOUNG_SECONDS = 60;

    private static final BigInteger ALL_KEYS = BigInteger.ONE.shiftLeft(128);
    private static final Set<String> VALUED = valued();

    public ShardsCommand() {
        super("shards", "List the shards of a stream; split, merge and scale.");
    }

    private static Set<String> valued() {
        Set<String> names = new HashSet<>(StreamAccess.OPTIONS);
        names.addAll(List.of("--format", "--at"));
        return names;
    }

    @Override
    String help(String program) {
        return "usage: " + program + " shards STREAM [--format text|json] [--data DIR | --endpoint URL]\n"
                + "       " + program + " shards STREAM split SHARD [--at HASH_KEY] [...]\n"
                + "       " + program + " shards STREAM merge SHARD SHARD [...]\n"
                + "       " + program + " shards STREAM scale N [...]\n"
                + "\n"
                + "Lists the shards with the part of the keys that each owns, its parents, and what has gone into it in\n"
                + "the last minute; marks hot shards (twice the average or more) and cold ones (a quarter or less).\n"
                + "Reads and writes go on while shards are split and merged.\n"
                + "\n"
                + "  SHARD              shardId-000000000003, or 3\n"
                + "  --at HASH_KEY      where the second part begins: a decimal number of 128 bits (the middle)\n"
                + "  --format text|json\n"
                + StreamAccess.HELP;
    }

    @Override
    int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException {
        Arguments given = Arguments.of(arguments, VALUED::contains, name -> false);
        String stream = given.operand("STREAM");
        String action = given.optionalOperand();
        try (StreamAccess access = StreamAccess.to(stream, given, around)) {
            KinesisClient client = access.client();
            if (action != null) {
                change(client, stream, action, given);
                Changes.await(client, stream);
            }
            given.end();
            boolean json = given.choice("--format", List.of("text", "json")).equals("json");
            list(client, stream, json, around.out());
            return 0;
        } catch (KinesisClient.RefusedException refusal) {
            throw CommandException.failed(refusal.sentence());
        }
    }

    private static void change(KinesisClient client, String stream, String action, Arguments given)
            throws CommandException, KinesisClient.RefusedException {
        switch (action) {
            case "split" -> {
                String shard = ShardNames.whole(given.operand("SHARD"));
                String at = given.value("--at");
                client.call(
                        "SplitShard",
                        Map.of(
                                "StreamName",
                                stream,
                                "ShardToSplit",
                                shard,
                                "NewStartingHashKey",
                                at == null ? middle(client, stream, shard) : at));
            }
            case "merge" ->
                client.call(
                        "MergeShards",
                        Map.of(
                                "StreamName",
                                stream,
                                "ShardToMerge",
                                ShardNames.whole(given.operand("SHARD")),
                                "AdjacentShardToMerge",
                                ShardNames.whole(given.operand("SHARD"))));
            case "scale" -> {
                String count = given.operand("N");
                if (!count.matches("[1-9]\\d{0,5}")) {
                    throw CommandException.usage("`scale` takes a number of shards, not `" + count + "`");
                }
                client.call(
                        "UpdateShardCount",
                        Map.of(
                                "StreamName",
                                stream,
                                "TargetShardCount",
                                Long.parseLong(count),
                                "ScalingType",
                                "UNIFORM_SCALING"));
            }
            default ->
                throw CommandException.usage(
                        "unexpected argument `" + action + "`; `split`, `merge` and `scale` are known");
        }
    }

    private static String middle(KinesisClient client, String stream, String shard)
            throws CommandException, KinesisClient.RefusedException {
        for (Map<String, Object> one : shards(client, stream)) {
            if (KinesisClient.text(one, "ShardId").equals(shard)) {
                BigInteger start = key(one, "StartingHashKey");
                BigInteger end = key(one, "EndingHashKey");
                return start.add(end).add(BigInteger.ONE).shiftRight(1).toString();
            }
        }
        throw CommandException.failed("stream `" + stream + "` has no shard `" + shard + "`");
    }

    private static BigInteger key(Map<String, Object> shard, String member) {
        return new BigInteger(KinesisClient.text(KinesisClient.structure(shard, "HashKeyRange"), member));
    }

    private static List<Map<String, Object>> shards(KinesisClient client, String stream)
            throws CommandException, KinesisClient.RefusedException {
        List<Map<String, Object>> shards = new ArrayList<>();
        Map<String, Object> request = new HashMap<>(Map.of("StreamName", stream));
        while (true) {
            Map<String, Object> answer = client.call("ListShards", request);
            shards.addAll(KinesisClient.list(answer, "Shards"));
            String next = KinesisClient.text(answer, "NextToken");
            if (next.isEmpty()) {
                return shards;
            }
            request = new HashMap<>(Map.of("NextToken", next));
        }
    }

    private static void list(KinesisClient client, String stream, boolean json, PrintStream out)
            throws CommandException, KinesisClient.RefusedException {
        Map<String, Map<String, Object>> loads = ShardLoads.of(client, stream);
        List<Map<String, Object>> shards = shards(client, stream);
        double open = 0;
        double bytes = 0;
        for (Map<String, Object> shard : shards) {
            if (isOpen(shard)) {
                open++;
                bytes += load(loads, shard, "BytesPerSecond");
            }
        }
        double average = open == 0 ? 0 : bytes / open;
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Map<String, Object> shard : shards) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("shard", KinesisClient.text(shard, "ShardId"));
            line.put("state", isOpen(shard) ? "open" : "closed");
            line.put("starting_hash_key", key(shard, "StartingHashKey").toString());
            line.put("ending_hash_key", key(shard, "EndingHashKey").toString());
            line.put("parents", parents(shard));
            line.put("records_per_second", load(loads, shard, "RecordsPerSecond"));
            line.put("bytes_per_second", load(loads, shard, "BytesPerSecond"));
            line.put("stored_bytes", (long) load(loads, shard, "StoredBytes"));
            boolean young = load(loads, shard, "AgeSeconds") < YOUNG_SECONDS;
            line.put("load", young ? "" : mark(shard, load(loads, shard, "BytesPerSecond"), average));
            lines.add(line);
        }
        if (json) {
            out.println(KinesisClient.jsonText(lines));
        } else {
            text(lines, out);
        }
    }

    private static void text(List<Map<String, Object>> lines, PrintStream out) {
        Table table = new Table("shard", "state", "keys", "parents", "records/s", "KB/s", "stored", "");
        for (Map<String, Object> line : lines) {
            BigInteger start = new BigInteger(String.valueOf(line.get("starting_hash_key")));
            BigInteger end = new BigInteger(String.valueOf(line.get("ending_hash_key")));
            table.row(
                    String.valueOf(line.get("shard")),
                    String.valueOf(line.get("state")),
                    percent(start) + " - " + percent(end.add(BigInteger.ONE)),
                    String.valueOf(line.get("parents")),
                    String.format("%,.1f", KinesisClient.number(line, "records_per_second")),
                    String.format("%,.1f", KinesisClient.number(line, "bytes_per_second") / 1024),
                    String.format("%,.1f MB", KinesisClient.number(line, "stored_bytes") / 1048576),
                    String.valueOf(line.get("load")));
        }
        table.print(out);
    }

    private static String percent(BigInteger key) {
        return new BigDecimal(key.multiply(BigInteger.valueOf(100)))
                        .divide(new BigDecimal(ALL_KEYS), 2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    private static boolean isOpen(Map<String, Object> shard) {
        return KinesisClient.text(KinesisClient.structure(shard, "SequenceNumberRange"), "EndingSequenceNumber")
                .isEmpty();
    }

    private static String parents(Map<String, Object> shard) {
        String parent = KinesisClient.text(shard, "ParentShardId");
        String adjacent = KinesisClient.text(shard, "AdjacentParentShardId");
        return parent.replaceFirst("shardId-0*(?=\\d)", "")
                + (adjacent.isEmpty() ? "" : "+" + adjacent.replaceFirst("shardId-0*(?=\\d)", ""));
    }

    private static double load(Map<String, Map<String, Object>> loads, Map<String, Object> shard, String member) {
        return KinesisClient.number(loads.getOrDefault(KinesisClient.text(shard, "ShardId"), Map.of()), member);
    }

    private static String mark(Map<String, Object> shard, double bytes, double average) {
        if (!isOpen(shard) || average == 0) {
            return "";
        }
        return bytes >= HOT * average ? "hot" : bytes <= COLD * average ? "cold" : "";
    }
}
