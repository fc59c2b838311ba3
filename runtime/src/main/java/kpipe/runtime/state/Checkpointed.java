package kpipe.runtime.state;

import java.io.IOException;

/**
 * A part of a running pipeline whose state a checkpoint holds: an intake, a queue, a lane of a stage, the writer of a durable stream, a destination.
 *
 * <p>{@link #save} and {@link #restore} are called while nobody runs the pipeline's agents; {@link #makeDurable} and {@link #committed} beside them, on a thread of their own.
 */
public interface Checkpointed {

    /** What it is, made of the user's names and its role, and not of its place in the plan; no other part of the pipeline has it. */
    String stateId();

    /**
     * In which form it writes its state, and what the state means: it is kept in the checkpoint beside the state, and a pipeline that goes on with another form looks at both before anything is
     * restored. Empty where all versions of a pipeline understand each other.
     */
    default String form() {
        return "";
    }

    /** Writes what it is now. */
    void save(StateWriter out) throws IOException;

    /** Becomes what {@link #save} wrote. Called once, before it first works, and after destinations were opened and before sources are; not at all if the checkpoint does not know it. */
    void restore(StateReader in) throws IOException;

    /**
     * As {@link #restore}, where the run that made the checkpoint had ended by itself: all was read, worked off and delivered, and this is the next run. What holds beyond the end of a run is taken
     * over, such as how far inputs were read; by default nothing.
     */
    default void restoreEnded(StateReader in) throws IOException {}

    /** Forces what the state refers to outside of the checkpoint, such as files being written, as of the last {@link #save}. The checkpoint counts only once this has returned. */
    default void makeDurable() throws IOException {}

    /**
     * The checkpoint that holds the last state saved is there for good: what was kept back until then may be shown. After a crash it is called again for the checkpoint
     * that the pipeline goes on from, behind {@link #restore}.
     *
     * @param checkpoint its number; the next one's is greater, not always by one
     */
    default void committed(long checkpoint) {}
}
