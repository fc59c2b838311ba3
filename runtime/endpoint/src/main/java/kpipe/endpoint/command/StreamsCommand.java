package kpipe.endpoint.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code kpipe streams}: lists durable streams, makes and deletes them. */
public final class StreamsCommand extends Command {

    private static final Set<String> VALUED = valued();
    private static final Set<String> FLAGS = Set.of("--on-demand");

    public StreamsCommand() {
        super("streams", "List durable streams; create and delete them.");
    }

    private static Set<String> valued() {
        Set<String> names = new HashSet<>(StreamAccess.OPTIONS);
        names.addAll(List.of("--shards", "--retention", "--format"));
        return names;
    }

    @Override
    String help(String program) {
        return "usage: " + program + " streams [--format text|json] [--data DIR | --endpoint URL]\n"
                + "       " + program + " streams create NAME [--shards N | --on-demand] [--retention HOURS] [...]\n"
                + "       " + program + " streams delete NAME [...]\n"
                + "\n"
                + "Lists the streams with their shards, retention and mode; makes and deletes streams that no pipeline\n"
                + "declares.\n"
                + "\n"
                + "  --shards N         so many shards (1)\n"
                + "  --on-demand        shards that come and go with the load\n"
                + "  --retention HOURS  how long records can be read: 24 (the default) to 8760\n"
                + "  --format text|json\n"
                + StreamAccess.HELP;
    }

    @Override
    int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException {
        Arguments given = Arguments.of(arguments, VALUED::contains, FLAGS::contains);
        String action = given.optionalOperand();
        try {
            if (action == null) {
                return list(given, around);
            }
            if (action.equals("create")) {
                return create(given, around);
            }
            if (action.equals("delete")) {
                return delete(given, around);
            }
        } catch (KinesisClient.RefusedException refusal) {
            throw CommandException.failed(refusal.sentence());
        }
        throw CommandException.usage("unexpected argument `" + action + "`; `create` and `delete` are known");
    }

    private int list(Arguments given, Surroundings around) throws CommandException, KinesisClient.RefusedException {
        given.end();
        boolean json = given.choice("--format", List.of("text", "json")).equals("json");
        List<Map<String, Object>> all = new ArrayList<>();
        for (String place : StreamAccess.places(given, around)) {
            try (StreamAccess access = StreamAccess.open(place)) {
                for (String name : names(access.client())) {
                    Map<String, Object> summary =
                            access.client().call("DescribeStreamSummary", Map.of("StreamName", name));
                    Map<String, Object> line =
                            new HashMap<>(KinesisClient.structure(summary, "StreamDescriptionSummary"));
                    line.put("Place", place);
                    all.add(line);
                }
            }
        }
        if (json) {
            json(all, around.out());
        } else {
            text(all, around.out());
        }
        return 0;
    }

    static List<String> names(KinesisClient client) throws CommandException, KinesisClient.RefusedException {
        List<String> names = new ArrayList<>();
        Map<String, Object> request = new HashMap<>();
        while (true) {
            Map<String, Object> answer = client.call("ListStreams", request);
            if (answer.get("StreamNames") instanceof List<?> page) {
                page.forEach(name -> names.add(String.valueOf(name)));
            }
            if (!Boolean.TRUE.equals(answer.get("HasMoreStreams"))) {
                return names;
            }
            request = Map.of("ExclusiveStartStreamName", names.get(names.size() - 1));
        }
    }

    private static void text(List<Map<String, Object>> all, PrintStream out) {
        Table table = new Table("stream", "status", "shards", "retention", "mode", "where");
        for (Map<String, Object> stream : all) {
            String mode = mode(stream);
            table.row(
                    KinesisClient.text(stream, "StreamName"),
                    KinesisClient.text(stream, "StreamStatus").toLowerCase(java.util.Locale.ROOT),
                    String.format("%,d", (long) KinesisClient.number(stream, "OpenShardCount")),
                    hours((long) KinesisClient.number(stream, "RetentionPeriodHours")),
                    mode.toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                    KinesisClient.text(stream, "Place"));
        }
        table.print(out);
    }

    private static String mode(Map<String, Object> stream) {
        return KinesisClient.text(KinesisClient.structure(stream, "StreamModeDetails"), "StreamMode");
    }

    private static String hours(long hours) {
        return hours % 24 == 0 ? hours / 24 + (hours == 24 ? " day" : " days") : hours + " hours";
    }

    private static void json(List<Map<String, Object>> all, PrintStream out) throws CommandException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Map<String, Object> stream : all) {
            Map<String, Object> object = new java.util.LinkedHashMap<>();
            object.put("stream", KinesisClient.text(stream, "StreamName"));
            object.put("status", KinesisClient.text(stream, "StreamStatus"));
            object.put("shards", (long) KinesisClient.number(stream, "OpenShardCount"));
            object.put("retention_hours", (long) KinesisClient.number(stream, "RetentionPeriodHours"));
            object.put("mode", mode(stream));
            object.put("where", KinesisClient.text(stream, "Place"));
            objects.add(object);
        }
        out.println(KinesisClient.jsonText(objects));
    }

    private int create(Arguments given, Surroundings around) throws CommandException, KinesisClient.RefusedException {
        String name = given.operand("NAME");
        given.end();
        boolean onDemand = given.has("--on-demand");
        String shards = given.value("--shards");
        if (onDemand && shards != null) {
            throw CommandException.usage("`--on-demand` and `--shards` do not go together");
        }
        long count = given.number("--shards", 1, 1);
        long hours = given.number("--retention", 24, 24);
        try (StreamAccess access = StreamAccess.open(only(given, around))) {
            Map<String, Object> request = new HashMap<>(Map.of("StreamName", name));
            if (onDemand) {
                request.put("StreamModeDetails", Map.of("StreamMode", "ON_DEMAND"));
            } else {
                request.put("ShardCount", count);
            }
            access.client().call("CreateStream", request);
            Changes.await(access.client(), name);
            if (hours > 24) {
                access.client()
                        .call(
                                "IncreaseStreamRetentionPeriod",
                                Map.of("StreamName", name, "RetentionPeriodHours", hours));
            }
        }
        around.err().println("stream `" + name + "` is there");
        return 0;
    }

    private int delete(Arguments given, Surroundings around) throws CommandException, KinesisClient.RefusedException {
        String name = given.operand("NAME");
        given.end();
        try (StreamAccess access = StreamAccess.to(name, given, around)) {
            access.client().call("DeleteStream", Map.of("StreamName", name, "EnforceConsumerDeletion", true));
            Changes.awaitGone(access.client(), name);
        }
        around.err().println("stream `" + name + "` and its records are deleted");
        return 0;
    }

    /** The one place that is meant, also one that is yet to be made. */
    private static String only(Arguments given, Surroundings around) throws CommandException {
        @Nullable String data = given.value("--data");
        if (data != null) {
            return data;
        }
        if (given.value("--endpoint") == null
                && around.dataFolders().stream()
                        .noneMatch(folder -> java.nio.file.Files.isDirectory(folder.resolve("streams")))) {
            return around.serveFolder().toString();
        }
        List<String> places = StreamAccess.places(given, around);
        if (places.size() > 1) {
            throw CommandException.failed("there are several data folders, `" + String.join("`, `", places)
                    + "`; `--data` says which of them is meant");
        }
        return places.get(0);
    }
}
