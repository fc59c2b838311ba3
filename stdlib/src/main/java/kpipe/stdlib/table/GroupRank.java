package kpipe.stdlib.table;

import java.util.List;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;

/** GROUP_RANK: ranks the rows of one ROWTIME. */
public final class GroupRank implements TableFunction {

    @Override
    public String name() {
        return "GROUP_RANK";
    }

    @Override
    public String summary() {
        return "Ranks the rows of equal ROWTIME by a column, such as the results of a window, and gives all or the first of them in that order or as they came.";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.of("rankByColumn", Family.COLUMN),
                Parameter.of("rankOutColumn", Family.NAME),
                Parameter.word("sortOrder", "asc", "desc"),
                Parameter.word("outputOrder"),
                Parameter.integer("maxIdle", 0, Integer.MAX_VALUE),
                Parameter.integer("outputMax", 0, Integer.MAX_VALUE));
    }

    @Override
    public List<Column> added(List<Object> arguments) {
        return List.of(new Column((String) arguments.get(1), Type.of(Kind.INTEGER, false)));
    }

    @Override
    public List<Complaint> complaints(Schema query, List<Object> arguments) {
        return List.of();
    }

    @Override
    public String remembers(Schema query, List<Object> arguments) {
        return "the rows of the present time";
    }

    @Override
    public TableMachine machine(Schema query, List<Object> arguments) {
        String output = (String) arguments.get(3);
        return new RankingMachine(
                query,
                (Integer) arguments.get(0),
                arguments.get(2).equals("desc"),
                output.equals("desc") ? -1 : output.equals("asc") ? 1 : 0,
                (Long) arguments.get(5));
    }

    @Override
    public String example() {
        return """
                STREAM sales (shop VARCHAR(16), amount INTEGER) FROM FILE 'sales.jsonl' FORMAT JSON;
                PUMP best INTO best_shops AS
                  SELECT STREAM shop, total, place
                  FROM TABLE(GROUP_RANK(
                    CURSOR(
                      SELECT STREAM shop, SUM(amount) AS total
                      FROM sales
                      GROUP BY shop, STEP(sales.ROWTIME BY INTERVAL '1' HOUR)),
                    'total', 'place', 'desc', 'asc', 0, 3));
                """;
    }
}
