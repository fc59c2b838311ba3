package kpipe.stdlib.connector.generator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Slice;
import kpipe.data.Type;
import kpipe.spi.Clock;
import kpipe.spi.Options;
import kpipe.spi.RowSource;
import kpipe.spi.SourceContext;
import kpipe.stdlib.connector.generator.Draw.Cell;
import kpipe.stdlib.connector.generator.Expression.Unfit;
import kpipe.stdlib.format.Datetimes;
import kpipe.stdlib.format.TextColumn;

/**
 * Makes rows as fast as their rate allows. Each column has random numbers of its own, so that neither the size of batches nor the other columns change its values.
 */
final class GeneratorSource implements RowSource {

    private final SourceContext context;
    private final Schema schema;
    private final Clock clock;
    private final long limit;
    private final double millisPerRow;
    private final boolean paced;
    private final boolean atRandom;
    private final Randomness arrivals;
    private final TextColumn[] texts;
    private final Draw[] draws;
    private final Cell[] cells;

    private long opened;
    private long start;
    private long made;

    /** When the next row is due, in milliseconds since the first could come. */
    private double due;

    GeneratorSource(SourceContext context) {
        this.context = context;
        schema = context.schema();
        clock = context.clock();
        Options options = context.options();
        double rate = options.decimal("rate", 0);
        limit = options.number("rows", Long.MAX_VALUE);
        paced = rate > 0;
        millisPerRow = paced ? 1000 / rate : 1;
        atRandom = "random".equalsIgnoreCase(options.string("arrivals"));
        long seed = options.number("seed", 1);
        arrivals = new Randomness(seed, "");
        texts = new TextColumn[schema.size()];
        draws = new Draw[schema.size()];
        cells = new Cell[schema.size()];
        for (int i = 0; i < draws.length; i++) {
            texts[i] = new TextColumn(schema.name(i), schema.type(i), i, true, null);
            cells[i] = new Cell(new Randomness(seed, schema.name(i)));
        }
    }

    /** The time of the first row. */
    static long start(Options options, long otherwise) {
        String text = options.string("start");
        if (text == null) {
            return otherwise;
        }
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Datetimes.timestamp(bytes, 0, bytes.length);
    }

    @Override
    public void open() throws IOException {
        try {
            for (int i = 0; i < draws.length; i++) {
                draws[i] = GeneratorConnector.draw(schema.column(i), context.options());
            }
        } catch (Unfit e) {
            throw new IOException("the generator of '" + context.name() + "' cannot start: " + e.getMessage(), e);
        }
        opened = clock.millis();
        start = start(context.options(), opened);
        due = atRandom ? millisPerRow * arrivals.exponential() : 0;
    }

    @Override
    public byte[] position() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(made);
            out.writeDouble(due);
            out.writeLong(start);
            out.writeLong(clock.millis() - opened);
            arrivals.write(out);
            out.writeInt(cells.length);
            for (int i = 0; i < cells.length; i++) {
                out.writeUTF(schema.name(i));
                ByteArrayOutputStream column = new ByteArrayOutputStream();
                DataOutputStream to = new DataOutputStream(column);
                cells[i].random.write(to);
                draws[i].write(to);
                out.writeInt(column.size());
                column.writeTo(out);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Goes on with the next row, at its pace: rows that would have come meanwhile do not come all at once. A column that is new begins with its first number. */
    @Override
    public void seek(byte[] position) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(position))) {
            made = in.readLong();
            due = in.readDouble();
            start = in.readLong();
            opened = clock.millis() - in.readLong();
            arrivals.read(in);
            for (int count = in.readInt(); count > 0; count--) {
                int column = schema.indexOf(in.readUTF());
                byte[] kept = in.readNBytes(in.readInt());
                if (column >= 0) {
                    goOn(column, kept);
                }
            }
        }
    }

    private void goOn(int column, byte[] kept) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
        cells[column].random.read(in);
        try {
            draws[column].read(in);
        } catch (EOFException otherExpression) {
            throw new IOException(
                    "the generator of '" + context.name() + "' makes other values of `" + schema.name(column)
                            + "` than it did",
                    otherExpression);
        }
    }

    @Override
    public Status read(RowBatch into) {
        if (made >= limit) {
            return Status.ENDED;
        }
        double elapsed = paced ? clock.millis() - opened : Double.POSITIVE_INFINITY;
        int before = into.size;
        while (!into.isFull() && made < limit && due <= elapsed) {
            row(into, into.size, start + (long) due);
            into.size++;
            made++;
            due = atRandom ? due + millisPerRow * arrivals.exponential() : made * millisPerRow;
        }
        return into.size > before ? Status.READ : Status.IDLE;
    }

    private void row(RowBatch into, int row, long time) {
        for (int column = 0; column < draws.length; column++) {
            Cell cell = cells[column];
            cell.row = made;
            cell.time = time;
            cell.isNull = false;
            cell.text.clear();
            draws[column].draw(cell);
            if (cell.isNull) {
                into.setNull(column, row);
            } else {
                set(into, row, column, cell);
            }
        }
    }

    private void set(RowBatch into, int row, int column, Cell cell) {
        Type type = schema.type(column);
        ByteBuilder text = cell.text;
        if (type.form() != Kind.Form.BYTES) {
            into.values[column][row] = cell.bits;
        } else if (type.kind().isBinary()) {
            texts[column].bytes(text.toBytes(), into, row);
        } else if (type.kind() == Kind.VARCHAR && text.length() <= type.precision()) {
            into.values[column][row] = Slice.of(into.heapSize, text.length());
            into.appendBytes(text.bytes(), 0, text.length());
        } else {
            texts[column].read(text.bytes(), 0, text.length(), into, row);
        }
    }

    @Override
    public void close() {}
}
