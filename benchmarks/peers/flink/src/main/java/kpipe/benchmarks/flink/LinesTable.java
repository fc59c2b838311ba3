package kpipe.benchmarks.flink;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.legacy.table.connector.source.SourceFunctionProvider;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A file of lines as a table; only the columns that a query looks at are decoded. */
final class LinesTable implements ScanTableSource, SupportsProjectionPushDown {

    private final String path;
    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private DataType columns;

    LinesTable(String path, DecodingFormat<DeserializationSchema<RowData>> format, DataType columns) {
        this.path = path;
        this.format = format;
        this.columns = columns;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return SourceFunctionProvider.of(new Reading(path, format.createRuntimeDecoder(context, columns)), true, 1);
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projected, DataType produced) {
        columns = produced;
    }

    @Override
    public DynamicTableSource copy() {
        return new LinesTable(path, format, columns);
    }

    @Override
    public String asSummaryString() {
        return "lines";
    }

    /** Reads the file from its start to its end. */
    private static final class Reading implements SourceFunction<RowData> {

        private static final long serialVersionUID = 1;
        private static final int CHUNK = 1 << 18;

        private final String path;
        private final DeserializationSchema<RowData> decoder;
        private volatile boolean cancelled;

        Reading(String path, DeserializationSchema<RowData> decoder) {
            this.path = path;
            this.decoder = decoder;
        }

        @Override
        public void run(SourceContext<RowData> rows) throws Exception {
            decoder.open(null);
            byte[] chunk = new byte[CHUNK];
            int kept = 0;
            try (InputStream file = new FileInputStream(path)) {
                for (int read = file.read(chunk, 0, CHUNK); read > 0 && !cancelled; ) {
                    kept = lines(chunk, kept + read, rows);
                    read = file.read(chunk, kept, CHUNK - kept);
                }
            }
        }

        /** Hands on whole lines, and moves what stands behind them to the front: so many bytes. */
        private int lines(byte[] chunk, int end, SourceContext<RowData> rows) throws IOException {
            int start = 0;
            for (int at = 0; at < end; at++) {
                if (chunk[at] == '\n') {
                    RowData row = decoder.deserialize(Arrays.copyOfRange(chunk, start, at));
                    synchronized (rows.getCheckpointLock()) {
                        rows.collect(row);
                    }
                    start = at + 1;
                }
            }
            System.arraycopy(chunk, start, chunk, 0, end - start);
            return end - start;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
