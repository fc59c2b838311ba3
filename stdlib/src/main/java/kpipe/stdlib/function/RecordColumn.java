package kpipe.stdlib.function;

import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column that a log parser is asked for.
 *
 * @param format the pattern of a date or time; null where it is written as SQL has it
 * @param start the place of its first character, from 0; -1 where the columns have no places
 * @param length its characters; -1: all to the end of the line
 */
record RecordColumn(String name, Type type, @Nullable String format, boolean notNull, int start, int length) {

    /** The type of the columns that nobody has described. */
    static final Type TEXT = Type.varchar(1024, true);

    static RecordColumn numbered(int number) {
        return new RecordColumn("COLUMN" + number, TEXT, null, false, -1, -1);
    }
}
