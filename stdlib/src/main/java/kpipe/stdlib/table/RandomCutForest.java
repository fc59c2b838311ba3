package kpipe.stdlib.table;

import java.util.List;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;

/** RANDOM_CUT_FOREST: how much each row stands out from those before it. */
public final class RandomCutForest implements TableFunction {

    @Override
    public String name() {
        return "RANDOM_CUT_FOREST";
    }

    @Override
    public String summary() {
        return "Gives every row an ANOMALY_SCORE: how much its columns of numbers stand out from those of the rows before it.";
    }

    @Override
    public List<Parameter> parameters() {
        return Forest.PARAMETERS;
    }

    @Override
    public List<Column> added(List<Object> arguments) {
        return List.of(new Column("ANOMALY_SCORE", Type.of(Kind.DOUBLE, true)));
    }

    @Override
    public List<Complaint> complaints(Schema query, List<Object> arguments) {
        return Forest.complaints(name(), query, arguments);
    }

    @Override
    public String remembers(Schema query, List<Object> arguments) {
        return Forest.remembers(arguments);
    }

    @Override
    public TableMachine machine(Schema query, List<Object> arguments) {
        return new Forest(query, arguments, Forest.Explaining.NOTHING);
    }

    @Override
    public String example() {
        return """
                STREAM pulses (patient VARCHAR(8), pulse INTEGER) FROM FILE 'pulses.jsonl' FORMAT JSON;
                PUMP score INTO scores AS
                  SELECT STREAM patient, pulse, ANOMALY_SCORE
                  FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM * FROM pulses), 100, 256, 100000, 1))
                  WHERE ANOMALY_SCORE > 3;
                """;
    }
}
