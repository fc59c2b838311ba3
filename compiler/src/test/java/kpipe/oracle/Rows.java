package kpipe.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import kpipe.data.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a query has answered, in forms that two engines share: exact numbers are a BigDecimal without zeros at the end, floating ones a Double, text a String, truth a Boolean,
 * dates, times and timestamps a Long as our cells have them, NULL null.
 */
record Rows(List<List<@Nullable Object>> rows) {

    /** Floating numbers may differ by this part of the greater one: engines add them in different orders. */
    private static final double TOLERANCE = 1e-9;

    private static final int SHOWN = 6;

    /** A value of one of our cells. */
    static Object exact(Kind kind, long cell, int scale) {
        return switch (kind) {
            case BOOLEAN -> cell != 0;
            case DATE, TIME, TIMESTAMP -> cell;
            default -> stripped(BigDecimal.valueOf(cell, scale));
        };
    }

    static BigDecimal stripped(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** What these rows have other than those of the other engine; empty where they are the same. */
    String difference(Rows other, boolean ordered) {
        return ordered ? firstDifference(other) : bagDifference(other);
    }

    private String firstDifference(Rows other) {
        int common = Math.min(rows.size(), other.rows.size());
        for (int i = 0; i < common; i++) {
            if (!same(rows.get(i), other.rows.get(i))) {
                return "row " + (i + 1) + ": ours is " + rows.get(i) + ", DuckDB's is " + other.rows.get(i);
            }
        }
        return rows.size() == other.rows.size()
                ? ""
                : "ours has " + rows.size() + " rows, DuckDB's " + other.rows.size();
    }

    private String bagDifference(Rows other) {
        List<List<@Nullable Object>> missing = new ArrayList<>(other.rows);
        List<List<@Nullable Object>> unexpected = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            int at = 0;
            while (at < missing.size() && !same(row, missing.get(at))) {
                at++;
            }
            if (at < missing.size()) {
                missing.remove(at);
            } else {
                unexpected.add(row);
            }
        }
        return missing.isEmpty() && unexpected.isEmpty()
                ? ""
                : "of " + rows.size() + " rows (DuckDB: " + other.rows.size() + ")\n  ours alone:   "
                        + shown(unexpected) + "\n  DuckDB alone: " + shown(missing);
    }

    private static String shown(List<List<@Nullable Object>> rows) {
        return rows.subList(0, Math.min(SHOWN, rows.size())) + (rows.size() > SHOWN ? " and more" : "");
    }

    private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return left.size() == right.size();
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Double a && right instanceof Double b) {
            return a.equals(b) || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        }
        return left == null ? right == null : left.equals(right);
    }
}
