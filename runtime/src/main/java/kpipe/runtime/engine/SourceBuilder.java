package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.data.Schema;
import kpipe.runtime.engine.Topology.DecoderFactory;
import kpipe.runtime.engine.Topology.SourceNode;
import kpipe.runtime.engine.Topology.TransformFactory;
import kpipe.runtime.engine.Topology.TransformNode;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;
import kpipe.spi.SourceConnector;
import org.jspecify.annotations.Nullable;

/** What is read from outside, as a {@link TopologyBuilder} is told of it. Not thread-safe. */
public abstract class SourceBuilder extends ColumnsBuilder {

    private final List<TransformNode> transforms = new ArrayList<>();
    private @Nullable SourceConnector connector;
    private @Nullable DecoderFactory decoder;

    SourceBuilder(TopologyBuilder topology, String name, String place) {
        super(topology, name, place);
    }

    /** What it is read from; the address is empty where the connector takes none. */
    public void from(SourceConnector source, String address) {
        connector = source;
        address(address);
    }

    /** A class made for this pipeline reads the records. */
    public void decoder(DecoderFactory factory) {
        decoder = factory;
    }

    /** A transform that each record goes through before it is read. */
    public void transform(String transform, TransformFactory factory) {
        transforms.add(new TransformNode(transform, factory));
    }

    /** What fills it from outside, or null. */
    @Nullable
    SourceNode source(Schema schema) {
        SourceConnector from = connector;
        if (from == null) {
            return null;
        }
        return new SourceNode(
                Objects.requireNonNull(from),
                address(),
                options(from, schema),
                decoder(schema),
                List.copyOf(transforms),
                maxRecordBytes());
    }

    /** What reads its records, or null where nothing is said. */
    @Nullable
    DecoderFactory decoder(Schema schema) {
        Format format = format();
        return format == null ? decoder : new FormatDecoders(format, shape(format, schema));
    }

    /** Decoders of a format that reads records itself. */
    private record FormatDecoders(Format format, RecordShape shape) implements DecoderFactory {
        @Override
        public Decoder create() {
            return format.decoder(shape);
        }
    }
}
