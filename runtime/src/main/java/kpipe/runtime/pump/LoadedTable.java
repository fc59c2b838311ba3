package kpipe.runtime.pump;

import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.ReferenceTable;

/** A reference table whose content is put in whole, again with each refresh. Thread-safe. */
public final class LoadedTable implements ReferenceTable {

    private final Schema schema;
    private volatile Snapshot snapshot = new Snapshot(0, List.of());

    public LoadedTable(Schema schema) {
        this.schema = schema;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Snapshot current() {
        return snapshot;
    }

    /** Whether there has been a {@link #replace} yet. */
    public boolean isLoaded() {
        return snapshot.version() > 0;
    }

    /** Makes these the rows of the table; nobody changes the batches any more. */
    public void replace(List<RowBatch> batches) {
        snapshot = new Snapshot(snapshot.version() + 1, List.copyOf(batches));
    }
}
