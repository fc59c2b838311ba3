package kpipe.runtime.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** One loop in the caller's thread that runs agents in an order drawn from a seed: the same seed gives the same run. Not thread-safe. */
public final class SeededCrew extends Crew {

    private final SplittableRandom random;
    private final List<Duty> duties = new ArrayList<>();
    private final List<IntSupplier> besides = new ArrayList<>();
    private boolean halted;
    private boolean resting;

    public SeededCrew(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public Duty add(Agent agent, boolean alone) {
        Duty duty = new Duty(this, agent, alone);
        duties.add(duty);
        return duty;
    }

    @Override
    public void beside(IntSupplier work) {
        besides.add(work);
    }

    @Override
    public boolean rest(List<Duty> first, BooleanSupplier workedOff, Runnable atRest) {
        resting = true;
        atRest.run();
        resting = false;
        return true;
    }

    @Override
    public void start() {}

    /** Runs until no agent finds anything to do. What is done beside them is done between two rounds. */
    public void settle() {
        // That the clock has moved is no work for an intake, but who had his turn before it sees so only in a round
        // more.
        int quiet = 0;
        while (!halted && quiet < 2) {
            int work = round() + workBeside();
            quiet = work > 0 ? 0 : quiet + 1;
        }
    }

    private int workBeside() {
        int done = 0;
        for (IntSupplier work : besides) {
            try {
                done += halted ? 0 : work.getAsInt();
            } catch (RuntimeException | Error failure) {
                fail(null, failure);
            }
        }
        return done;
    }

    @Override
    public boolean isDone() {
        return duties.stream().allMatch(Duty::isDone);
    }

    /** Gives every agent one turn, in an order drawn anew. */
    private int round() {
        int work = 0;
        for (int i = duties.size() - 1; i >= 0; i--) {
            int other = random.nextInt(i + 1);
            Duty duty = duties.get(other);
            duties.set(other, duties.get(i));
            duties.set(i, duty);
            work += Math.max(0, duty.tryRun());
            if (halted) {
                return 0;
            }
        }
        return work;
    }

    /** Settles; what is not done then has to wait for time or input, which only the caller can give. */
    @Override
    public void await() {
        settle();
    }

    @Override
    public void halt() {
        halted = true;
    }

    @Override
    public void join(long millis) {}

    @Override
    boolean relieve(Duty consumer) {
        if (halted) {
            throw new HaltedException();
        }
        return !resting && consumer.tryRun() > 0;
    }

    @Override
    void finished() {}
}
