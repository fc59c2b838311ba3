package kpipe.stdlib.table;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction;
import kpipe.spi.TableMachine;

/** HOTSPOTS: where the last rows lie close together. */
public final class Hotspots implements TableFunction {

    private static final int LONGEST = 65535;

    @Override
    public String name() {
        return "HOTSPOTS";
    }

    @Override
    public String summary() {
        return "Gives every row a HOTSPOTS_RESULT: a JSON text with the regions in which the last rows, seen as points by their columns of numbers, lie close together.";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.integer("windowSize", 100, 1000),
                Parameter.of("scanRadius", Family.POSITIVE),
                Parameter.integer("minimumNumberOfPointsInAHotspot", 2, 1000));
    }

    @Override
    public List<Column> added(List<Object> arguments) {
        return List.of(new Column("HOTSPOTS_RESULT", Type.varchar(LONGEST, false)));
    }

    @Override
    public List<Complaint> complaints(Schema query, List<Object> arguments) {
        List<Complaint> complaints = new ArrayList<>(Points.complaints(name(), query));
        if ((Long) arguments.get(2) > (Long) arguments.get(0)) {
            complaints.add(new Complaint(
                    2,
                    true,
                    "`minimumNumberOfPointsInAHotspot` of `HOTSPOTS` cannot be greater than its `windowSize`"));
        }
        return complaints;
    }

    @Override
    public String remembers(Schema query, List<Object> arguments) {
        return arguments.get(0) + " rows, and which of them are neighbours";
    }

    @Override
    public TableMachine machine(Schema query, List<Object> arguments) {
        return new HotspotMachine(
                query, Math.toIntExact((Long) arguments.get(0)), (Double) arguments.get(1), Math.toIntExact((Long)
                        arguments.get(2)));
    }

    @Override
    public String example() {
        return """
                STREAM rides (x DOUBLE, y DOUBLE) FROM FILE 'rides.jsonl' FORMAT JSON;
                PUMP find INTO crowds AS
                  SELECT STREAM x, y, HOTSPOTS_RESULT
                  FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM * FROM rides), 1000, 0.2, 17));
                """;
    }
}
