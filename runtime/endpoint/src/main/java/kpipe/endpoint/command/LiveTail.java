package kpipe.endpoint.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import kpipe.runtime.host.Inquirer;
import kpipe.runtime.serve.StreamCommand.Surroundings;
import org.jspecify.annotations.Nullable;

/** Follows a stream that stores nothing: the rows that pass in a pipeline of this user that runs. */
final class LiveTail {

    private LiveTail() {}

    /** Shows its rows until the pipeline ends; returns false if no pipeline that runs has such a stream. */
    static boolean follow(String stream, Arguments given, Surroundings around) throws CommandException {
        try {
            List<String> having = new ArrayList<>();
            List<String> described = new ArrayList<>();
            for (String name : Inquirer.names()) {
                Optional<String> answer = Inquirer.ask(name, "describe");
                if (answer.isPresent()) {
                    Map<String, Object> pipeline = KinesisClient.tree(answer.get());
                    if (pipeline.get("streams") instanceof List<?> streams && streams.contains(stream)) {
                        having.add(name);
                        described.add("`" + KinesisClient.text(pipeline, "pipeline") + "` (process "
                                + KinesisClient.text(pipeline, "process") + ")");
                    }
                }
            }
            if (having.isEmpty()) {
                return false;
            }
            if (having.size() > 1) {
                throw CommandException.failed(
                        "several pipelines that run have a stream `" + stream + "`: " + String.join(", ", described));
            }
            show(having.get(0), stream, given, around);
            return true;
        } catch (IOException failure) {
            throw CommandException.failed("cannot ask the pipelines that run: " + failure.getMessage());
        }
    }

    private static void show(String run, String stream, Arguments given, Surroundings around)
            throws CommandException, IOException {
        if (given.has("--from") && Position.of(String.valueOf(given.value("--from"))) != Position.END
                || given.has("--shard")
                || given.has("--key")
                || given.has("--no-follow")) {
            throw CommandException.failed("stream `" + stream
                    + "` is not durable (it has no SHARDS): it has rows that pass, and nothing that is stored");
        }
        @Nullable Pattern pattern = TailCommand.pattern(given);
        long[] left = {given.number("--count", Long.MAX_VALUE, 1)};
        Inquirer.follow(run, "tail " + stream, line -> {
            if (line.isEmpty() || line.startsWith("#")) {
                if (!line.isEmpty()) {
                    around.err().println(line);
                }
            } else if (pattern == null || pattern.matcher(line).find()) {
                around.out().println(line);
                left[0]--;
            }
            return left[0] > 0 && !around.out().checkError();
        });
    }
}
