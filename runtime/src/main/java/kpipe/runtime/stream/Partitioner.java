package kpipe.runtime.stream;

import java.util.Arrays;
import kpipe.data.Hash128;
import kpipe.data.Kind;
import kpipe.data.Md5;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.data.Text;

/** Finds the lane of a row. Not thread-safe: each producer has its own. */
abstract class Partitioner {

    abstract int lane(RowBatch rows, int row);

    static Partitioner of(Division division, Schema schema, int lanes) {
        boolean whole =
                division.kind() == Division.Kind.BY_KEY && division.columns().isEmpty();
        int[] columns = new int[whole ? schema.size() : division.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = whole ? i : division.columns().get(i);
        }
        return division.kind() == Division.Kind.BY_KEY ? new ByKey(schema, columns, lanes) : new ByHash(columns, lanes);
    }

    /** Always the last lane. */
    static Partitioner last(int lanes) {
        return new Partitioner() {
            @Override
            int lane(RowBatch rows, int row) {
                return lanes - 1;
            }
        };
    }

    /** Where Kinesis would put it. */
    private static final class ByKey extends Partitioner {
        private final PartitionKey key;
        private final long[] startHigh;
        private final long[] startLow;
        private final Md5 md5 = new Md5();

        ByKey(Schema schema, int[] columns, int lanes) {
            key = new PartitionKey(schema, Arrays.stream(columns).boxed().toList());
            startHigh = new long[lanes];
            startLow = new long[lanes];
            for (int i = 0; i < lanes; i++) {
                Hash128 start = Hash128.start(i, lanes);
                startHigh[i] = start.high();
                startLow[i] = start.low();
            }
        }

        @Override
        int lane(RowBatch rows, int row) {
            key.of(rows, row);
            md5.digest(key.bytes(), key.offset(), key.length());
            return laneOf(md5.high(), md5.low());
        }

        private int laneOf(long high, long low) {
            int below = 0;
            int above = startHigh.length;
            while (above - below > 1) {
                int middle = below + above >>> 1;
                int order = Long.compareUnsigned(startHigh[middle], high);
                if (order < 0 || order == 0 && Long.compareUnsigned(startLow[middle], low) <= 0) {
                    below = middle;
                } else {
                    above = middle;
                }
            }
            return below;
        }
    }

    /** Equal cells meet, so without columns all rows do; NULL is equal to NULL, and 0.0 to -0.0. */
    private static final class ByHash extends Partitioner {
        private final int[] columns;
        private final int lanes;

        ByHash(int[] columns, int lanes) {
            this.columns = columns;
            this.lanes = lanes;
        }

        @Override
        int lane(RowBatch rows, int row) {
            long hash = 0x9E3779B97F4A7C15L;
            for (int column : columns) {
                long cell = 0;
                if (!rows.isNull(column, row)) {
                    long value = rows.values[column][row];
                    Kind.Form form = rows.schema.type(column).form();
                    if (form == Kind.Form.BYTES) {
                        cell = Text.hash(rows.heap, Slice.offset(value), Slice.length(value));
                    } else if (form == Kind.Form.DOUBLE) {
                        cell = Double.doubleToLongBits(Double.longBitsToDouble(value) + 0.0);
                    } else {
                        cell = value;
                    }
                }
                hash = (hash ^ cell) * 0xFF51AFD7ED558CCDL;
                hash ^= hash >>> 32;
            }
            hash *= 0xC4CEB9FE1A85EC53L;
            return (int) Math.multiplyHigh(hash >>> 1, (long) lanes << 1);
        }
    }
}
