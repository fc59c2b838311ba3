package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.TableReference;

/** What a name in an expression means. */
public sealed interface Binding {

    /**
     * A column of something in FROM.
     *
     * @param of the node of FROM (never a join) whose columns {@link Bindings#columns(TableReference)} lists
     * @param index the place among them
     */
    record Column(TableReference of, int index) implements Binding {}

    /** A field of a column that is a ROW, or a field of that field, and so on: the names that lead there, whose types are not known yet. */
    record Field(Column column, List<Identifier> path) implements Binding {
        public Field {
            path = List.copyOf(path);
        }
    }

    /**
     * A column or ROWTIME in a condition or measure of MATCH_RECOGNIZE.
     *
     * @param of a {@link Column} or a {@link Rowtime}
     * @param variables of whose rows it is, a bit for each by its number; -1 for all rows
     */
    record OfPattern(Binding of, long variables) implements Binding {}

    /** ROWTIME of the rows of something in FROM: the time of a stream's row, or of a derived table's. */
    record Rowtime(TableReference of) implements Binding {}

    /**
     * ROWTIME without a qualifier in the select list or HAVING of a select that groups, outside any aggregate: the time of the row that is made, which is its window's
     * end.
     */
    record ResultRowtime() implements Binding {}

    /** ROWTIME without a qualifier where FROM joins streams: the time of the joined row, the later one of theirs. */
    record JoinRowtime() implements Binding {}

    /** A column that USING or NATURAL makes of one column on each side of a FULL join: the first of the two that is not NULL. */
    record Merged(Column left, Column right) implements Binding {}

    /** WINDOW_START of the select's own WINDOWED BY, or of the window function in its FROM. */
    record WindowStart() implements Binding {}

    /** WINDOW_END of the select's own WINDOWED BY, or of the window function in its FROM. */
    record WindowEnd() implements Binding {}

    /** {@code window_time} of a window function: the last instant of the window. */
    record WindowTime() implements Binding {}

    /** A PARAMETER. */
    record Parameter(ParameterDeclaration declaration) implements Binding {}

    /** A parameter of the FUNCTION in whose body the name stands. */
    record Argument(int index) implements Binding {}

    /** A column of the stream that a DESTINATION delivers, in its WHERE and PARTITION BY. */
    record DestinationColumn(int index) implements Binding {}

    /** ROWTIME of the stream that a DESTINATION delivers. */
    record DestinationRowtime() implements Binding {}

    /** A function that is written without parentheses: {@code CURRENT_TIMESTAMP}; the name is in capitals. */
    record Niladic(String name) implements Binding {}
}
