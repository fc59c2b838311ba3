package kpipe.runtime.operator;

/** What one group keeps for an aggregate that needs more than a few words. Two of them that have taken the same values, in whatever order and parts, give the same result. Not thread-safe. */
public abstract class Gathering {

    Gathering() {}

    /** An empty one of the same kind. */
    abstract Gathering fresh();

    /** Takes up what another one of the same kind has. */
    abstract void addAll(Gathering other);

    /** Roughly how many bytes it takes. */
    abstract long bytes();
}
