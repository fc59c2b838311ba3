package kpipe.runtime.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a state that another version of the pipeline has written becomes that of this one. Immutable.
 *
 * @param columns by part and column, with a point between, what a column of held rows was called, or the empty text for one that was not there; one that is not among them is called as it was
 * @param gathered for each thing that is gathered where it comes from; null where all are the same
 * @param formerNames what a column of a stream was called, for rows that have none of its name
 */
public record Migration(
        Map<String, String> columns, @Nullable List<Origin> gathered, Map<String, String> formerNames) {

    /** Everything is as it was. */
    public static final Migration NONE = new Migration(Map.of(), null, Map.of());

    /**
     * Where a thing comes from that is gathered.
     *
     * @param place its place among those that were saved
     * @param toDouble whether its values were whole numbers and are DOUBLEs now
     */
    public record Origin(int place, boolean toDouble) {}

    public Migration {
        columns = Map.copyOf(columns);
        formerNames = Map.copyOf(formerNames);
    }

    /** The same, where columns of streams were called otherwise. */
    public Migration with(Map<String, String> names) {
        return new Migration(columns, gathered, names);
    }

    /** What a column of held rows was called; null where it was not there. */
    @Nullable
    String former(String part, String column) {
        String name = columns.getOrDefault(part + "." + column, column);
        return name.isEmpty() ? null : name;
    }
}
