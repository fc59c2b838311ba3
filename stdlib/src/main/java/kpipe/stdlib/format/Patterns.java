package kpipe.stdlib.format;

import java.util.ArrayList;
import java.util.List;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec.Problem;

/** Checks of PATH and PATTERN that formats share. Stateless. */
public final class Patterns {

    private Patterns() {}

    /** What is wrong with the PATTERNs of columns. */
    public static List<Problem> check(RecordShape shape) {
        List<Problem> problems = new ArrayList<>();
        for (int column = 0; column < shape.schema().size(); column++) {
            String pattern = shape.patterns().get(column);
            if (pattern == null) {
                continue;
            }
            if (!shape.schema().type(column).kind().isDatetime()) {
                problems.add(new Problem(
                        shape.schema().name(column), "a PATTERN is for columns of type DATE, TIME or TIMESTAMP"));
                continue;
            }
            try {
                new DatetimePattern(pattern);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(shape.schema().name(column), String.valueOf(e.getMessage())));
            }
        }
        return problems;
    }

    /** As {@link #check}, for formats in which a column stands at its place and has no PATH. */
    public static List<Problem> checkWithoutPaths(RecordShape shape, String format) {
        List<Problem> problems = new ArrayList<>(check(shape));
        for (int column = 0; column < shape.schema().size(); column++) {
            if (shape.schema().type(column).kind().isNested()) {
                problems.add(new Problem(
                        shape.schema().name(column),
                        "FORMAT " + format + " has no values of several parts, such as "
                                + shape.schema().type(column).sql()));
            }
            if (shape.paths().get(column) != null) {
                problems.add(new Problem(shape.schema().name(column), "FORMAT " + format + " has no PATH"));
            }
        }
        return problems;
    }
}
