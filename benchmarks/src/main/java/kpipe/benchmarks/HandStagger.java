package kpipe.benchmarks;

import java.util.Arrays;
import java.util.function.Consumer;
import kpipe.data.RowBatch;

/**
 * The loop that an expert would write by hand for {@code SELECT device, COUNT(*), MIN(temperature), MAX(temperature), AVG(temperature)} in stagger windows. All windows are of one length, so that they close in the
 * order in which they opened. Rows come in order, and no key is ever forgotten.
 */
final class HandStagger {

    /** device, end of its window or 0, count, sum, min, max, 1 where somebody stands, and a cell that fills the cache line. */
    private static final int STRIDE = 8;

    private final long length;
    private final RowBatch out;
    private final Consumer<RowBatch> results;
    private long[] table = new long[1024 * STRIDE];
    private int keys;
    private int[] open = new int[1024];
    private int first;
    private int end;

    HandStagger(long length, RowBatch out, Consumer<RowBatch> results) {
        this.length = length;
        this.out = out;
        this.results = results;
    }

    void batch(RowBatch in) {
        long[] devices = in.values[Telemetry.DEVICE];
        long[] temperatures = in.values[Telemetry.TEMPERATURE];
        long[] times = in.rowtime;
        for (int row = 0; row < in.size; row++) {
            long time = times[row];
            while (first < end && table[open[first & open.length - 1] + 1] <= time) {
                close(open[first++ & open.length - 1]);
            }
            int at = find(devices[row]);
            double value = Double.longBitsToDouble(temperatures[row]);
            if (table[at + 1] == 0) {
                table[at + 1] = time + length;
                table[at + 2] = 1;
                table[at + 3] = Double.doubleToRawLongBits(value);
                table[at + 4] = table[at + 3];
                table[at + 5] = table[at + 3];
                if (end - first == open.length) {
                    grow();
                }
                open[end++ & open.length - 1] = at;
            } else {
                table[at + 2]++;
                table[at + 3] = Double.doubleToRawLongBits(Double.longBitsToDouble(table[at + 3]) + value);
                if (value < Double.longBitsToDouble(table[at + 4])) {
                    table[at + 4] = Double.doubleToRawLongBits(value);
                }
                if (value > Double.longBitsToDouble(table[at + 5])) {
                    table[at + 5] = Double.doubleToRawLongBits(value);
                }
            }
        }
    }

    void end() {
        while (first < end) {
            close(open[first++ & open.length - 1]);
        }
        results.accept(out);
        out.clear();
    }

    private void close(int at) {
        int row = out.size++;
        out.values[0][row] = table[at];
        out.values[1][row] = table[at + 2];
        out.values[2][row] = table[at + 4];
        out.values[3][row] = table[at + 5];
        out.values[4][row] = Double.doubleToRawLongBits(Double.longBitsToDouble(table[at + 3]) / table[at + 2]);
        out.rowtime[row] = table[at + 1];
        out.watermark[row] = table[at + 1];
        table[at + 1] = 0;
        if (out.isFull()) {
            results.accept(out);
            out.clear();
        }
    }

    /** Where a device stands; a new one is given a place, whose seventh cell is then 1. */
    private int find(long device) {
        int mask = table.length - 1;
        int at = place(device, mask);
        while (table[at + 6] != 0 && table[at] != device) {
            at = at + STRIDE & mask;
        }
        if (table[at + 6] == 0) {
            if (++keys * 2 * STRIDE > table.length) {
                widen();
                return find(device);
            }
            table[at] = device;
            table[at + 6] = 1;
        }
        return at;
    }

    private static int place(long device, int mask) {
        long hash = device * 0x9E3779B97F4A7C15L;
        return (int) ((hash >>> 32) * STRIDE) & mask;
    }

    private void widen() {
        long[] old = table;
        table = new long[old.length * 2];
        int[] moved = new int[old.length / STRIDE];
        int mask = table.length - 1;
        for (int from = 0; from < old.length; from += STRIDE) {
            if (old[from + 6] != 0) {
                int at = place(old[from], mask);
                while (table[at + 6] != 0) {
                    at = at + STRIDE & mask;
                }
                System.arraycopy(old, from, table, at, STRIDE);
                moved[from / STRIDE] = at;
            }
        }
        for (int i = first; i < end; i++) {
            open[i & open.length - 1] = moved[open[i & open.length - 1] / STRIDE];
        }
        keys--;
    }

    private void grow() {
        int[] wider = Arrays.copyOf(open, open.length * 2);
        for (int i = first; i < end; i++) {
            wider[i & wider.length - 1] = open[i & open.length - 1];
        }
        open = wider;
    }
}
