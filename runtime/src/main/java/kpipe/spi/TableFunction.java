package kpipe.spi;

import java.util.List;
import kpipe.data.Column;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A function in FROM that takes all rows of a query and gives rows: {@code FROM TABLE(NAME(CURSOR(SELECT STREAM …), argument, …))}.
 *
 * <p>What it gives has the columns of the query, then those that it adds. Rows come to it one after the other in the order of ROWTIME, whatever the number of shards; what it remembers between
 * them is in its {@link TableMachine} and has a bound. The same rows always give the same rows. Implementations have a public constructor without parameters and no state.
 */
public interface TableFunction {

    /** What an argument must be. Arguments are constants. */
    enum Family {
        /** Text that names a column of the query; the function is given the column's index, an Integer. */
        COLUMN,
        /** Text that names a column which the function adds; a String. */
        NAME,
        /** Text that is one of a few words; a String, in lower case. */
        WORD,
        /** A Long. */
        INTEGER,
        /** A Double greater than 0. */
        POSITIVE,
        /** A Boolean. */
        BOOLEAN
    }

    /**
     * A parameter behind the query.
     *
     * @param least of an INTEGER
     * @param greatest of an INTEGER
     * @param words of a WORD, in lower case
     * @param otherwise the argument where none is written; null where one must be
     */
    record Parameter(
            String name,
            Family family,
            long least,
            long greatest,
            List<String> words,
            @Nullable Object otherwise) {

        public Parameter {
            words = List.copyOf(words);
        }

        /** What an argument must be, in words. */
        public String expected() {
            return switch (family) {
                case COLUMN -> "the name of a column in single quotes";
                case NAME -> "a name in single quotes";
                case WORD -> words.isEmpty() ? "a word in single quotes" : "'" + String.join("' or '", words) + "'";
                case INTEGER -> "a whole number from " + least + " to " + greatest;
                case POSITIVE -> "a number greater than 0";
                case BOOLEAN -> "TRUE or FALSE";
            };
        }

        public static Parameter of(String name, Family family) {
            return new Parameter(name, family, 0, 0, List.of(), null);
        }

        public static Parameter integer(String name, long least, long greatest) {
            return new Parameter(name, Family.INTEGER, least, greatest, List.of(), null);
        }

        public static Parameter integer(String name, long least, long greatest, long otherwise) {
            return new Parameter(name, Family.INTEGER, least, greatest, List.of(), otherwise);
        }

        public static Parameter flag(String name, boolean otherwise) {
            return new Parameter(name, Family.BOOLEAN, 0, 0, List.of(), otherwise);
        }

        public static Parameter word(String name, String... words) {
            return new Parameter(name, Family.WORD, 0, 0, List.of(words), null);
        }
    }

    /**
     * Something wrong or doubtful about a call.
     *
     * @param parameter whose argument it is about, by index; -1 for the query
     * @param error whether the call is refused; else it is a warning
     * @param sentence in the user's terms, without a full stop
     */
    record Complaint(int parameter, boolean error, String sentence) {}

    /** The name, in capitals. */
    String name();

    /** One or two plain sentences. */
    String summary();

    /** What follows the query. */
    List<Parameter> parameters();

    /** The columns behind those of the query. */
    List<Column> added(List<Object> arguments);

    /** What is wrong with a call, beyond what the parameters say. */
    List<Complaint> complaints(Schema query, List<Object> arguments);

    /** What the machine remembers at most, for {@code kpipe explain}: {@code 256 rows}. */
    String remembers(Schema query, List<Object> arguments);

    /** A machine that has seen no row. */
    TableMachine machine(Schema query, List<Object> arguments);

    /** A use of the function as a whole pipeline, which the build runs. */
    String example();
}
