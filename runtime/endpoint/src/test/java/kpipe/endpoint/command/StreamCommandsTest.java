package kpipe.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;
import kpipe.runtime.serve.StreamCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user calls them, over a data folder that nobody works with, and over one that is being served. */
class StreamCommandsTest {

    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private Outcome run(String input, String... arguments) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StreamCommand.Surroundings around = new StreamCommand.Surroundings(
                "kpipe",
                List.of(folder.resolve("data")),
                folder.resolve("data"),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        for (StreamCommand command : ServiceLoader.load(StreamCommand.class)) {
            if (command.name().equals(arguments[0])) {
                int code = command.run(Arrays.asList(arguments).subList(1, arguments.length), around);
                return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
            }
        }
        throw new AssertionError("no command " + arguments[0]);
    }

    private static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("{\"car\":{\"id\":\"c")
                    .append(i % 7)
                    .append("\"},\"n\":")
                    .append(i)
                    .append("}\n");
        }
        return lines.toString();
    }

    /** The records of each car, in the order in which they are shown. */
    private static Map<String, List<Integer>> byCar(List<String> lines) {
        Map<String, List<Integer>> byCar = new TreeMap<>();
        for (String line : lines) {
            int n = Integer.parseInt(line.replaceAll(".*\"n\":|}", ""));
            byCar.computeIfAbsent(line.replaceAll(".*\"id\":\"|\".*", ""), car -> new ArrayList<>())
                    .add(n);
        }
        return byCar;
    }

    @Test
    void whatIsPutIsShownInTheOrderOfItsKeyThroughSplitsAndMerges() throws InterruptedException {
        assertThat(run("", "streams", "create", "cars", "--shards", "2").code()).isZero();
        assertThat(run(lines(0, 1000), "put", "cars", "--key", "$.car.id").err())
                .startsWith("1,000 records stored in `cars`\n  shardId-000000000000 ");
        assertThat(run("", "shards", "cars", "split", "0").out()).contains("shardId-000000000003");
        assertThat(run(lines(1000, 2000), "put", "cars", "--key", "/\"id\":\"(\\w+)\"/")
                        .code())
                .isZero();
        assertThat(run("", "shards", "cars", "merge", "3", "1").code()).isZero();
        assertThat(run(lines(2000, 3000), "put", "cars", "--key", "$.car.id").code())
                .isZero();

        Map<String, List<Integer>> shown =
                byCar(run("", "tail", "cars", "--from", "start", "--no-follow").lines());
        assertThat(shown).hasSize(7);
        int all = 0;
        for (List<Integer> ofCar : shown.values()) {
            assertThat(ofCar).isSorted().doesNotHaveDuplicates();
            all += ofCar.size();
        }
        assertThat(all).isEqualTo(3000);
    }

    @Test
    void shardsAreListedWithTheirKeysAndParents() throws InterruptedException {
        run("", "streams", "create", "cars", "--shards", "2");
        run("", "shards", "cars", "split", "shardId-000000000001");
        assertThat(run("", "shards", "cars").out()).isEqualTo("""
                        shard                 state   keys        parents  records/s  KB/s  stored
                        shardId-000000000000  open    0% - 50%                   0.0   0.0  0.0 MB
                        shardId-000000000001  closed  50% - 100%                 0.0   0.0  0.0 MB
                        shardId-000000000002  open    50% - 75%         1        0.0   0.0  0.0 MB
                        shardId-000000000003  open    75% - 100%        1        0.0   0.0  0.0 MB
                        """);
        assertThat(run("", "shards", "cars", "scale", "2").code()).isZero();
        assertThat(run("", "streams").out()).contains("cars    active       2      1 day  provisioned");
        assertThat(run("", "streams", "--format", "json").out())
                .startsWith("[{\"stream\":\"cars\",\"status\":\"ACTIVE\",\"shards\":2,\"retention_hours\":24,");
        assertThat(run("", "streams", "delete", "cars").code()).isZero();
        assertThat(run("", "streams").out()).doesNotContain("cars");
    }

    @Test
    void tailShowsWhatItIsAskedFor() throws InterruptedException {
        run("", "streams", "create", "cars");
        run(lines(0, 20), "put", "cars", "--key", "$.car.id");
        assertThat(run("", "tail", "cars", "--from", "start", "--no-follow", "--grep", "\"n\":1\\d")
                        .lines())
                .hasSize(10);
        assertThat(run("", "tail", "cars", "--from", "1h", "--key", "c3", "--count", "2")
                        .lines())
                .containsExactly("{\"car\":{\"id\":\"c3\"},\"n\":3}", "{\"car\":{\"id\":\"c3\"},\"n\":10}");
        assertThat(run("", "tail", "cars", "--from", "start", "--count", "1", "--format", "json")
                        .out())
                .matches(
                        "\\{\"shard\":\"shardId-000000000000\",\"sequence_number\":\"\\d{56}\",\"partition_key\":\"c0\","
                                + "\"arrival\":\"[-0-9T:.]+Z\",\"data\":\"\\{.*}\"}\\s+");
        assertThat(run("", "tail", "cars", "--no-follow").out()).isEmpty();
    }

    @Test
    void linesWithoutTheKeyAreLeftOutAndCounted() throws InterruptedException {
        run("", "streams", "create", "cars");
        Outcome outcome =
                run("{\"id\":\"a\"}\nno json\n{\"id\":null}\n\n{\"id\":7}\r\n", "put", "cars", "--key", "$.id");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("""
                        2 records stored in `cars`
                          shardId-000000000000            2
                        2 lines have no such key and were left out
                        """);
        assertThat(run("", "tail", "cars", "--from", "start", "--no-follow").out())
                .isEqualTo("{\"id\":\"a\"}\n{\"id\":7}\n");
    }

    @Test
    void aFolderThatIsBeingServedIsReachedThroughItsEndpoint() throws IOException, InterruptedException {
        RealHost host = new RealHost(Path.of(""));
        Path data = folder.resolve("data");
        try (StreamStore store = StreamStore.open(host, data.toString(), StreamStore.Options.DEFAULT)) {
            store.start();
            List<String> said = new ArrayList<>();
            EndpointProvider provider = EndpointProvider.find();
            assertThat(provider).isNotNull();
            try (EndpointProvider.Serving serving =
                    provider.serve(store, host, data, ServeOptions.of(Map.of("--port", "0")), said::add)) {
                run(
                        "",
                        "streams",
                        "create",
                        "cars",
                        "--endpoint",
                        serving.address().toString());
                run("one\ntwo\n", "put", "cars");
                assertThat(run("", "tail", "cars", "--from", "start", "--count", "2")
                                .lines())
                        .containsExactlyInAnyOrder("one", "two");
                assertThat(said).containsExactly("serves the Kinesis API at " + serving.address());
            }
        }
    }

    @Test
    void whatIsWrongIsSaidInASentence() throws InterruptedException {
        assertThat(run("", "put", "cars").err())
                .isEqualTo(
                        "kpipe: there are no streams below `.kpipe`; `--data DIR` or `--endpoint URL` says where they are\n");
        run("", "streams", "create", "cars");
        assertThat(run("", "streams", "create", "cars").err()).contains("already exists");
        assertThat(run("", "put", "bikes").err()).contains("bikes").contains("not found");
        assertThat(run("", "put", "cars", "--key", "id").code()).isEqualTo(2);
        assertThat(run("", "tail", "cars", "--from", "yesterday").err()).contains("not `yesterday`");
        assertThat(run("", "shards", "cars", "split", "9").err()).contains("has no shard `shardId-000000000009`");
        assertThat(run("", "tail", "cars", "--folow").err())
                .isEqualTo("kpipe: unexpected option `--folow`\nTry `kpipe tail -h`.\n");
        assertThat(run("", "put", "cars", "--endpoint", "http://127.0.0.1:1").err())
                .startsWith("kpipe: cannot reach http://127.0.0.1:1");
    }
}
