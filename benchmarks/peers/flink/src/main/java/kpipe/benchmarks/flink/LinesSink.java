package kpipe.benchmarks.flink;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** Writes rows as lines of one file. */
final class LinesSink implements Sink<RowData> {

    private static final long serialVersionUID = 1;

    private final String path;
    private final SerializationSchema<RowData> encoder;

    LinesSink(String path, SerializationSchema<RowData> encoder) {
        this.path = path;
        this.encoder = encoder;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        try {
            encoder.open(context.asSerializationSchemaInitializationContext());
        } catch (Exception e) {
            throw new IOException(e);
        }
        return new Writer(new BufferedOutputStream(new FileOutputStream(path), 1 << 16), encoder);
    }

    private record Writer(OutputStream out, SerializationSchema<RowData> encoder) implements SinkWriter<RowData> {

        @Override
        public void write(RowData row, Context context) throws IOException {
            out.write(encoder.serialize(row));
            out.write('\n');
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
