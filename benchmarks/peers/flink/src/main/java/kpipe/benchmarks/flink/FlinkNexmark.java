package kpipe.benchmarks.flink;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query of Nexmark in a Flink of this process: one task slot, objects reused, state on the heap, no checkpoints. Results that only grow are written as lines of JSON; those that change go
 * nowhere, unless they are wanted for comparison.
 */
public final class FlinkNexmark {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final String JSON =
            "'connector' = 'lines', 'format' = 'json', 'json.timestamp-format.standard' = 'SQL', 'path' = ";

    private FlinkNexmark() {}

    /** Arguments: the query, the folder of events, the folder of results, and {@code compare} where changing results are wanted as they are at the end. */
    public static void main(String[] arguments) throws Exception {
        String query = arguments[0];
        Path results = Path.of(arguments[2], "results.jsonl");
        Files.createDirectories(results.getParent());
        TableEnvironment tables = tables(arguments[1]);
        String text = FlinkQueries.of(query);
        if (!FlinkQueries.CHANGING.contains(query)) {
            tables.executeSql("CREATE TABLE results WITH (" + JSON + "'" + results + "') AS " + text)
                    .await();
        } else if (arguments.length > 3) {
            Files.write(results, last(tables.executeSql(text)));
        } else {
            tables.executeSql("CREATE TABLE results WITH ('connector' = 'blackhole') AS " + text)
                    .await();
        }
    }

    private static TableEnvironment tables(String folder) {
        Configuration options = new Configuration();
        options.setString("parallelism.default", "1");
        options.setString("pipeline.object-reuse", "true");
        options.setString("table.local-time-zone", "UTC");
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(options)
                .build());
        String watermark = ", WATERMARK FOR date_time AS date_time - INTERVAL '0.001' SECOND";
        tables.executeSql("CREATE TABLE persons (id BIGINT NOT NULL, name STRING NOT NULL,"
                + " email_address STRING NOT NULL, credit_card STRING NOT NULL, city STRING NOT NULL,"
                + " state STRING NOT NULL, date_time TIMESTAMP(3) NOT NULL, extra STRING NOT NULL" + watermark
                + file(folder, "persons"));
        tables.executeSql("CREATE TABLE auctions (id BIGINT NOT NULL, item_name STRING NOT NULL,"
                + " description STRING NOT NULL, initial_bid BIGINT NOT NULL, reserve BIGINT NOT NULL,"
                + " date_time TIMESTAMP(3) NOT NULL, expires TIMESTAMP(3) NOT NULL, seller BIGINT NOT NULL,"
                + " category BIGINT NOT NULL, extra STRING NOT NULL" + watermark + file(folder, "auctions"));
        String bid = " (auction BIGINT NOT NULL, bidder BIGINT NOT NULL, price BIGINT NOT NULL,"
                + " channel STRING NOT NULL, url STRING NOT NULL, date_time TIMESTAMP(3) NOT NULL,"
                + " extra STRING NOT NULL";
        tables.executeSql("CREATE TABLE bids" + bid + watermark + file(folder, "bids"));
        tables.executeSql("CREATE TABLE arrivals" + bid + ", came_at AS PROCTIME()" + file(folder, "bids"));
        tables.createTemporarySystemFunction("count_char", CountCharacter.class);
        tables.createTemporarySystemFunction("look_up", new LookUp(folder));
        return tables;
    }

    private static String file(String folder, String name) {
        return ") WITH (" + JSON + "'" + Path.of(folder, name + ".jsonl") + "')";
    }

    /** What is left when all changes were made, as lines of JSON. */
    private static List<String> last(TableResult result) throws Exception {
        List<String> names = result.getResolvedSchema().getColumnNames();
        Map<Row, Integer> counts = new HashMap<>();
        try (CloseableIterator<Row> rows = result.collect()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                boolean more = row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
                row.setKind(RowKind.INSERT);
                counts.merge(row, more ? 1 : -1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                lines.add(line(names, row));
            }
        });
        return lines;
    }

    private static String line(List<String> names, Row row) {
        return names.stream()
                .map(name -> "\"" + name + "\":" + text(row.getField(name)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof LocalDateTime time) {
            return "\"" + TIME.format(time) + "\"";
        }
        return value instanceof Number || value == null ? String.valueOf(value) : "\"" + value + "\"";
    }

    /** How often a character stands in a text. */
    public static final class CountCharacter extends ScalarFunction {
        private static final long serialVersionUID = 1;

        /** Called by Flink. */
        public long eval(String text, String character) {
            long count = 0;
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == character.charAt(0)) {
                    count++;
                }
            }
            return count;
        }
    }

    /** The table of q13, in memory: faster than any connector that Flink could look it up by. */
    public static final class LookUp extends ScalarFunction implements Serializable {
        private static final long serialVersionUID = 1;

        private final String folder;
        private transient Map<Long, String> table = Map.of();

        LookUp(String folder) {
            this.folder = folder;
        }

        @Override
        public void open(FunctionContext context) throws IOException {
            table = new HashMap<>();
            for (String line : Files.readAllLines(Path.of(folder, "side_input.csv"))) {
                int comma = line.indexOf(',');
                table.put(Long.parseLong(line.substring(0, comma)), line.substring(comma + 1));
            }
        }

        /** Called by Flink. */
        public @Nullable String eval(long number) {
            return table.get(number);
        }
    }
}
