package kpipe.compiler.plan.lower;

import java.util.List;
import kpipe.data.Schema;

/**
 * What lowering has to know of a stream that a stage reads.
 *
 * @param schema all columns
 * @param lanes by how many lanes its rows are divided
 * @param lanesBy the columns in which rows are equal that are surely in one lane; empty where that is not known
 * @param timeColumn the column that holds ROWTIME, or -1
 * @param ordered whether rows surely come in ROWTIME order, lane by lane
 */
public record StreamFacts(
        String name, Schema schema, int lanes, List<Integer> lanesBy, int timeColumn, boolean ordered) {
    public StreamFacts {
        lanesBy = List.copyOf(lanesBy);
    }
}
