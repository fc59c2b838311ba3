package kpipe.runtime.engine;

import java.io.IOException;
import kpipe.runtime.engine.Topology.DestinationNode;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.firehose.Witness;
import kpipe.runtime.intake.Intake;
import kpipe.runtime.intake.Target;
import kpipe.runtime.stream.Stream;
import kpipe.spi.Sink;
import org.jspecify.annotations.Nullable;

/** Where a pipeline touches the world: the real ends, or those that a test puts in their place. */
interface Ends {

    /** Whether something outside fills the stream. */
    boolean fills(StreamNode stream);

    /** Opens what fills the stream. */
    Intake intake(StreamNode stream, Target target) throws IOException;

    /** Whether the rows of a table come from its source, and not from a test. */
    boolean loads(Topology.TableNode table);

    /** Opens the writer of a destination. */
    Sink sink(DestinationNode destination) throws IOException;

    /** Told of each record of the destination, or null. */
    @Nullable
    Witness witness(DestinationNode destination);

    /** Whether the stream is needed although nothing in the pipeline reads it. */
    boolean watches(String stream);

    /** Called for each stream that is watched. */
    void watch(Stream stream);
}
