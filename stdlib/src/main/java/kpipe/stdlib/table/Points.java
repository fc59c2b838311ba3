package kpipe.stdlib.table;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.spi.TableFunction.Complaint;

/** Rows as points of a space whose axes are their columns of numbers, DECIMAL aside: that counts as no number here, as it never did for these functions. */
final class Points {

    private static final int MANY_COLUMNS = 30;

    private final int[] columns;
    private final boolean[] approximate;

    Points(Schema query) {
        List<Integer> found = axes(query);
        columns = new int[found.size()];
        approximate = new boolean[found.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = found.get(i);
            approximate[i] = query.type(columns[i]).kind().isApproximate();
        }
    }

    private static List<Integer> axes(Schema query) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < query.size(); i++) {
            Kind kind = query.type(i).kind();
            if (kind.isInteger() || kind.isApproximate()) {
                axes.add(i);
            }
        }
        return axes;
    }

    int dimensions() {
        return columns.length;
    }

    /** The name of the column that is an axis. */
    String name(Schema query, int axis) {
        return query.name(columns[axis]);
    }

    /** Reads the row's point into {@code point}; returns false if a value is NULL, infinite or no number, so that there is none. */
    boolean read(RowBatch rows, int row, double[] point) {
        for (int i = 0; i < columns.length; i++) {
            if (rows.isNull(columns[i], row)) {
                return false;
            }
            long cell = rows.values[columns[i]][row];
            double value = approximate[i] ? Double.longBitsToDouble(cell) : cell;
            if (!Double.isFinite(value)) {
                return false;
            }
            point[i] = value;
        }
        return true;
    }

    /** What is wrong with a query for a function that needs points. */
    static List<Complaint> complaints(String function, Schema query) {
        List<Complaint> complaints = new ArrayList<>();
        int axes = axes(query).size();
        if (axes == 0) {
            complaints.add(new Complaint(
                    -1,
                    true,
                    "`" + function + "` needs a column of whole or floating-point numbers, and there is none"));
        } else if (axes > MANY_COLUMNS) {
            complaints.add(new Complaint(
                    -1,
                    false,
                    "`" + function + "` looks at " + axes + " columns of numbers: of more than " + MANY_COLUMNS
                            + " one that stands out hardly shows"));
        }
        for (Column column : query.columns()) {
            if (column.type().kind() == Kind.DECIMAL && axes > 0) {
                complaints.add(new Complaint(
                        -1,
                        false,
                        "`" + function + "` does not look at `" + column.name()
                                + "`, which is DECIMAL: CAST it to DOUBLE if it counts"));
            }
        }
        return complaints;
    }
}
