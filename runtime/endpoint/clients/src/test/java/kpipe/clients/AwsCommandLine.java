package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code aws kinesis}: one process in which many commands run, one after the other. */
final class AwsCommandLine implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    AwsCommandLine(KinesisServer server) {
        url = server.url().toString();
        process = Tool.start(
                server.environment(),
                List.of(
                        Tool.python("awscli"),
                        Tool.source("python/aws_commands.py").toString()));
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A command that prints nothing. */
    void says(String command, String... arguments) {
        assertThat(output(command, arguments)).isEmpty();
    }

    /** A command that prints JSON. */
    JsonNode json(String command, String... arguments) {
        try {
            return JSON.readTree(output(command, arguments));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a command that the server refuses says of it. */
    String fails(String command, String... arguments) {
        JsonNode answer = run(command, arguments);
        // The second version says 254, the first one 255.
        assertThat(answer.get("code").asInt()).isIn(254, 255);
        return answer.get("errors").asText().strip();
    }

    private String output(String command, String... arguments) {
        JsonNode answer = run(command, arguments);
        assertThat(answer.get("code").asInt())
                .as("%s said %s", command, answer.get("errors").asText())
                .isZero();
        return answer.get("output").asText().strip();
    }

    private JsonNode run(String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("--endpoint-url", url, "--output", "json", "kinesis", command));
        words.addAll(List.of(arguments));
        try {
            commands.write(JSON.writeValueAsString(words) + "\n");
            commands.flush();
            String line = answers.readLine();
            assertThat(line).as("the answer to %s", words).isNotNull();
            return JSON.readTree(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
