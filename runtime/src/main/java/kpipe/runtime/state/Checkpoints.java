package kpipe.runtime.state;

/**
 * The checkpoints of a running pipeline, for its parts: they say that they have a state, ask for a checkpoint, and learn which one will hold what they do now. Thread-safe.
 */
public interface Checkpoints {

    /** Of a pipeline that keeps nothing: there is never a checkpoint, and nobody may wait for one. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public boolean areMade() {
            return false;
        }

        @Override
        public void add(Checkpointed part) {}

        @Override
        public void request() {}

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public String folder() {
            throw new IllegalStateException("this pipeline keeps nothing");
        }
    };

    /** Whether any are made. If not, what would wait for one happens at once. */
    boolean areMade();

    /** Adds a part of the pipeline. Called while it is wired: those that data reaches first come first, and are saved and restored first. */
    void add(Checkpointed part);

    /** Asks for a checkpoint soon: something waits for it. Returns at once. */
    void request();

    /**
     * The number of the checkpoint that will hold what is done now. It changes only while nobody runs the pipeline's agents, and is greater in every run than in any before it, those that
     * were killed included.
     */
    long epoch();

    /** The pipeline's data folder, on the host's disk, without a slash at its end: parts may keep files of their own in folders below it. */
    String folder();
}
