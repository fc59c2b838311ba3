package kpipe.runtime.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads. A few take turns over all agents that only compute; agents that may wait for the world outside have one each. A thread that finds nothing to do
 * sleeps longer and longer, up to ten milliseconds, so that an idle pipeline takes next to no processor time.
 */
public final class ThreadCrew extends Crew {

    private static final int SPINS = 20;
    private static final long SHORTEST_NAP_NANOS = 50_000;
    private static final long LONGEST_NAP_NANOS = 10_000_000;
    /** Chains of pumps whose queues are all full call each other; the memory of a stack is only taken when it is used. */
    private static final long STACK_BYTES = 16 << 20;

    private static final long BESIDE_MILLIS = 20;

    /** How long what was brought in may take to be worked off before everybody rests: some of it may stay, it only makes the checkpoint larger. */
    private static final long WORK_OFF_NANOS = 30_000_000;

    /** How long a cycle may take that has to end before everybody rests. */
    private static final long CYCLE_NANOS = 5_000_000_000L;

    private final int threads;
    private final List<Duty> shared = new ArrayList<>();
    private final List<Duty> alone = new ArrayList<>();
    private final List<IntSupplier> besides = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean halted;
    private volatile @Nullable Thread napping;

    /** @param threads how many run the shared agents; no more are started than there are shared agents */
    public ThreadCrew(int threads) {
        this.threads = threads;
    }

    @Override
    public Duty add(Agent agent, boolean isAlone) {
        Duty duty = new Duty(this, agent, isAlone);
        (isAlone ? alone : shared).add(duty);
        unfinished.incrementAndGet();
        return duty;
    }

    @Override
    public void beside(IntSupplier work) {
        besides.add(work);
    }

    @Override
    public boolean rest(List<Duty> first, BooleanSupplier workedOff, Runnable atRest) {
        Set<Duty> held = new LinkedHashSet<>();
        try {
            if (!hold(first, held)) {
                return false;
            }
            long deadline = System.nanoTime() + WORK_OFF_NANOS;
            while (!workedOff.getAsBoolean() && System.nanoTime() - deadline < 0 && !halted) {
                LockSupport.parkNanos(SHORTEST_NAP_NANOS);
            }
            // In the order of the flow: whoever waits for room waits for one who is not held yet. Where that is not so,
            // the queue takes more than its bound.
            if (!hold(shared, held) || !hold(alone, held)) {
                return false;
            }
            atRest.run();
            return true;
        } finally {
            held.forEach(Duty::letGo);
        }
    }

    private boolean hold(List<Duty> duties, Set<Duty> held) {
        for (Duty duty : duties) {
            if (held.contains(duty)) {
                continue;
            }
            if (halted || !duty.hold(CYCLE_NANOS)) {
                return false;
            }
            held.add(duty);
        }
        return true;
    }

    /** Does the work beside that of the agents. */
    private void workBeside() {
        try {
            int work = 0;
            while (!halted && !ended.await(work > 0 ? 0 : BESIDE_MILLIS, TimeUnit.MILLISECONDS)) {
                work = 0;
                for (IntSupplier beside : besides) {
                    work += beside.getAsInt();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            fail(null, failure);
        }
    }

    @Override
    public void start() {
        if (unfinished.get() == 0) {
            ended.countDown();
            return;
        }
        Duty[] all = shared.toArray(new Duty[0]);
        for (int i = 0; i < Math.min(threads, all.length); i++) {
            running.add(thread("kpipe-" + (i + 1), all, i == 0));
        }
        for (Duty duty : alone) {
            running.add(thread("kpipe-" + duty.agent().name(), new Duty[] {duty}, false));
        }
        if (!besides.isEmpty()) {
            Thread thread = new Thread(null, this::workBeside, "kpipe-checkpoints");
            thread.setDaemon(true);
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.start();
        }
    }

    private Thread thread(String name, Duty[] duties, boolean first) {
        Thread thread = new Thread(null, new Turns(duties, first), name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** What one thread does. */
    private final class Turns implements Runnable {
        private final Duty[] duties;
        private final boolean first;

        Turns(Duty[] duties, boolean first) {
            this.duties = duties;
            this.first = first;
        }

        @Override
        public void run() {
            int idle = 0;
            while (!halted) {
                int work = 0;
                boolean open = false;
                for (Duty duty : duties) {
                    if (!duty.isDone()) {
                        open = true;
                        work += Math.max(0, duty.tryRun());
                    }
                }
                if (!open) {
                    return;
                }
                if (work > 0) {
                    idle = 0;
                } else {
                    rest(idle++);
                }
            }
        }

        private void rest(int idle) {
            if (idle < SPINS) {
                Thread.onSpinWait();
                return;
            }
            Thread self = Thread.currentThread();
            boolean own = duties.length == 1;
            if (own) {
                duties[0].parking(self);
            } else if (first) {
                napping = self;
            }
            LockSupport.parkNanos(Math.min(LONGEST_NAP_NANOS, SHORTEST_NAP_NANOS << Math.min(idle - SPINS, 8)));
            if (own) {
                duties[0].parking(null);
            } else if (first) {
                napping = null;
            }
        }
    }

    @Override
    void wake() {
        Thread thread = napping;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    boolean relieve(Duty consumer) {
        if (halted) {
            throw new HaltedException();
        }
        if (consumer.isHeld()) {
            return false;
        }
        int work = consumer.alone() ? Duty.BUSY : consumer.tryRun();
        if (work == Duty.BUSY || work == 0 && !help(consumer)) {
            consumer.wake();
            LockSupport.parkNanos(4 * SHORTEST_NAP_NANOS);
        }
        return true;
    }

    /** Runs the others where one can do nothing: what it waits for may be theirs to do, and this thread the only one. */
    private boolean help(Duty stuck) {
        int work = 0;
        for (Duty duty : shared) {
            if (duty != stuck) {
                work += Math.max(0, duty.tryRun());
            }
        }
        return work > 0;
    }

    @Override
    void finished() {
        if (unfinished.decrementAndGet() == 0) {
            ended.countDown();
        }
    }

    @Override
    public boolean isDone() {
        return unfinished.get() == 0;
    }

    @Override
    public void await() throws InterruptedException {
        ended.await();
    }

    @Override
    public void halt() {
        halted = true;
        ended.countDown();
    }

    @Override
    public void join(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (Thread thread : running) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left > 0 && thread != Thread.currentThread()) {
                thread.join(left);
            }
        }
    }
}
