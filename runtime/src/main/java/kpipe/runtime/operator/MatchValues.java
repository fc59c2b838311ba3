package kpipe.runtime.operator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Computes what conditions and measures take from the rows of one match. Not thread-safe. */
final class MatchValues {

    private static final int NONE = -1;

    private final Schema schema;
    private final byte[][] names;
    private final long[] sum = new long[2];

    private MatchRows rows;
    private int[] places = new int[0];
    private int size;
    private int start;
    private long number;

    private int count;

    /** The labels of the rows of the match; of {@link #count} rows if known, else only {@link #last}. */
    private int[] labels = new int[16];

    private boolean known;
    private int last;

    MatchValues(Schema schema, String[] names) {
        this.schema = schema;
        this.rows = new MatchRows(schema);
        this.names = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            this.names[i] = names[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The match begins with the row {@code start} of those of a partition. */
    void within(MatchRows store, int[] partition, int partitionSize, int first, long matchNumber) {
        rows = store;
        places = partition;
        size = partitionSize;
        start = first;
        number = matchNumber;
    }

    /** The variables of the first {@code rowCount} rows are those that lead to {@code cell}. */
    void read(MatchAttempt attempt, int cell, int rowCount) {
        count = rowCount;
        known = true;
        if (labels.length < rowCount) {
            labels = Arrays.copyOf(labels, Math.max(rowCount, labels.length * 2));
        }
        int at = cell;
        for (int i = rowCount - 1; i >= 0; i--) {
            labels[i] = attempt.label(at);
            at = attempt.before(at);
        }
    }

    /** The last of {@code rowCount} rows is one of {@code variable}; nobody asks for the variables of the others. */
    void ofLast(int rowCount, int variable) {
        count = rowCount;
        known = false;
        last = variable;
    }

    boolean isOf(int row, long variables) {
        return (variables >>> (labels[row] >>> 1) & 1) != 0;
    }

    boolean isExcluded(int row) {
        return (labels[row] & 1) != 0;
    }

    /** Writes the value that a slot has at a row of the match into the one row of a batch, whose null bit is clear. */
    void write(MatchSlot slot, int row, RowBatch to, int column) {
        int end = slot.atEnd ? count : row + 1;
        switch (slot.kind) {
            case COLUMN -> {
                int at = locate(slot, end);
                if (at == NONE) {
                    to.setNull(column, 0);
                } else {
                    to.copyCell(rows.batch(places[at]), slot.column, rows.row(places[at]), column, 0);
                }
            }
            case ROWTIME -> {
                int at = locate(slot, end);
                if (at == NONE) {
                    to.setNull(column, 0);
                } else {
                    to.values[column][0] = rows.batch(places[at]).rowtime[rows.row(places[at])];
                }
            }
            case EXISTS -> to.values[column][0] = locate(slot, end) == NONE ? 0 : 1;
            case CLASSIFIER -> {
                byte[] name = names[known ? labels[end - 1] >>> 1 : last];
                to.setBytes(column, 0, name, 0, name.length);
            }
            case NUMBER -> to.values[column][0] = number;
            default -> aggregate(slot, end, to, column);
        }
    }

    /** The row of the partition that a slot means, or {@link #NONE}. */
    private int locate(MatchSlot slot, int end) {
        int found = found(slot, end);
        if (found == NONE) {
            return NONE;
        }
        int at = start + found - slot.back;
        return at >= 0 && at < size ? at : NONE;
    }

    private int found(MatchSlot slot, int end) {
        if (slot.variables == MatchSlot.ALL || !known) {
            int at = slot.first ? slot.offset : end - 1 - slot.offset;
            return at >= 0 && at < end ? at : NONE;
        }
        int left = slot.offset;
        if (slot.first) {
            for (int i = 0; i < end; i++) {
                if (isOf(i, slot.variables) && left-- == 0) {
                    return i;
                }
            }
            return NONE;
        }
        for (int i = end - 1; i >= 0; i--) {
            if (isOf(i, slot.variables) && left-- == 0) {
                return i;
            }
        }
        return NONE;
    }

    private void aggregate(MatchSlot slot, int end, RowBatch to, int column) {
        boolean real = slot.column >= 0 && schema.type(slot.column).form() == Kind.Form.DOUBLE;
        long taken = 0;
        double total = 0;
        long best = 0;
        sum[0] = 0;
        sum[1] = 0;
        for (int i = 0; i < end; i++) {
            if (slot.variables != MatchSlot.ALL && !isOf(i, slot.variables)) {
                continue;
            }
            int place = places[start + i];
            RowBatch batch = rows.batch(place);
            if (slot.column >= 0 && batch.isNull(slot.column, rows.row(place))) {
                continue;
            }
            long cell = slot.column < 0 ? 0 : batch.values[slot.column][rows.row(place)];
            switch (slot.kind) {
                case SUM, AVG -> {
                    if (real) {
                        total += Double.longBitsToDouble(cell);
                    } else {
                        WideSums.add(sum, 0, cell);
                    }
                }
                case MIN, MAX -> {
                    int order = real
                            ? Double.compare(Double.longBitsToDouble(cell), Double.longBitsToDouble(best))
                            : Long.compare(cell, best);
                    if (taken == 0 || (slot.kind == MatchSlot.Kind.MIN ? order < 0 : order > 0)) {
                        best = cell;
                    }
                }
                default -> {}
            }
            taken++;
        }
        if (slot.kind == MatchSlot.Kind.COUNT) {
            to.values[column][0] = taken;
        } else if (taken == 0) {
            to.setNull(column, 0);
        } else {
            to.values[column][0] = switch (slot.kind) {
                case SUM -> real ? bits(total, to.schema.type(column)) : whole(to.schema.type(column));
                case AVG ->
                    real
                            ? bits(Exact.finite(total, "DOUBLE") / taken, to.schema.type(column))
                            : mean(taken, schema.type(slot.column), to.schema.type(column));
                default -> best;
            };
        }
    }

    private static long bits(double value, Type type) {
        double checked =
                type.kind() == Kind.REAL ? Exact.finiteReal(value, type.sql()) : Exact.finite(value, type.sql());
        return Double.doubleToRawLongBits(checked);
    }

    private long whole(Type type) {
        return fit(WideSums.narrow(sum[0], sum[1], type.sql()), type);
    }

    private long mean(long taken, Type argument, Type type) {
        boolean decimal = argument.kind() == Kind.DECIMAL;
        return fit(Decimals.mean(sum[0], sum[1], taken, decimal, type.scale() - argument.scale()), type);
    }

    private static long fit(long value, Type type) {
        return switch (type.kind()) {
            case TINYINT -> Exact.inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE, type.sql());
            case SMALLINT -> Exact.inRange(value, Short.MIN_VALUE, Short.MAX_VALUE, type.sql());
            case INTEGER -> Exact.inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE, type.sql());
            case DECIMAL -> Decimals.inPrecision(value, type.precision(), type.sql());
            default -> value;
        };
    }
}
