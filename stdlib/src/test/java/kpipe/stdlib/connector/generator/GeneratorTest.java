package kpipe.stdlib.connector.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.host.VirtualHost;
import kpipe.spi.Options;
import kpipe.spi.RowSource;
import kpipe.spi.Source.Status;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.format.Decoding;
import kpipe.stdlib.format.json.JsonFormat;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private final GeneratorConnector connector = new GeneratorConnector();
    private final VirtualHost host = new VirtualHost(1, 1_000_000);

    private static Schema schema(String columns) {
        return Decoding.of(new JsonFormat(), columns, Options.NONE).shape().schema();
    }

    private RowSource open(String columns, Options options) throws IOException {
        Map<String, Object> all = new TreeMap<>(connector.spec().defaults().asMap());
        all.putAll(options.asMap());
        SourceContext context =
                new SourceContext("s", "", new Options(all), schema(columns), host.disk(), host.clock());
        RowSource source = (RowSource) connector.source(context);
        source.open();
        return source;
    }

    private List<String> rows(String columns, Options options, int batchRows) throws IOException {
        RowSource source = open(columns, options);
        RowBatch batch = new RowBatch(schema(columns), batchRows);
        List<String> rows = new ArrayList<>();
        while (source.read(batch) != Status.ENDED) {
            rows.addAll(taken(batch));
        }
        return rows;
    }

    private static List<String> taken(RowBatch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.size; row++) {
            rows.add(Decoding.row(batch, row));
        }
        batch.clear();
        return rows;
    }

    private List<String> column(String type, Object expression, long rows) throws IOException {
        return rows("x " + type, Options.NONE.with("x", expression).with("rows", rows), 64);
    }

    private double mean(String type, String expression) throws IOException {
        return column(type, expression, 20_000).stream()
                .mapToDouble(Double::parseDouble)
                .average()
                .orElseThrow();
    }

    private List<String> problems(String columns, Options options) {
        return connector.check(null, options, schema(columns)).stream()
                .map(Problem::message)
                .collect(Collectors.toList());
    }

    private String problem(String type, String expression) {
        List<Problem> problems = connector.check(null, Options.NONE.with("x", expression), schema("x " + type));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).option()).isEqualTo("x");
        return problems.get(0).message();
    }

    @Test
    void anotherOneGoesOnWhereItStood() throws IOException {
        String columns = "id BIGINT, speed DOUBLE, at TIMESTAMP, price DECIMAL(6,2)";
        Options options = Options.NONE
                .with("rows", 500L)
                .with("speed", "NORMAL(50, 10)")
                .with("rate", 100.0)
                .with("arrivals", "random");
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        RowSource whole = open(columns, options);
        RowSource part = open(columns, options);
        RowBatch batch = new RowBatch(schema(columns), 7);
        for (int i = 0; i < 200; i++) {
            host.moveTo(host.clock().millis() + 37);
            while (whole.read(batch) == Status.READ) {
                expected.addAll(taken(batch));
            }
            byte[] position = part.position();
            part = open(columns, options);
            part.seek(position);
            while (part.read(batch) == Status.READ) {
                found.addAll(taken(batch));
            }
        }
        assertThat(expected).hasSize(500);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theSameSeedMakesTheSameRowsHoweverTheyAreTaken() throws IOException {
        String columns =
                "id BIGINT NOT NULL, vin VARCHAR(17), speed DOUBLE, on_road BOOLEAN, at TIMESTAMP, price DECIMAL(6,2)";
        Options options = Options.NONE
                .with("rows", 300L)
                .with("start", "2026-01-01 00:00:00")
                .with("speed", "null(0.1, normal(40, 12))");
        List<String> rows = rows(columns, options, 1024);
        assertThat(rows).hasSize(300).isEqualTo(rows(columns, options, 7));
        assertThat(rows).isNotEqualTo(rows(columns, options.with("seed", 2L), 7));
        assertThat(rows.get(0)).matches("1\\|vin-\\d\\d\\|.*\\|(true|false)\\|2026-01-01 00:00:00.000\\|\\d+\\.\\d\\d");
        assertThat(rows.get(299)).startsWith("300|").contains("2026-01-01 00:00:00.299");
    }

    @Test
    void aColumnKeepsItsValuesWhateverStandsBesideIt() throws IOException {
        Options options = Options.NONE.with("rows", 50L);
        List<String> alone = rows("speed DOUBLE", options, 64);
        List<String> beside = rows("vin VARCHAR, speed DOUBLE", options, 64);
        assertThat(beside)
                .extracting(row -> row.substring(row.indexOf('|') + 1))
                .isEqualTo(alone);
    }

    @Test
    void distributionsAreWhatTheySay() throws IOException {
        assertThat(mean("DOUBLE", "normal(40, 12)")).isCloseTo(40, within(0.5));
        assertThat(mean("INTEGER", "normal(40, 12)")).isCloseTo(40, within(0.5));
        assertThat(mean("DOUBLE", "exponential(5)")).isCloseTo(5, within(0.2));
        assertThat(mean("DECIMAL(5,1)", "uniform(0, 10)")).isCloseTo(5, within(0.1));
        assertThat(mean("BIGINT", "uniform(-10, 10)")).isCloseTo(0, within(0.2));
        List<String> keys = column("INTEGER", "zipf(1000)", 20_000);
        assertThat(keys).allSatisfy(key -> assertThat(Integer.parseInt(key)).isBetween(1, 1000));
        // The harmonic number of 1000 is 7.49.
        assertThat(share(keys, "1")).isCloseTo(1 / 7.49, within(0.01));
        assertThat(share(keys, "2")).isCloseTo(0.5 / 7.49, within(0.01));
        assertThat(share(column("VARCHAR", "zipf(10, 2)", 20_000), "1")).isCloseTo(1 / 1.55, within(0.02));
        assertThat(share(column("VARCHAR(6)", "chance(0.8, petrol, pick(diesel, gas))", 20_000), "petrol"))
                .isCloseTo(0.8, within(0.01));
        assertThat(share(column("BOOLEAN", "chance(0.3)", 20_000), "true")).isCloseTo(0.3, within(0.02));
        assertThat(share(column("DOUBLE", "null(0.25, 1)", 20_000), "null")).isCloseTo(0.25, within(0.02));
    }

    private static double share(List<String> values, String value) {
        return (double) values.stream().filter(value::equals).count() / values.size();
    }

    @Test
    void textsAndSequences() throws IOException {
        assertThat(column("VARCHAR", "V1", 2)).containsExactly("V1", "V1");
        assertThat(column("VARCHAR", "pick('a,b', \"c)\", d e, 'it''s')", 200))
                .contains("a,b", "c)", "d e", "it's")
                .hasSize(200);
        assertThat(column("VARCHAR", "pattern(V##-??\\#)", 5)).allMatch(text -> text.matches("V\\d\\d-[A-Z][A-Z]#"));
        assertThat(column("VARCHAR(20)", "concat(V, sequence(7), '/', pick(é))", 2))
                .containsExactly("V7/é", "V8/é");
        assertThat(column("CHAR(4)", "concat(V, sequence(998))", 3)).containsExactly("V998", "V999", "V100");
        assertThat(column("TINYINT", "sequence(126)", 3)).containsExactly("126", "127", "126");
        assertThat(column("DECIMAL(3,1)", "sequence(0, -0.5)", 3)).containsExactly("0.0", "-0.5", "-1.0");
        assertThat(column("INTEGER", 5L, 2)).containsExactly("5", "5");
        assertThat(column("BOOLEAN", true, 1)).containsExactly("true");
        assertThat(column("TINYINT", "normal(0, 1000000)", 100)).contains("127", "-128");
    }

    @Test
    void times() throws IOException {
        assertThat(column("TIMESTAMP", "time(2026-01-01 10:00:00, 90 SECONDS)", 2))
                .containsExactly("2026-01-01 10:00:00.000", "2026-01-01 10:01:30.000");
        assertThat(column("TIMESTAMP", "time(TIMESTAMP '2026-01-01 10:00:00', INTERVAL '1' DAY)", 2))
                .containsExactly("2026-01-01 10:00:00.000", "2026-01-02 10:00:00.000");
        assertThat(column("DATE", "time(2026-02-28, 1 DAY)", 2)).containsExactly("2026-02-28", "2026-03-01");
        assertThat(column("TIMESTAMP", "time(2026-01-01, exponential(1000))", 50))
                .isSorted();
        assertThat(column("DATE", "uniform(2026-01-01, 2026-01-02)", 50))
                .contains("2026-01-01", "2026-01-02")
                .allMatch(date -> date.compareTo("2026-01-02") <= 0);
    }

    @Test
    void rowsComeAtTheirRate() throws IOException {
        RowSource source = open("x TIMESTAMP", Options.NONE.with("rate", 10.0).with("rows", 25L));
        RowBatch batch = new RowBatch(schema("x TIMESTAMP"), 16);
        assertThat(source.read(batch)).isEqualTo(Status.READ);
        assertThat(taken(batch)).containsExactly("1970-01-01 00:16:40.000");
        assertThat(source.read(batch)).isEqualTo(Status.IDLE);
        host.moveTo(host.clock().millis() + 350);
        assertThat(source.read(batch)).isEqualTo(Status.READ);
        assertThat(taken(batch))
                .containsExactly("1970-01-01 00:16:40.100", "1970-01-01 00:16:40.200", "1970-01-01 00:16:40.300");
        host.moveTo(host.clock().millis() + 60_000);
        source.read(batch);
        assertThat(taken(batch)).hasSize(16);
        source.read(batch);
        assertThat(taken(batch)).hasSize(5);
        assertThat(source.read(batch)).isEqualTo(Status.ENDED);
    }

    @Test
    void arrivalsAtRandomKeepTheRate() throws IOException {
        Options options = Options.NONE.with("rate", 100.0).with("arrivals", "random");
        RowSource source = open("x BIGINT", options);
        RowBatch batch = new RowBatch(schema("x BIGINT"), 1024);
        int count = 0;
        int quiet = 0;
        for (int tick = 0; tick < 10_000; tick++) {
            host.moveTo(host.clock().millis() + 10);
            quiet += source.read(batch) == Status.IDLE ? 1 : 0;
            count += batch.size;
            batch.clear();
        }
        assertThat(count).isBetween(9_500, 10_500);
        // Of ten milliseconds with one row on average, 1 / e have none.
        assertThat(quiet).isBetween(3_400, 3_950);
    }

    @Test
    void whatDoesNotSuitAColumnIsSaidByItsName() {
        assertThat(problem("DOUBLE", "norml(1, 2)"))
                .isEqualTo(
                        "column `x`: there is no function `norml`; there are pick, chance, null, uniform, normal, exponential, zipf, sequence, time, ago, pattern, concat");
        assertThat(problem("DOUBLE", "normal(1)"))
                .isEqualTo("column `x`: it is normal(mean, deviation), not with 1 argument");
        assertThat(problem("BOOLEAN", "normal(1, 2)"))
                .isEqualTo("column `x`: `normal` makes numbers, and the column is BOOLEAN");
        assertThat(problem("DOUBLE", "pattern(##)"))
                .isEqualTo("column `x`: `pattern` makes text, and the column is DOUBLE");
        assertThat(problem("VARCHAR(2)", "pick(a, abc)")).isEqualTo("column `x`: 'abc' is longer than VARCHAR(2)");
        assertThat(problem("INTEGER NOT NULL", "null(0.1, 5)"))
                .isEqualTo("column `x`: it is NOT NULL and can have no NULL here");
        assertThat(problem("INTEGER", "null(2, 5)")).isEqualTo("column `x`: a probability is between 0 and 1, not 2");
        assertThat(problem("TINYINT", "uniform(0, 300)")).isEqualTo("column `x`: 300 is out of the range of TINYINT");
        assertThat(problem("INTEGER", "pick(1, two)")).isEqualTo("column `x`: 'two' is no value of type INTEGER");
        assertThat(problem("INTEGER", "sequence(1, 0.5)"))
                .isEqualTo("column `x`: `sequence` has a start or a step with more fraction digits than INTEGER");
        assertThat(problem("TIMESTAMP", "time(2026-13-01, 1 SECOND)"))
                .isEqualTo("column `x`: '2026-13-01' is no value of type TIMESTAMP");
        assertThat(problem("TIMESTAMP", "time(2026-01-01, 5 eons)"))
                .isEqualTo("column `x`: '5 eons' is no length of time such as 1 SECOND or 500 MILLISECONDS");
        assertThat(problem("INTEGER", "pick(1, 2))"))
                .isEqualTo("column `x`: 'pick(1, 2))' goes on behind its closing parenthesis");
        assertThat(problem("INTEGER", "pick(1, pick(2)"))
                .isEqualTo("column `x`: in 'pick(1, pick(2)' the closing parenthesis of `pick` is missing");
        assertThat(problem("BOOLEAN", "maybe")).isEqualTo("column `x`: 'maybe' is neither TRUE nor FALSE");
        assertThat(problem("VARBINARY", "pick(a)"))
                .isEqualTo("column `x`: a column of type VARBINARY takes no expression");
    }

    @Test
    void optionsAreChecked() {
        assertThat(problems("x INTEGER", connector.spec().defaults())).isEmpty();
        assertThat(problems("x INTEGER", Options.NONE.with("rate", -1.0)))
                .containsExactly("`rate` is rows per second, from 0 to 1000000000");
        assertThat(problems("x INTEGER", Options.NONE.with("arrivals", "random")))
                .containsExactly("arrivals at random need a `rate`");
        assertThat(problems("x INTEGER", Options.NONE.with("rows", -1L))).containsExactly("`rows` cannot be negative");
        assertThat(problems("x INTEGER", Options.NONE.with("start", "soon")))
                .containsExactly("`start`: 'soon' is no TIMESTAMP");
    }

    @Test
    void everyTypeHasADefault() throws IOException {
        String columns =
                "a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f DECIMAL(19,4), g DECIMAL(1,1), h REAL, i DOUBLE, j CHAR(2), k VARCHAR, l VARCHAR(3), m BINARY(12), n VARBINARY, o DATE, p TIME, q TIMESTAMP";
        assertThat(problems(columns, Options.NONE)).isEmpty();
        assertThat(rows(columns, Options.NONE.with("rows", 200L), 64))
                .hasSize(200)
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(17).doesNotContain("null"));
    }

    @Test
    void noTextMakesTheCheckFail() {
        java.util.Random random = new java.util.Random(5);
        String[] words = {
            "pick", "(", ")", ",", "'", "\"", "null", "time", "1", "0.5", " ", "normal", "zipf", "é", "-", "9e999999999"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(words[random.nextInt(words.length)]);
            }
            String type = new String[] {"DOUBLE", "INTEGER", "VARCHAR", "TIMESTAMP", "DECIMAL(5,2)"}[random.nextInt(5)];
            problems("x " + type, Options.NONE.with("x", text.toString()));
        }
    }

    @Test
    void aPipelineThatTheCompilerCouldNotCheckIsRefusedAtItsStart() {
        assertThatThrownBy(() -> open("x INTEGER", Options.NONE.with("x", "pick(a)")))
                .isInstanceOf(IOException.class)
                .hasMessage("the generator of 's' cannot start: column `x`: 'a' is no value of type INTEGER");
    }

    /** The page lists the functions as they describe themselves; {@code -Dspec.accept=true} writes it anew. */
    @Test
    void thePageListsAllFunctions() throws IOException {
        java.nio.file.Path page = java.nio.file.Path.of("..", "docs", "connectors", "generator.md");
        StringBuilder table = new StringBuilder();
        for (Function function : Function.values()) {
            table.append("| `")
                    .append(function.form())
                    .append("` | ")
                    .append(function.meaning())
                    .append(" |\n");
        }
        if (Boolean.getBoolean("spec.accept")) {
            String text = java.nio.file.Files.readString(page);
            String head = "| call | what it makes |\n| --- | --- |\n";
            int begin = text.indexOf(head) + head.length();
            int end = text.indexOf("\n\n", begin);
            java.nio.file.Files.writeString(page, text.substring(0, begin) + table + text.substring(end + 1));
        }
        assertThat(java.nio.file.Files.readString(page)).contains("| --- | --- |\n" + table + "\n");
    }
}
