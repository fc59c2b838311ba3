package kpipe.tool.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a sample are laid out, and what was seen in them.
 *
 * @param format the FORMAT clause that reads them, such as {@code CSV (header = TRUE)}
 * @param rows how many rows were looked at
 * @param odd how many records are laid out otherwise
 * @param remarks what else to know, each a sentence without a full stop
 */
record Layout(String format, List<Seen> columns, int rows, int odd, List<String> remarks) {

    Layout {
        columns = List.copyOf(columns);
        remarks = List.copyOf(remarks);
    }

    /** The name of the format alone. */
    String formatName() {
        int options = format.indexOf(' ');
        return options < 0 ? format : format.substring(0, options);
    }

    /**
     * A column.
     *
     * @param name as it is called in the records, or made up where they have no names
     * @param path of JSON; null where its name tells
     */
    record Seen(String name, @Nullable String path, Evidence evidence) {}
}
