package kpipe.runtime.engine;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/** Counts and sums numbers by key in tumbling windows, as a generated kernel would but plainly. Results are key, sum, count as a time. */
final class Windows extends Kernel {

    private final long size;
    private final TreeMap<Long, TreeMap<String, long[]>> open = new TreeMap<>();
    private KernelContext context;

    Windows(long size) {
        this.size = size;
    }

    @Override
    public void open(KernelContext given) {
        context = given;
    }

    @Override
    public void batch(RowBatch rows) {
        for (int row = 0; row < rows.size; row++) {
            long end = Math.floorDiv(rows.rowtime[row], size) * size + size;
            if (end <= rows.watermark[row]) {
                context.late().late(rows, row, rows.watermark[row] - end + 1);
                continue;
            }
            long[] sums = open.computeIfAbsent(end, absent -> new TreeMap<>())
                    .computeIfAbsent(rows.textAt(0, row).toString(), absent -> new long[2]);
            sums[0] += rows.values[1][row];
            sums[1]++;
        }
    }

    @Override
    public void save(StateWriter out) throws IOException {
        out.number(open.size());
        for (Map.Entry<Long, TreeMap<String, long[]>> window : open.entrySet()) {
            out.number(window.getKey());
            out.number(window.getValue().size());
            for (Map.Entry<String, long[]> group : window.getValue().entrySet()) {
                out.text(group.getKey());
                out.words(group.getValue(), 0, 2);
            }
        }
    }

    @Override
    public void restore(StateReader in) throws IOException {
        for (int windows = in.small(); windows > 0; windows--) {
            TreeMap<String, long[]> groups = new TreeMap<>();
            open.put(in.number(), groups);
            for (int count = in.small(); count > 0; count--) {
                groups.put(in.text(), in.words());
            }
        }
    }

    @Override
    public void time(long watermark) {
        while (!open.isEmpty() && open.firstKey() <= watermark) {
            long end = open.firstKey();
            for (Map.Entry<String, long[]> group : open.remove(end).entrySet()) {
                RowBatch out = context.main().next();
                byte[] key = group.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                out.setBytes(0, out.size, key, 0, key.length);
                out.values[1][out.size] = group.getValue()[0];
                out.values[2][out.size] = group.getValue()[1];
                out.rowtime[out.size] = end;
                out.watermark[out.size] = end;
                out.size++;
            }
            context.main().next();
        }
    }
}
