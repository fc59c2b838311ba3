package kpipe.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What the page of the endpoint says about clients: each block is run, and leaves a record in its stream. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Servers.class)
class DocumentationTest {

    @TempDir
    Path folder;

    /** A block of the page. */
    record Block(String client, String language, String text) {
        @Override
        public String toString() {
            return client;
        }
    }

    static List<Block> blocks() throws IOException {
        String page = Files.readString(Tool.HOME.resolve("../../../docs/endpoint.md"));
        String section = page.substring(page.indexOf("\n## Clients"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        List<Block> blocks = new ArrayList<>();
        String client = "";
        String language = "";
        StringBuilder text = new StringBuilder();
        for (String line : section.split("\n")) {
            if (line.startsWith("**")) {
                client = line.substring(2, line.indexOf("**", 2));
            } else if (language.isEmpty() && line.startsWith("```")) {
                language = line.substring(3);
            } else if (line.equals("```")) {
                blocks.add(new Block(client, language, text.toString()));
                language = "";
                text.setLength(0);
            } else if (!language.isEmpty()) {
                text.append(line).append('\n');
            }
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aClientPutsARecord(Block block, KinesisServer server) throws IOException {
        String stream = server.newStream("documented");
        String text = block.text()
                .replace("http://127.0.0.1:4567", server.url().toString())
                .replace("127.0.0.1\"", server.tlsUrl().getHost() + "\"")
                .replace("4568", Integer.toString(server.tlsUrl().getPort()))
                .replace("cars", stream);
        try (KinesisClient kinesis = Transport.SYNC.open(server)) {
            if (!text.contains("create")) {
                kinesis.createStream(r -> r.streamName(stream).shardCount(2));
                Until.active(kinesis, stream);
            }
            Tool.Outcome outcome = run(block, text, server);
            assertThat(outcome.exitCode())
                    .as(outcome.output() + outcome.errors())
                    .isZero();
            long records = Stream.of("shardId-000000000000", "shardId-000000000001")
                    .map(shard -> kinesis.getShardIterator(
                                    r -> r.streamName(stream).shardId(shard).shardIteratorType("TRIM_HORIZON"))
                            .shardIterator())
                    .mapToLong(iterator -> kinesis.getRecords(r -> r.shardIterator(iterator))
                            .records()
                            .size())
                    .sum();
            assertThat(records).isEqualTo(1);
        }
    }

    private Tool.Outcome run(Block block, String text, KinesisServer server) throws IOException {
        return switch (block.language()) {
            case "sh" -> shell(text, server);
            case "python" -> Tool.run(server.environment(), List.of(Tool.python("boto3"), "-c", text));
            case "js" -> Tool.run(server.environment(), List.of(Tool.node(), "--input-type=module", "--eval", text));
            case "java" -> java(text, server);
            default -> throw new AssertionError("nobody runs " + block.language());
        };
    }

    private static Tool.Outcome shell(String text, KinesisServer server) {
        Map<String, String> environment = new HashMap<>(server.environment());
        Path aws = Path.of(Tool.aws());
        if (aws.isAbsolute()) {
            environment.put("PATH", aws.getParent() + ":" + System.getenv("PATH"));
        }
        return Tool.run(environment, List.of("bash", "-O", "expand_aliases", "-euc", text));
    }

    /** Imports stay above, the rest becomes a main method. */
    private Tool.Outcome java(String text, KinesisServer server) throws IOException {
        List<String> imports =
                text.lines().filter(line -> line.startsWith("import ")).toList();
        List<String> statements =
                text.lines().filter(line -> !line.startsWith("import ")).toList();
        Path source = folder.resolve("Block.java");
        Files.writeString(
                source,
                String.join("\n", imports)
                        + "\nclass Block {\n    public static void main(String[] arguments) throws Exception {\n"
                        + String.join("\n", statements)
                        + "\nSystem.exit(0);\n    }\n}\n");
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-proc:none", "-cp", classPath, source.toString()))
                .isZero();
        return Tool.run(
                server.environment(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + ":" + classPath,
                        "Block"));
    }
}
