package kpipe.runtime.host;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Those who run agents: threads, or under the virtual host one seeded loop. Agents are added before {@link #start}. Thread-safe after that. */
public abstract class Crew {

    private volatile @Nullable Throwable failure;
    private volatile @Nullable Agent failed;

    /**
     * Adds an agent. Those that data reaches first should come first.
     *
     * @param alone whether it may wait for the world outside (a destination) and therefore should not hold up the others
     */
    public abstract Duty add(Agent agent, boolean alone);

    /**
     * Adds work beside that of the agents, which may bring them to {@link #rest}: called again and again until all agents are done, never by two at a time. Called before {@link #start}.
     *
     * @param work says how much was done
     */
    public abstract void beside(IntSupplier work);

    /** Whether every agent is done. */
    public abstract boolean isDone();

    /**
     * Brings everybody to rest: when {@code atRest} is called, nobody runs an agent, and nobody will before it returns. Called by the work {@link #beside}, or when all agents are done.
     *
     * @param first those who bring in what the others work on: they stop first
     * @param workedOff whether the others have worked off what was brought in; that is waited for, but not long
     * @return false if somebody was busy for too long: then everybody goes on, and {@code atRest} was not called
     */
    public abstract boolean rest(List<Duty> first, BooleanSupplier workedOff, Runnable atRest);

    /** Begins to run the agents. */
    public abstract void start();

    /** Waits until every agent is done or one has failed. */
    public abstract void await() throws InterruptedException;

    /** Makes everything stop where it is. */
    public abstract void halt();

    /** After {@link #halt}: waits until nobody runs an agent any more, or the time is over. */
    public abstract void join(long millis) throws InterruptedException;

    /**
     * Called by an agent that has more for {@code consumer} than the queue between them may hold: the consumer is run if nobody runs it, or else given time.
     *
     * @return false when waiting longer is of no use, so that the queue has to take more than its bound: under the virtual host, or when the consumer has come to rest
     * @throws HaltedException when the run has been given up
     */
    abstract boolean relieve(Duty consumer);

    /** An agent is done. */
    abstract void finished();

    /** There may be something to do for those who have gone to sleep. */
    void wake() {}

    void fail(@Nullable Agent agent, Throwable cause) {
        synchronized (this) {
            if (failure == null) {
                failed = agent;
                failure = cause;
            }
        }
        halt();
    }

    /** What ended the run early, or null. */
    public final @Nullable Throwable failure() {
        return failure;
    }

    /** Whose failure it was, or null. */
    public final @Nullable Agent failedAgent() {
        return failed;
    }
}
