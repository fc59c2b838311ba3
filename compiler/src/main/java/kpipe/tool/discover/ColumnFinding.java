package kpipe.tool.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column, and what speaks for it.
 *
 * @param name as it is called here
 * @param path where in a record of JSON it stands; null where its name tells
 * @param type as SQL writes it
 * @param pattern how a time is written; null where nothing need be said
 * @param values how many rows have a value
 * @param nulls how many rows have none: it is NULL there, empty or missing
 * @param sureness how sure the type is
 * @param remarks what else to know, each a phrase without a full stop
 * @param examples some values as they stand in the sample
 */
public record ColumnFinding(
        String name,
        @Nullable String path,
        String type,
        @Nullable String pattern,
        int values,
        int nulls,
        Sureness sureness,
        List<String> remarks,
        List<String> examples) {

    /** How sure a type is. */
    public enum Sureness {
        /** Many values, all of one kind. */
        SURE,
        /** All of one kind, and not many; or of a kind that could be another. */
        LIKELY,
        /** Few values, or values of several kinds. */
        GUESS
    }

    public ColumnFinding {
        remarks = List.copyOf(remarks);
        examples = List.copyOf(examples);
    }
}
