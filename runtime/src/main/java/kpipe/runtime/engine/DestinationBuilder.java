package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Schema;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.EncoderFactory;
import kpipe.runtime.engine.Topology.PartitionNode;
import kpipe.runtime.engine.Topology.TransformFactory;
import kpipe.runtime.engine.Topology.TransformNode;
import kpipe.spi.Encoder;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.SinkConnector;
import org.jspecify.annotations.Nullable;

/**
 * A destination, as a {@link TopologyBuilder} is told of it. Its columns are the first ones of its stream; those behind them are the values of its partitions. Not thread-safe.
 */
public final class DestinationBuilder extends ColumnsBuilder {

    private final String from;
    private final List<TransformNode> transforms = new ArrayList<>();
    private final List<String> partitions = new ArrayList<>();
    private @Nullable SinkConnector connector;
    private @Nullable EncoderFactory encoder;
    private boolean gzip;
    private String suffix = "";
    private long bufferBytes;
    private long bufferMillis;
    private long retryMillis;
    private @Nullable String errorsTo;
    private @Nullable String backupTo;

    DestinationBuilder(TopologyBuilder topology, String name, String from, String place) {
        super(topology, name, place);
        this.from = from;
    }

    /** Where it delivers to; the address is empty where the connector takes none. */
    public void to(SinkConnector sink, String address) {
        connector = sink;
        address(address);
    }

    /** A class made for this pipeline writes the records. */
    public void encoder(EncoderFactory factory) {
        encoder = factory;
    }

    /** A transform that each encoded record goes through. */
    public void transform(String transform, TransformFactory factory) {
        transforms.add(new TransformNode(transform, factory));
    }

    /** Objects are compressed. */
    public void gzip() {
        gzip = true;
    }

    /** What object names end with. */
    public void suffix(String ending) {
        suffix = ending;
    }

    /** Delivers when so many bytes are gathered, or when the oldest record has waited so long. */
    public void buffer(long bytes, long millis) {
        bufferBytes = bytes;
        bufferMillis = millis;
    }

    /** The name of the next value of dynamic partitioning. */
    public void partition(String value) {
        partitions.add(value);
    }

    /** How long a failed delivery is tried again. */
    public void retryFor(long millis) {
        retryMillis = millis;
    }

    /** Where records go that cannot be delivered. */
    public void errorsTo(String errors) {
        errorsTo = errors;
    }

    /** Where every record goes as it was before its transforms. */
    public void backupTo(String backup) {
        backupTo = backup;
    }

    DestinationNode node() {
        Schema stream = topology.schema(from);
        Schema written = schema();
        SinkConnector sink = connector;
        if (sink == null) {
            throw new IllegalStateException("destination " + name + " delivers to nothing");
        }
        List<PartitionNode> values = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            values.add(new PartitionNode(partitions.get(i), written.size() + i));
        }
        int[] columns = new int[written.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        Options options = options(sink, written);
        return new DestinationNode(
                name,
                from,
                stream,
                columns,
                sink,
                address(),
                options,
                encoders(written),
                List.copyOf(transforms),
                gzip,
                suffix,
                bufferBytes,
                bufferMillis,
                values,
                retryMillis,
                errorsTo,
                backupTo,
                sink.takesRecords() ? keys(sink.keys(options), written) : null);
    }

    /** Of a column that is not there the connector has said so already. */
    private static List<Integer> keys(List<String> names, Schema written) {
        List<Integer> columns = new ArrayList<>();
        for (String column : names) {
            columns.add(written.find(column));
        }
        return columns;
    }

    private EncoderFactory encoders(Schema written) {
        Format format = format();
        EncoderFactory factory = format == null ? encoder : new FormatEncoders(format, shape(format, written));
        if (factory == null) {
            throw new IllegalStateException("destination " + name + " has no encoder");
        }
        return factory;
    }

    /** Encoders of a format that writes records itself. */
    private record FormatEncoders(Format format, RecordShape shape) implements EncoderFactory {
        @Override
        public Encoder create() {
            return format.encoder(shape);
        }
    }
}
