package kpipe.benchmarks;

import java.util.Arrays;
import kpipe.data.RowBatch;

/**
 * The loops that an expert would write by hand for one query each: over the same columns as the generated kernels, in order of time, without lateness, errors or
 * any generality. They are the limit that generated code is measured against.
 */
final class HandLoops {

    private static final long MINUTE = 60_000;

    private HandLoops() {}

    /** {@code SELECT * FROM readings}. */
    static void passThrough(RowBatch in, RowBatch out) {
        int rows = in.size;
        System.arraycopy(in.rowtime, 0, out.rowtime, 0, rows);
        System.arraycopy(in.watermark, 0, out.watermark, 0, rows);
        for (int column = 0; column < in.values.length; column++) {
            System.arraycopy(in.values[column], 0, out.values[column], 0, rows);
        }
        out.size = rows;
    }

    /** {@code SELECT device, temperature * 1.8 + 32 AS fahrenheit, room FROM readings WHERE humidity > 50 AND room <> 7}. */
    static void filterProject(RowBatch in, RowBatch out) {
        int rows = in.size;
        long[] device = in.values[Telemetry.DEVICE];
        long[] room = in.values[Telemetry.ROOM];
        long[] humidity = in.values[Telemetry.HUMIDITY];
        long[] temperature = in.values[Telemetry.TEMPERATURE];
        long[] outDevice = out.values[0];
        long[] outFahrenheit = out.values[1];
        long[] outRoom = out.values[2];
        int to = 0;
        for (int row = 0; row < rows; row++) {
            if (Double.longBitsToDouble(humidity[row]) > 50.0 && room[row] != 7) {
                outDevice[to] = device[row];
                outFahrenheit[to] = Double.doubleToRawLongBits(Double.longBitsToDouble(temperature[row]) * 1.8 + 32.0);
                outRoom[to] = room[row];
                out.rowtime[to] = in.rowtime[row];
                out.watermark[to] = in.watermark[row];
                to++;
            }
        }
        out.size = to;
    }

    /**
     * {@code SELECT device, COUNT(*), AVG(temperature), MIN(temperature), MAX(temperature) FROM readings WHERE humidity > 10 GROUP BY device} in tumbling
     * minutes.
     */
    static final class TumblingAggregate {

        /** device, count, sum, min, max and three cells that fill the cache line. */
        private static final int STRIDE = 8;

        private final BatchConsumer results;
        private final RowBatch out;
        private long[] table = new long[1024 * STRIDE];
        private int groups;
        private int growAt = 512;
        private long windowEnd = Long.MIN_VALUE;

        /** Takes full batches of results. */
        interface BatchConsumer {
            void accept(RowBatch batch);
        }

        TumblingAggregate(RowBatch out, BatchConsumer results) {
            this.out = out;
            this.results = results;
        }

        void batch(RowBatch in) {
            int rows = in.size;
            long[] time = in.rowtime;
            long[] device = in.values[Telemetry.DEVICE];
            long[] humidity = in.values[Telemetry.HUMIDITY];
            long[] temperature = in.values[Telemetry.TEMPERATURE];
            for (int row = 0; row < rows; row++) {
                long at = time[row];
                if (at >= windowEnd) {
                    close();
                    windowEnd = at - Math.floorMod(at, MINUTE) + MINUTE;
                }
                if (!(Double.longBitsToDouble(humidity[row]) > 10.0)) {
                    continue;
                }
                add(device[row], Double.longBitsToDouble(temperature[row]));
            }
        }

        private void add(long key, double value) {
            long[] cells = table;
            int mask = cells.length - 1;
            int slot = slotOf(key, mask);
            while (true) {
                long count = cells[slot + 1];
                if (count == 0) {
                    cells[slot] = key;
                    cells[slot + 1] = 1;
                    cells[slot + 2] = Double.doubleToRawLongBits(value);
                    cells[slot + 3] = cells[slot + 2];
                    cells[slot + 4] = cells[slot + 2];
                    if (++groups == growAt) {
                        grow();
                    }
                    return;
                }
                if (cells[slot] == key) {
                    cells[slot + 1] = count + 1;
                    cells[slot + 2] = Double.doubleToRawLongBits(Double.longBitsToDouble(cells[slot + 2]) + value);
                    if (value < Double.longBitsToDouble(cells[slot + 3])) {
                        cells[slot + 3] = Double.doubleToRawLongBits(value);
                    }
                    if (value > Double.longBitsToDouble(cells[slot + 4])) {
                        cells[slot + 4] = Double.doubleToRawLongBits(value);
                    }
                    return;
                }
                slot = (slot + STRIDE) & mask;
            }
        }

        private static int slotOf(long key, int mask) {
            long hash = key * 0x9E3779B97F4A7C15L;
            return (int) ((hash ^ hash >>> 32) * STRIDE) & mask;
        }

        private void grow() {
            long[] old = table;
            table = new long[old.length * 2];
            growAt *= 2;
            int mask = table.length - 1;
            for (int from = 0; from < old.length; from += STRIDE) {
                if (old[from + 1] != 0) {
                    int slot = slotOf(old[from], mask);
                    while (table[slot + 1] != 0) {
                        slot = (slot + STRIDE) & mask;
                    }
                    System.arraycopy(old, from, table, slot, STRIDE);
                }
            }
        }

        /** The input has ended: another one may begin, earlier in time. */
        void end() {
            close();
            windowEnd = Long.MIN_VALUE;
            if (out.size > 0) {
                results.accept(out);
                out.clear();
            }
        }

        /** Gives the results of the open window, and empties the table. */
        private void close() {
            if (groups == 0) {
                return;
            }
            long[] cells = table;
            for (int slot = 0; slot < cells.length; slot += STRIDE) {
                long count = cells[slot + 1];
                if (count != 0) {
                    int row = out.size++;
                    out.values[0][row] = cells[slot];
                    out.values[1][row] = count;
                    out.setDouble(2, row, Double.longBitsToDouble(cells[slot + 2]) / count);
                    out.values[3][row] = cells[slot + 3];
                    out.values[4][row] = cells[slot + 4];
                    out.rowtime[row] = windowEnd;
                    out.watermark[row] = windowEnd;
                    if (out.isFull()) {
                        results.accept(out);
                        out.clear();
                    }
                }
            }
            Arrays.fill(cells, 0);
            groups = 0;
        }
    }
}
