package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.SourceNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.TransformNode;
import kpipe.runtime.firehose.Witness;
import kpipe.runtime.host.Host;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.RecordIntake;
import kpipe.runtime.intake.RowIntake;
import kpipe.runtime.intake.Target;
import kpipe.runtime.stream.Stream;
import kpipe.spi.ByteSource;
import kpipe.spi.RowSource;
import kpipe.spi.Sink;
import kpipe.spi.SinkContext;
import kpipe.spi.Source;
import kpipe.spi.SourceContext;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/** Sources and destinations as the pipeline declares them. */
final class RealEnds implements Ends {

    private final Host host;

    RealEnds(Host host) {
        this.host = host;
    }

    @Override
    public boolean fills(StreamNode stream) {
        return stream.source() != null;
    }

    @Override
    public boolean namesShards() {
        return false;
    }

    @Override
    public Intake intake(StreamNode stream, Target target) {
        SourceNode node = Objects.requireNonNull(stream.source());
        Source source = node.connector()
                .source(new SourceContext(
                        stream.name(),
                        node.address(),
                        node.options(),
                        stream.recordSchema(),
                        host.disk(),
                        host.clock(),
                        target.errors().notices()));
        if (source instanceof RowSource rows) {
            return new RowIntake(target, rows);
        }
        Topology.DecoderFactory decoders = node.decoder();
        if (decoders == null) {
            throw new IllegalStateException("stream " + stream.name() + " has no decoder");
        }
        List<Transform> transforms = new ArrayList<>();
        for (TransformNode transform : node.transforms()) {
            transforms.add(transform.factory().create());
        }
        return new RecordIntake(target, (ByteSource) source, decoders, transforms, node.maxRecordBytes());
    }

    @Override
    public boolean loads(Topology.TableNode table) {
        return true;
    }

    @Override
    public Sink sink(DestinationNode node) {
        return node.connector()
                .sink(new SinkContext(node.name(), node.address(), node.options(), host.disk(), host.clock()));
    }

    @Override
    public @Nullable Witness witness(DestinationNode destination) {
        return null;
    }

    @Override
    public boolean watches(String stream) {
        return false;
    }

    @Override
    public void watch(Stream stream) {}
}
