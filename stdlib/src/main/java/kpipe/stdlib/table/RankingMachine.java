package kpipe.stdlib.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;

/** Holds the rows of one ROWTIME until another one comes, ranks them and gives them. Ties share a rank, the ranks behind them are left out; NULL comes behind all values. */
final class RankingMachine implements TableMachine {

    private static final int CHUNK_ROWS = 256;

    private final Schema query;
    private final int column;
    private final Kind kind;
    private final boolean descending;
    private final int outputOrder;
    private final long most;

    private final List<RowBatch> chunks = new ArrayList<>();
    private int size;
    private long time;
    private final Text one = new Text();
    private final Text other = new Text();

    /**
     * @param column to rank by
     * @param outputOrder 1: best ranks first; -1: worst first; 0: as the rows came
     * @param most how many are given of each time; 0: all
     */
    RankingMachine(Schema query, int column, boolean descending, int outputOrder, long most) {
        this.query = query;
        this.column = column;
        this.descending = descending;
        this.outputOrder = outputOrder;
        this.most = most;
        Type type = query.type(column);
        kind = type.kind();
    }

    @Override
    public void row(RowBatch rows, int row, TableResults results) {
        if (size > 0 && rows.rowtime[row] != time) {
            give(results);
        }
        time = rows.rowtime[row];
        if (size == chunks.size() * CHUNK_ROWS) {
            chunks.add(new RowBatch(query, CHUNK_ROWS));
        }
        chunks.get(size / CHUNK_ROWS).appendRow(rows, row);
        size++;
    }

    @Override
    public void time(long watermark, TableResults results) {
        if (size > 0 && watermark > time) {
            give(results);
        }
    }

    private void give(TableResults results) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        int[] ranks = new int[size];
        for (int i = 0; i < size; i++) {
            boolean tie = i > 0 && compare(order[i - 1], order[i]) == 0;
            ranks[order[i]] = tie ? ranks[order[i - 1]] : i + 1;
        }
        if (outputOrder == 0) {
            Arrays.setAll(order, i -> i);
        } else if (outputOrder < 0) {
            Arrays.sort(order);
            Arrays.sort(order, (left, right) -> Integer.compare(ranks[right], ranks[left]));
        }
        long count = most == 0 ? size : Math.min(most, size);
        for (int i = 0; i < count; i++) {
            int place = order[i];
            RowBatch to = results.pass(chunks.get(place / CHUNK_ROWS), place % CHUNK_ROWS);
            to.values[query.size()][to.size - 1] = ranks[place];
        }
        size = 0;
        // One crowded time does not hold its room for ever.
        while (chunks.size() > 1) {
            chunks.remove(chunks.size() - 1);
        }
        chunks.get(0).clear();
    }

    private int compare(int left, int right) {
        RowBatch rows = chunks.get(left / CHUNK_ROWS);
        RowBatch others = chunks.get(right / CHUNK_ROWS);
        boolean isNull = rows.isNull(column, left % CHUNK_ROWS);
        boolean otherIsNull = others.isNull(column, right % CHUNK_ROWS);
        if (isNull || otherIsNull) {
            return Boolean.compare(isNull, otherIsNull);
        }
        long cell = rows.values[column][left % CHUNK_ROWS];
        long otherCell = others.values[column][right % CHUNK_ROWS];
        int compared = switch (kind.form()) {
            case LONG -> Long.compare(cell, otherCell);
            case DOUBLE -> Double.compare(Double.longBitsToDouble(cell), Double.longBitsToDouble(otherCell));
            case BYTES -> one.point(rows.heap, cell).compareTo(other.point(others.heap, otherCell));
        };
        return descending ? -compared : compared;
    }

    @Override
    public long rows() {
        return size;
    }

    @Override
    public long due() {
        return size == 0 ? Long.MAX_VALUE : time + 1;
    }

    @Override
    public long bytes() {
        return chunks.stream().mapToLong(RowBatch::sizeInBytes).sum();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(time);
        out.writeInt(size);
        for (int place = 0; place < size; place++) {
            RowBatch rows = chunks.get(place / CHUNK_ROWS);
            int row = place % CHUNK_ROWS;
            out.writeLong(rows.rowtime[row]);
            out.writeLong(rows.watermark[row]);
            for (int cell = 0; cell < query.size(); cell++) {
                out.writeBoolean(rows.isNull(cell, row));
                if (!rows.isNull(cell, row)) {
                    write(rows, cell, row, out);
                }
            }
        }
    }

    private void write(RowBatch rows, int cell, int row, DataOutput out) throws IOException {
        long value = rows.values[cell][row];
        if (query.type(cell).form() == Kind.Form.BYTES) {
            out.writeInt(Slice.length(value));
            out.write(rows.heap, Slice.offset(value), Slice.length(value));
        } else {
            out.writeLong(value);
        }
    }

    @Override
    public void restore(DataInput in) throws IOException {
        time = in.readLong();
        size = in.readInt();
        for (int place = 0; place < size; place++) {
            if (place == chunks.size() * CHUNK_ROWS) {
                chunks.add(new RowBatch(query, CHUNK_ROWS));
            }
            RowBatch rows = chunks.get(place / CHUNK_ROWS);
            int row = rows.size++;
            rows.rowtime[row] = in.readLong();
            rows.watermark[row] = in.readLong();
            for (int cell = 0; cell < query.size(); cell++) {
                if (in.readBoolean()) {
                    rows.setNull(cell, row);
                } else if (query.type(cell).form() == Kind.Form.BYTES) {
                    byte[] bytes = new byte[in.readInt()];
                    in.readFully(bytes);
                    rows.setBytes(cell, row, bytes, 0, bytes.length);
                } else {
                    rows.values[cell][row] = in.readLong();
                }
            }
        }
    }
}
