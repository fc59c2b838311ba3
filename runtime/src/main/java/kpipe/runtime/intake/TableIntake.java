package kpipe.runtime.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Tally;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Decoder;
import kpipe.spi.RowSource;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;
import org.jspecify.annotations.Nullable;

/** Reads a source to its end, for a reference table. One load; not thread-safe. */
public final class TableIntake implements Decoder.Rejects {

    private final String table;
    private final Schema schema;
    private final Source source;
    private final @Nullable DecoderFactory decoders;
    private final ErrorReport errors;
    private final Tally tally;
    private final List<RowBatch> batches = new ArrayList<>();
    private final Chunk chunk = new Chunk();
    private RowBatch rows;
    private @Nullable Decoder decoder;
    private String input = "";

    /**
     * @param source already open
     * @param decoders null for a source of rows
     */
    public TableIntake(
            String table,
            Schema schema,
            Source source,
            @Nullable DecoderFactory decoders,
            ErrorReport errors,
            Tally tally) {
        this.table = table;
        this.schema = schema;
        this.source = source;
        this.decoders = decoders;
        this.errors = errors;
        this.tally = tally;
        rows = new RowBatch(schema);
    }

    /** Reads one batch at most; returns whether there is more. A source that has nothing now counts as ended: a table is what is there. */
    public boolean work() throws IOException {
        Status status;
        if (source instanceof RowSource rowSource) {
            int before = rows.size;
            status = rowSource.read(rows);
            tally.read += rows.size - before;
        } else {
            status = read((ByteSource) source);
        }
        if (rows.isFull()) {
            cut();
        }
        return status == Status.READ;
    }

    private Status read(ByteSource bytes) throws IOException {
        Status status = bytes.read(chunk);
        boolean last = chunk.endOfInput || status != Status.READ;
        int start;
        do {
            if (decoder == null || !input.equals(chunk.input)) {
                if (decoders == null) {
                    throw new IllegalStateException("table " + table + " has no decoder");
                }
                decoder = decoders.create();
                input = chunk.input;
            }
            start = chunk.start;
            int before = rows.size;
            chunk.start = decoder.decode(chunk.bytes, start, chunk.end, last, rows, this);
            tally.read += rows.size - before;
            if (rows.isFull()) {
                cut();
                continue;
            }
            if (chunk.start == start) {
                break;
            }
        } while (chunk.start < chunk.end);
        if (last) {
            String problem = chunk.problem;
            if (problem != null) {
                reject(chunk.bytes, chunk.end, chunk.end, "INPUT_DAMAGED", problem);
            }
            chunk.clear();
            decoder = null;
        }
        return status;
    }

    private void cut() {
        batches.add(rows);
        rows = new RowBatch(schema);
    }

    /** Closes the source; what was read of it is forgotten. */
    public void abandon() throws IOException {
        source.close();
    }

    /** Closes the source and returns what was read. */
    public List<RowBatch> finish() throws IOException {
        source.close();
        if (rows.size > 0) {
            cut();
        }
        return batches;
    }

    @Override
    public void reject(byte[] bytes, int start, int end, String name, String message) {
        tally.read++;
        tally.errors++;
        errors.record(name, message, input, bytes, start, end - start);
    }
}
