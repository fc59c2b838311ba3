package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications from their description to the rows that they make, and declarations from samples to rows. */
class ImportCommandTest {

    private static final Path SPECS = Path.of("src", "test", "spec", "import");

    @TempDir
    private Path folder;

    private CommandLineRun imported(String spec, String... more) {
        String[] all = Stream.concat(
                        Stream.of("import", SPECS.resolve(spec).toString(), "-o", pipeline()), Stream.of(more))
                .toArray(String[]::new);
        CommandLineRun run = kpipe(all);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).endsWith("Wrote " + pipeline() + "\n");
        assertThat(kpipe("check", pipeline()).exitCode()).isZero();
        return run;
    }

    private String pipeline() {
        return folder.resolve("app.kpipe").toString();
    }

    private void input(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String delivered(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out").resolve(name))) {
            return files.sorted().map(ImportCommandTest::read).collect(Collectors.joining());
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runs() {
        CommandLineRun run = kpipe("run", pipeline());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void aDescriptionOfTheFirstApi() throws IOException {
        imported("K0809-ticker-v1.json");
        input("input.jsonl", """
                {"TICKER_SYMBOL":"ABC","quote":{"price":1.5}}
                {"TICKER_SYMBOL":"ABC","quote":{"price":"dear"}}
                {"TICKER_SYMBOL":"XYZ-too-long","quote":{"price":2.5}}
                {"TICKER_SYMBOL":"ABC"}
                """);

        runs();

        assertThat(delivered("counts").lines()).containsExactlyInAnyOrder("ABC,2", "XYZ-,1");
        assertThat(delivered("complain")).contains("\"PUMP_NAME\":\"SOURCE_SQL_STREAM_001\"");
    }

    @Test
    void severalStreamsATableAndDelimitedText() throws IOException {
        imported("clicks-v1-describe.json");
        input("input_001.csv", "v1\t/a\t2026-01-01 00:00:00\t1.5\nv2\t/b\t2026-01-01 00:00:00\t\n");
        input("input_002.csv", "v3\t/a\n");
        input("titles.csv", "/a,Start\n/c,\"Third, last\"\n");

        runs();

        assertThat(delivered("pages").lines())
                .containsExactlyInAnyOrder("{\"TITLE\":\"Start\",\"CLICKS\":2}", "{\"TITLE\":null,\"CLICKS\":1}");
    }

    @Test
    void aTemplateWithAParameter() throws IOException {
        imported("temperature-template.json", "--set", "Limit=40");
        input("input.jsonl", "{\"room\":\"attic\",\"degrees\":41}\n{\"room\":\"cellar\",\"degrees\":12}\n");

        runs();

        assertThat(delivered("temperatures-alarms")).isEqualTo("{\"ROOM\":\"attic\",\"DEGREES\":41}\n");
    }

    @Test
    void aTableOfJsonAndDelimitersOfSeveralCharacters() throws IOException {
        imported("fraud-v2-template.yml");
        input("input.csv", "1234||9.5||corner shop\n5678||1.0\n");
        input(
                "blocked.json",
                "{\"cards\":[{\"number\":\"1234\",\"reason\":\"stolen\"},{\"number\":\"9\",\"reason\":\"lost\"}]}");

        runs();

        assertThat(delivered("BlockCard")).isEqualTo("{\"CARD\":\"1234\",\"REASON\":\"stolen\"}\n");
    }

    @Test
    void rowsWithinRecords() throws IOException {
        imported("sensors-v2.json");
        input("input.jsonl", "{\"readings\":[{\"sensor\":1,\"celsius\":31.5},{\"sensor\":2,\"celsius\":20}]}\n");

        runs();

        assertThat(delivered("hot")).isEqualTo("{\"sensor\":1,\"celsius\":31.5}\n");
        assertThat(delivered("hot_2")).isEqualTo("{\"sensor\":1,\"celsius\":31.5}\n");
    }

    @Test
    void aModuleOfTerraform() throws IOException {
        imported("meters");
        input("input.csv", "north-1;5.5\nsouth-2;1\neast-3;2\n");

        runs();

        assertThat(delivered("bill")).isEqualTo("north-1,5.5\n");
        assertThat(delivered("bill_2")).isEqualTo("south-2,1.0\n");
    }

    @Test
    void anotherFileOfAModuleIsReadForItsVariables() {
        imported("meters/main.tf");
        assertThat(Path.of(pipeline())).content().contains("PUMP \"PUMP_002\"");
    }

    @Test
    void aStateOfTerraformAndAnotherFileAsInput() throws IOException {
        imported("rides.tfstate");
        input("rides.jsonl", "{\"Name\":\"Bucephalus\",\"Distance\":150}\n{\"Name\":\"Rocinante\",\"Distance\":10}\n");

        CommandLineRun run = kpipe("run", "--set", "SOURCE_SQL_STREAM_001=rides.jsonl", pipeline());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(delivered("long-rides")).isEqualTo("{\"Name\":\"Bucephalus\",\"Distance\":150.0}\n");
    }

    @Test
    void theScriptStandsInTheFileByteForByte() throws IOException {
        imported("parcels");

        assertThat(Files.readString(Path.of(pipeline())))
                .contains(Files.readString(SPECS.resolve("parcels/parcels.sql")) + ";\n");
    }

    @Test
    void withoutAnOutputFileItGoesToStandardOutput() {
        CommandLineRun run = kpipe("import", SPECS.resolve("cli-skeleton.yaml").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("-- lamps: imported from cli-skeleton.yaml");
        assertThat(run.err()).startsWith("warning[K0809]:").endsWith("1 warning\n");
    }

    @Test
    void standardInputIsReadToo() throws IOException {
        CommandLineRun run =
                CommandLineRun.withInput(Files.readString(SPECS.resolve("orders-v2-describe.json")), "import", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("-- orders: imported from (standard input)")
                .contains("CREATE OR REPLACE PUMP sum_up");
    }

    @Test
    void aScriptThatIsWrongIsImportedAllTheSameAndSaidToBeWrong() throws IOException {
        input(
                "wrong.json",
                "{\"ApplicationName\":\"w\",\"ApplicationCode\":\"CREATE STREAM s (a INTEGER);\\nCREATE PUMP p AS INSERT INTO s SELECT b FROM nowhere\"}");

        CommandLineRun run = kpipe("import", folder.resolve("wrong.json").toString(), "-o", pipeline());

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("app.kpipe:6:").contains("`nowhere`");
        assertThat(Path.of(pipeline())).content().contains("FROM nowhere;");
    }

    @Test
    void whatCannotBeReadHasAPlaceAndNoTrace() throws IOException {
        for (String text : new String[] {
            "",
            "{",
            "[]",
            "null",
            "42",
            "\"x\"",
            "{\"Resources\":{\"A\":{\"Type\":\"AWS::KinesisAnalytics::Application\"}}}",
            "a: [",
            "a: *b",
            "\t- x",
            "resource \"aws_kinesis_analytics_application\" \"a\" {",
            "resource {\n",
            "x = 1 +",
            "{\"ApplicationCode\": 5, \"Inputs\": {\"InputSchema\": []}, \"Outputs\": [null]}",
            "%PDF-1.4 \u0000\u0001",
            "{\"ApplicationName\": {\"a\": 1}, \"ApplicationConfiguration\": []}",
            "Resources: {A: {Type: 'AWS::KinesisAnalytics::Application', Properties: {ApplicationCode: !Sub [a]}}}",
        }) {
            for (String ending : new String[] {"json", "yaml", "tf"}) {
                input("broken." + ending, text);
                CommandLineRun run =
                        kpipe("import", folder.resolve("broken." + ending).toString());
                assertThat(run.exitCode()).as(text).isEqualTo(Exit.FAILED);
                assertThat(run.err()).as(text).startsWith("error[K08").doesNotContain("Exception");
                Files.delete(folder.resolve("broken." + ending));
            }
        }
    }

    @Test
    void discoverWritesADeclarationThatRuns() throws IOException {
        input("clicks.jsonl", "{\"visitor\":\"ann\",\"ms\":12}\n{\"visitor\":\"bob\",\"ms\":15}\n");
        CommandLineRun run = kpipe("discover", folder.resolve("clicks.jsonl").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("2 rows of the sample can be read");
        input("app.kpipe", run.out() + "DESTINATION d FROM clicks TO FILE 'out/d/' FORMAT CSV;\n");

        runs();

        assertThat(delivered("d")).isEqualTo("ann,12\nbob,15\n");
    }

    @Test
    void discoverReadsStandardInputAndWritesForMachines() {
        CommandLineRun run = CommandLineRun.withInput("a;b\n1;2\n", "discover", "--format", "json", "--name", "x", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("\"format\": \"CSV\"")
                .contains("{\"name\": \"a\", \"type\": \"BIGINT\"")
                .contains("FROM STDIN FORMAT CSV (header = TRUE, delimiter = ';')");
    }

    @Test
    void discoverSaysWhatItCannotDo() throws IOException {
        input("empty", "\n\n");
        assertThat(kpipe("discover", folder.resolve("empty").toString()).err())
                .isEqualTo("kpipe: " + folder.resolve("empty") + " holds no record to infer columns from\n");
        assertThat(kpipe("discover", folder.resolve("absent").toString()).exitCode())
                .isEqualTo(Exit.FAILED);
        assertThat(kpipe("discover", "--rows", "0", "x").exitCode()).isEqualTo(Exit.USAGE);
    }
}
