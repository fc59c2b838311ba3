package kpipe.runtime.engine;

import java.io.IOException;
import kpipe.runtime.host.Agent;

/**
 * An intake or a destination, which the world outside may fail: it gives up alone, and what others have read is worked off and delivered before the pipeline ends with the
 * failure.
 */
final class Guarded implements Agent {

    /** Makes a part end without what has failed. */
    interface GivingUp {
        void giveUp() throws IOException;
    }

    private final Agent agent;
    private final GivingUp givingUp;
    private final Failures failures;
    private boolean failed;

    Guarded(Agent agent, GivingUp givingUp, Failures failures) {
        this.agent = agent;
        this.givingUp = givingUp;
        this.failures = failures;
    }

    @Override
    public String name() {
        return agent.name();
    }

    @Override
    public int doWork() throws IOException {
        try {
            return agent.doWork();
        } catch (IOException failure) {
            if (failed) {
                throw failure;
            }
            failed = true;
            failures.failed(agent.name(), failure);
            givingUp.giveUp();
            return 1;
        }
    }

    @Override
    public boolean isDone() {
        return agent.isDone();
    }
}
