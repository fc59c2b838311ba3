package kpipe.runtime.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.SystemStreams;
import kpipe.data.Type;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.SourceNode;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Decoder;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Encoder;
import kpipe.spi.Options;
import kpipe.spi.Sink;
import kpipe.spi.SinkConnector;
import kpipe.spi.SinkContext;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;

/** Small sources, kernels, formats and sinks for tests of the engine: lines of {@code key,number,millis}. */
final class Fixtures {

    static final Schema ROWS = Schema.of(
            new Column("key", Type.varchar(100, true)),
            new Column("number", Type.of(Kind.BIGINT, true)),
            new Column("at", Type.of(Kind.TIMESTAMP, true)));

    private Fixtures() {}

    /** Reads what a test has put into it, a piece a call; ends when the test has said so and all is read. */
    static final class Lines implements SourceConnector, ByteSource {
        private final ArrayDeque<Object[]> pieces = new ArrayDeque<>();
        private boolean ended;
        private boolean closed;
        private IOException failure;

        Lines put(String input, String text, boolean last) {
            pieces.add(new Object[] {input, text.getBytes(StandardCharsets.UTF_8), last});
            return this;
        }

        Lines put(String text) {
            return put("lines", text, false);
        }

        Lines end() {
            ended = true;
            return this;
        }

        Lines fail(String message) {
            failure = new IOException(message);
            return this;
        }

        boolean closed() {
            return closed;
        }

        @Override
        public Spec spec() {
            return new Spec("LINES", "Lines of a test.", null, false, List.of(), false, null, List.of());
        }

        @Override
        public Source source(SourceContext context) {
            return this;
        }

        @Override
        public void open() {}

        @Override
        public Status read(Chunk into) throws IOException {
            Object[] piece = pieces.poll();
            if (piece == null) {
                if (failure != null) {
                    throw failure;
                }
                return ended ? Status.ENDED : Status.IDLE;
            }
            byte[] bytes = (byte[]) piece[1];
            into.compact(bytes.length);
            System.arraycopy(bytes, 0, into.bytes, into.end, bytes.length);
            into.end += bytes.length;
            into.input = (String) piece[0];
            into.endOfInput = (Boolean) piece[2];
            return Status.READ;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Can be read again and again: lines that a test may change, or a failure. */
    static class Contents implements SourceConnector {
        private String text;
        private String failure;
        private int open;

        Contents(String text) {
            this.text = text;
        }

        /** What a reader that opens it from now on reads. */
        void change(String to) {
            text = to;
            failure = null;
        }

        /** A reader that opens it from now on reads half of it, then fails. */
        void fail(String message) {
            failure = message;
        }

        /** How many readers are open. */
        int open() {
            return open;
        }

        @Override
        public Spec spec() {
            return new Spec("CONTENTS", "Contents of a test.", null, false, List.of(), false, null, List.of());
        }

        @Override
        public Source source(SourceContext context) {
            Lines lines = new Lines();
            return new ByteSource() {
                @Override
                public void open() {
                    open++;
                    if (failure == null) {
                        lines.put("contents", text, true).end();
                    } else {
                        lines.put(text.substring(0, text.length() / 2)).fail(failure);
                    }
                }

                @Override
                public Status read(Chunk into) throws IOException {
                    return lines.read(into);
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    /** {@code key,number,millis}; an empty field is NULL, a number that is none rejects the line. */
    static final class LineDecoder extends Decoder {
        @Override
        public int decode(byte[] bytes, int start, int end, boolean last, RowBatch into, Rejects rejects) {
            int at = start;
            while (!into.isFull()) {
                int next = recordEnd(bytes, at, end, last);
                if (next < 0) {
                    return at;
                }
                String line = new String(bytes, at, next - at, StandardCharsets.UTF_8).strip();
                if (!line.isEmpty()) {
                    line(line, bytes, at, next, into, rejects);
                }
                at = next;
            }
            return at;
        }

        private static void line(String line, byte[] bytes, int start, int end, RowBatch into, Rejects rejects) {
            String[] fields = line.split(",", -1);
            int row = into.size;
            try {
                if (fields[0].isEmpty()) {
                    into.setNull(0, row);
                } else {
                    byte[] key = fields[0].getBytes(StandardCharsets.UTF_8);
                    into.setBytes(0, row, key, 0, key.length);
                }
                for (int i = 1; i < 3; i++) {
                    if (fields[i].isEmpty()) {
                        into.setNull(i, row);
                    } else {
                        into.values[i][row] = Long.parseLong(fields[i]);
                    }
                }
                into.size++;
            } catch (RuntimeException wrong) {
                for (int i = 0; i < 3; i++) {
                    into.clearNull(i, row);
                }
                rejects.reject(bytes, start, end, "BAD_LINE", "`" + line + "` is no line");
            }
        }
    }

    /** The opposite of {@link LineDecoder}, for any columns. */
    static final class LineEncoder extends Encoder {
        @Override
        public void encode(RowBatch rows, int row, ByteBuilder out) {
            out.append(line(rows, row) + "\n");
        }
    }

    static String line(RowBatch rows, int row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < rows.values.length; column++) {
            line.append(column == 0 ? "" : ",");
            if (!rows.isNull(column, row)) {
                boolean text = rows.schema.type(column).form() == Kind.Form.BYTES;
                line.append(text ? rows.textAt(column, row).toString() : Long.toString(rows.values[column][row]));
            }
        }
        return line.toString();
    }

    static List<String> lines(List<RowBatch> batches) {
        List<String> lines = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                lines.add(line(batch, row));
            }
        }
        return lines;
    }

    /** Writes each delivery as a file; a test can make it fail. */
    static final class Files implements SinkConnector, Sink {
        private SinkContext context;
        private boolean open;
        private int failures;
        private boolean retryable;

        Files failing(int times, boolean maybeLater) {
            failures = times;
            retryable = maybeLater;
            return this;
        }

        boolean isOpen() {
            return open;
        }

        @Override
        public Spec spec() {
            return new Spec("FILES", "Files of a test.", "a folder", true, List.of(), false, null, List.of());
        }

        @Override
        public Sink sink(SinkContext given) {
            context = given;
            return this;
        }

        @Override
        public void open() {
            open = true;
        }

        @Override
        public void deliver(Delivery delivery) throws IOException {
            if (failures > 0) {
                failures--;
                throw new DeliveryException("the store is away", retryable, null);
            }
            String path = delivery.address() + delivery.objectName();
            try (OutputStream out = context.disk().create(path + ".part")) {
                out.write(delivery.bytes(), 0, delivery.length());
            }
            context.disk().rename(path + ".part", path);
        }

        @Override
        public void close() {
            open = false;
        }
    }

    /** Passes rows on as they are; fails those whose number is negative. */
    static class Pass extends Kernel {
        protected KernelContext context;

        @Override
        public void open(KernelContext given) {
            context = given;
        }

        @Override
        public void batch(RowBatch rows) {
            RowBatch out = context.main().batch();
            for (int row = 0; row < rows.size; row++) {
                if (!rows.isNull(1, row) && rows.values[1][row] < 0) {
                    context.errors().error(rows, row, 7, new RowException("NEGATIVE", "a number is negative"));
                    continue;
                }
                out.appendRow(rows, row);
                if (out.isFull()) {
                    out = context.main().next();
                }
            }
        }
    }

    static StreamNode stream(String name, SourceNode source, int lanes, Partitioning partitioning, EventTime time) {
        return new StreamNode(name, StreamRole.DECLARED, ROWS, lanes, partitioning, source, time, null, 0, List.of());
    }

    /** A stream with so many shards, divided by key. */
    static StreamNode durable(String name, SourceNode source, int shards, EventTime time) {
        return new StreamNode(
                name,
                StreamRole.DECLARED,
                ROWS,
                shards,
                new Partitioning.ByKey(new int[] {0}),
                source,
                time,
                new Topology.LogNode(LineEncoder::new, LineDecoder::new),
                0,
                List.of());
    }

    static SourceNode from(SourceConnector connector) {
        return new SourceNode(connector, "", Options.NONE, LineDecoder::new, List.of(), 1000);
    }

    static StageNode stage(String pump, String from, String to, Topology.KernelFactory kernel) {
        return new StageNode(pump, pump, from, to, ROWS, kernel, false, List.of(), null);
    }

    static DestinationNode destination(String name, String from, SinkConnector connector, String address) {
        return new DestinationNode(
                name,
                from,
                ROWS,
                new int[] {0, 1, 2},
                connector,
                address,
                Options.NONE,
                LineEncoder::new,
                List.of(),
                false,
                ".txt",
                1 << 20,
                60_000,
                List.of(),
                0,
                null,
                null);
    }

    /** Delivers {@code error_stream}. */
    static DestinationNode errors(String name, SinkConnector connector, String address) {
        return new DestinationNode(
                name,
                "error_stream",
                SystemStreams.ERROR_STREAM,
                new int[] {1, 2, 3, 6},
                connector,
                address,
                Options.NONE,
                LineEncoder::new,
                List.of(),
                false,
                ".txt",
                1 << 20,
                60_000,
                List.of(),
                0,
                null,
                null);
    }

    static Topology topology(List<StreamNode> streams, List<StageNode> stages, List<DestinationNode> destinations) {
        return new Topology("test", streams, List.of(), stages, destinations, Map.of());
    }
}
