package kpipe.runtime.operator;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;

/**
 * The rows of a TABLE as they are now. A refresh puts another {@link Snapshot} in place of the last one; a kernel looks for that at the start of a batch and stays with one
 * version until the next. Thread-safe.
 */
public interface ReferenceTable {

    Schema schema();

    Snapshot current();

    /** One version of the table: its batches never change. Thread-safe. */
    final class Snapshot {

        private final long version;
        private final List<RowBatch> batches;
        private final List<TableIndex> indexes = new ArrayList<>();

        /** @param version grows with each refresh */
        public Snapshot(long version, List<RowBatch> batches) {
            this.version = version;
            this.batches = List.copyOf(batches);
        }

        public long version() {
            return version;
        }

        public List<RowBatch> batches() {
            return batches;
        }

        /** The rows by the values of these columns; without columns all rows have the hash 0. The index is made once, by the first kernel that asks. */
        public synchronized TableIndex index(int... columns) {
            for (TableIndex index : indexes) {
                if (index.isOver(columns)) {
                    return index;
                }
            }
            TableIndex index = new TableIndex(this, columns);
            indexes.add(index);
            return index;
        }
    }
}
