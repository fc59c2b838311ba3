package kpipe.runtime.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An agent on a {@link Crew}: claimed by one thread at a time, so that whoever has nothing else to do may run it. Thread-safe. */
public final class Duty {

    /** What {@link #tryRun} returns when another thread is running the agent. */
    public static final int BUSY = -1;

    private static final long LOOK_AGAIN_NANOS = 50_000;
    private static final int SPINS = 100;

    private final Crew crew;
    private final Agent agent;
    private final boolean alone;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile boolean held;
    private volatile boolean done;
    private volatile @Nullable Thread parked;

    Duty(Crew crew, Agent agent, boolean alone) {
        this.crew = crew;
        this.agent = agent;
        this.alone = alone;
    }

    public Agent agent() {
        return agent;
    }

    /** Whether it has a thread of its own, because it may wait for the world outside. */
    boolean alone() {
        return alone;
    }

    public boolean isDone() {
        return done;
    }

    /** Runs one cycle: how much was done, 0 when there was nothing to do or the agent is done, {@link #BUSY} when another thread runs it. */
    int tryRun() {
        if (done) {
            return 0;
        }
        if (!claimed.compareAndSet(false, true)) {
            return BUSY;
        }
        try {
            if (done) {
                return 0;
            }
            int work = agent.doWork();
            if (agent.isDone()) {
                done = true;
                crew.finished();
                return Math.max(work, 1);
            }
            return work;
        } catch (HaltedException halted) {
            return 0;
        } catch (Throwable failure) {
            crew.fail(agent, failure);
            return 0;
        } finally {
            claimed.set(false);
        }
    }

    /**
     * Looks at the agent while nobody runs it.
     *
     * @param millis how long to wait until it is not being run
     * @return whether it was looked at
     */
    public boolean look(Runnable look, long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!claimed.compareAndSet(false, true)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        try {
            look.run();
        } finally {
            claimed.set(false);
        }
        // Whoever wanted to run it meanwhile has gone to sleep.
        wake();
        return true;
    }

    /**
     * Keeps everybody from running it, from the end of the cycle that is under way.
     *
     * @param nanos how long to wait for that end
     * @return false if it has not come
     */
    boolean hold(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (int looks = 0; !claimed.compareAndSet(false, true); looks++) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (looks < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        held = true;
        return true;
    }

    /** Whether it is held, and whoever waits for it waits for longer than a cycle. */
    boolean isHeld() {
        return held;
    }

    /** It may run again. */
    void letGo() {
        held = false;
        claimed.set(false);
        wake();
    }

    /** Its thread is about to wait for something to do. */
    void parking(@Nullable Thread thread) {
        parked = thread;
    }

    /** Something has been put before the agent: its thread should not go on sleeping. */
    public void wake() {
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        } else {
            crew.wake();
        }
    }

    /** Called by one who has more for this agent than its queue may hold; see {@link Crew#relieve}. */
    public boolean relieve() {
        return crew.relieve(this);
    }

    /** There is room again in a queue that this agent reads: those who had to wait may go on. */
    public void roomMade() {
        crew.wake();
    }
}
