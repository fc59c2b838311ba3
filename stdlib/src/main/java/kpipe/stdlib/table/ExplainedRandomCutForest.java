package kpipe.stdlib.table;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;

/** RANDOM_CUT_FOREST_WITH_EXPLANATION: the same, and which columns it comes from. */
public final class ExplainedRandomCutForest implements TableFunction {

    private static final int LONGEST = 65535;

    @Override
    public String name() {
        return "RANDOM_CUT_FOREST_WITH_EXPLANATION";
    }

    @Override
    public String summary() {
        return "As RANDOM_CUT_FOREST, with an ANOMALY_EXPLANATION: a JSON text that says what each column of numbers adds to the score and, where it is asked for, whether the value is too high or too low.";
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(Forest.PARAMETERS);
        parameters.add(Parameter.flag("withDirectionality", false));
        return parameters;
    }

    @Override
    public List<Column> added(List<Object> arguments) {
        return List.of(
                new Column("ANOMALY_SCORE", Type.of(Kind.DOUBLE, true)),
                new Column("ANOMALY_EXPLANATION", Type.varchar(LONGEST, true)));
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
        boolean directions = (Boolean) arguments.get(Forest.PARAMETERS.size());
        return new Forest(
                query, arguments, directions ? Forest.Explaining.DIRECTIONS : Forest.Explaining.CONTRIBUTIONS);
    }

    @Override
    public String example() {
        return """
                STREAM pressures (systolic INTEGER, diastolic INTEGER) FROM FILE 'pressures.jsonl' FORMAT JSON;
                PUMP score INTO scores AS
                  SELECT STREAM systolic, diastolic, ANOMALY_SCORE, ANOMALY_EXPLANATION
                  FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(CURSOR(SELECT STREAM * FROM pressures), 100, 256, 100000, 1, TRUE));
                """;
    }
}
