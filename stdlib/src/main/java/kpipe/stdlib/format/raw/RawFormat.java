package kpipe.stdlib.format.raw;

import java.util.List;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.spi.Decoder;
import kpipe.spi.Encoder;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.format.LineDecoder;
import kpipe.stdlib.format.Patterns;
import kpipe.stdlib.format.TextColumn;
import org.jspecify.annotations.Nullable;

/** RAW: each line is one column, as it is. */
public final class RawFormat implements Format {

    private static final Spec SPEC = new Spec(
            "RAW",
            "Each line as it is, without its line ending, in one column of text or binary type. Empty lines are left out.",
            null,
            false,
            List.of(),
            false,
            null,
            List.of("STREAM lines (line VARCHAR) FROM FILE 'server.log' FORMAT RAW;"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        if (schema.size() != 1 || !isWhole(schema.type(0).kind())) {
            return List.of(new Problem(
                    null, "FORMAT RAW needs exactly one column, of type VARCHAR, CHAR, VARBINARY or BINARY"));
        }
        return List.of();
    }

    private static boolean isWhole(Kind kind) {
        return kind.isText() || kind.isBinary();
    }

    @Override
    public List<Problem> checkColumns(RecordShape shape) {
        return Patterns.checkWithoutPaths(shape, "RAW");
    }

    @Override
    public Decoder decoder(RecordShape shape) {
        return new RawDecoder(shape);
    }

    @Override
    public Encoder encoder(RecordShape shape) {
        return new RawEncoder();
    }

    private static final class RawDecoder extends LineDecoder {
        private final TextColumn column;

        RawDecoder(RecordShape shape) {
            super(shape.maxRecordBytes(), shape.schema().type(0).kind().isText());
            column = TextColumn.of(shape)[0];
        }

        @Override
        protected boolean row(byte[] bytes, int start, int end, RowBatch into, int row) {
            if (column.type().kind().isText()) {
                column.read(bytes, start, end, into, row);
            } else {
                column.bytes(java.util.Arrays.copyOfRange(bytes, start, end), into, row);
            }
            return true;
        }
    }

    private static final class RawEncoder extends Encoder {
        @Override
        public void encode(RowBatch rows, int row, ByteBuilder out) {
            if (!rows.isNull(0, row)) {
                long slice = rows.values[0][row];
                out.append(rows.heap, Slice.offset(slice), Slice.length(slice));
            }
            out.append((byte) '\n');
        }
    }
}
