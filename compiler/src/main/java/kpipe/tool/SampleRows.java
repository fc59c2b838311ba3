package kpipe.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.spi.Decoder;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a stream makes of some bytes.
 *
 * @param count how many rows there are
 * @param first the values of the first of them, as SQL shows them
 * @param rejected how many records are no rows
 * @param reasons why the first of them are not
 * @param disorder for each column by how many milliseconds a later row is earlier than one before it, at most; -1 for columns that are no TIMESTAMP or have NULLs
 */
public record SampleRows(
        long count, List<List<String>> first, long rejected, List<String> reasons, List<Long> disorder) {

    private static final int REASONS = 3;

    public SampleRows {
        first = List.copyOf(first);
        reasons = List.copyOf(reasons);
        disorder = List.copyOf(disorder);
    }

    /**
     * Decodes bytes as a stream would.
     *
     * @param checked without an error
     * @param stream the name of a stream with a source of bytes
     * @param cut whether the bytes are part of something longer, so that the last record may not be whole
     * @param shown how many rows are kept to be looked at
     */
    public static SampleRows read(
            Compiler compiler, CheckedPipeline checked, String stream, byte[] bytes, boolean cut, int shown) {
        SourceNode source = checked.pipeline() == null
                ? null
                : checked.pipeline().stream(stream).source();
        FormatNode format = source == null ? null : source.format();
        if (format == null) {
            throw new IllegalArgumentException("no stream that is read from bytes: " + stream);
        }
        RecordShape shape = TestRowReader.shape(format);
        Decoder decoder = compiler.decoders().decoder(format.format(), shape);
        Reading reading = new Reading(shape.schema(), shown);
        RowBatch batch = new RowBatch(shape.schema());
        int at = 0;
        boolean more = true;
        while (more) {
            batch.clear();
            int next = decoder.decode(
                    bytes,
                    at,
                    bytes.length,
                    !cut,
                    batch,
                    (record, start, end, name, message) -> reading.reject(message));
            reading.take(batch);
            more = batch.size > 0 || next > at;
            at = next;
        }
        return reading.result();
    }

    /** What has been read so far. */
    private static final class Reading {

        private final Schema schema;
        private final int shown;
        private final List<List<String>> first = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private final @Nullable Long[] latest;
        private final long[] disorder;
        private long count;
        private long rejected;

        Reading(Schema schema, int shown) {
            this.schema = schema;
            this.shown = shown;
            latest = new Long[schema.size()];
            disorder = new long[schema.size()];
            for (int column = 0; column < schema.size(); column++) {
                disorder[column] = schema.type(column).kind() == Kind.TIMESTAMP ? 0 : -1;
            }
        }

        void reject(String message) {
            rejected++;
            if (reasons.size() < REASONS) {
                reasons.add(message);
            }
        }

        void take(RowBatch batch) {
            count += batch.size;
            for (int row = 0; row < batch.size; row++) {
                for (int column = 0; column < disorder.length; column++) {
                    look(batch, column, row);
                }
                if (first.size() < shown) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < schema.size(); column++) {
                        values.add(TestRow.read(batch, column, row));
                    }
                    first.add(new TestRow(Collections.unmodifiableList(values))
                            .shown(schema.columns().stream()
                                    .map(each -> each.type())
                                    .toList()));
                }
            }
        }

        private void look(RowBatch batch, int column, int row) {
            if (disorder[column] < 0) {
                return;
            }
            if (batch.isNull(column, row)) {
                disorder[column] = -1;
                return;
            }
            long time = batch.values[column][row];
            Long before = latest[column];
            if (before != null && before > time) {
                disorder[column] = Math.max(disorder[column], before - time);
            } else {
                latest[column] = time;
            }
        }

        SampleRows result() {
            List<Long> all = new ArrayList<>();
            for (long one : disorder) {
                all.add(one);
            }
            return new SampleRows(count, first, rejected, reasons, all);
        }
    }
}
