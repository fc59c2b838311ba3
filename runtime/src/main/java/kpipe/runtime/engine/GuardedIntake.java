package kpipe.runtime.engine;

import java.io.IOException;
import kpipe.runtime.host.Agent;
import kpipe.runtime.intake.Intake;

/** An intake whose source may fail: what was read before goes on its way, and is delivered, before the pipeline ends with the failure. */
final class GuardedIntake implements Agent {

    private final Intake intake;
    private final Failures failures;
    private boolean failed;

    GuardedIntake(Intake intake, Failures failures) {
        this.intake = intake;
        this.failures = failures;
    }

    @Override
    public String name() {
        return intake.name();
    }

    @Override
    public int doWork() throws IOException {
        try {
            return intake.doWork();
        } catch (IOException failure) {
            if (failed) {
                throw failure;
            }
            failed = true;
            failures.sourceFailed(intake.name(), failure);
            intake.stop();
            return 1;
        }
    }

    @Override
    public boolean isDone() {
        return intake.isDone();
    }
}
