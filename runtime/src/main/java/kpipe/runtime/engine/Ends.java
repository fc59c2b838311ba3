package kpipe.runtime.engine;

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

    /** Whether rows may be put into a shard whatever their key. */
    boolean namesShards();

    /** Makes what fills the stream; it is not open yet. */
    Intake intake(StreamNode stream, Target target);

    /** Whether the rows of a table come from its source, and not from a test. */
    boolean loads(Topology.TableNode table);

    /** Makes the writer of a destination; it is not open yet. */
    Sink sink(DestinationNode destination);

    /** Told of each record of the destination, or null. */
    @Nullable
    Witness witness(DestinationNode destination);

    /** Whether the stream is needed although nothing in the pipeline reads it. */
    boolean watches(String stream);

    /** Called for each stream that is watched. */
    void watch(Stream stream);
}
