package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.junit.jupiter.api.Test;

class TimeSorterTest {

    private static final Schema SCHEMA = new Schema(
            List.of(new Column("k", Type.of(Kind.INTEGER, false)), new Column("v", Type.of(Kind.INTEGER, false))));

    @Test
    void holdsNoMoreThanTheFirstRowsOfEachKeyAsk() {
        TimeSorter sorter = new TimeSorter(SCHEMA, null, null, order(1), order(0), 3);
        Random random = new Random(5);
        List<List<Long>> expected = new ArrayList<>();
        RowBatch one = new RowBatch(SCHEMA, 1);
        for (int i = 0; i < 50_000; i++) {
            long key = random.nextInt(40);
            long value = random.nextInt(1_000_000);
            one.clear();
            one.values[0][0] = key;
            one.values[1][0] = value;
            one.rowtime[0] = 1_000;
            one.size = 1;
            sorter.add(one, 0);
            sorter.added();
            expected.add(List.of(key, value));
            assertThat(sorter.size()).isLessThanOrEqualTo(1_024);
        }
        expected.sort((a, b) -> Long.compare(a.get(1), b.get(1)));
        int[] counts = new int[40];
        expected.removeIf(row -> ++counts[row.get(0).intValue()] > 3);
        List<List<Long>> actual = new ArrayList<>();
        while (sorter.next(RowBatch.END_WATERMARK)) {
            RowBatch rows = java.util.Objects.requireNonNull(sorter.rows);
            actual.add(List.of(rows.values[0][sorter.row], rows.values[1][sorter.row]));
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static RowOrder order(int column) {
        return new RowOrder(SCHEMA, new int[] {column}, new boolean[] {false}, new boolean[] {false});
    }
}
