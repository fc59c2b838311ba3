package kpipe.runtime.engine;

import kpipe.runtime.engine.Topology.DestinationNode;

/** How much heap a pipeline may need. */
final class Heap {

    /** Code, threads, small things. */
    private static final long BASE_BYTES = 32 << 20;

    private Heap() {}

    /** Queues adapt themselves to the heap; what a destination gathers does not: the user has said how much it is. */
    static long needed(Topology topology) {
        long bytes = BASE_BYTES;
        for (DestinationNode destination : topology.destinations()) {
            bytes += 3 * destination.bufferBytes();
        }
        return bytes;
    }
}
