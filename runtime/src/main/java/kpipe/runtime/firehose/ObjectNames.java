package kpipe.runtime.firehose;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * Names for the objects of one destination, in order of time, none ever given twice. They follow from a seed and a count, both of which are part of the destination's state: a pipeline that goes on
 * after a crash gives the same object the same name. Not thread-safe.
 */
final class ObjectNames {

    private final String destination;
    private long seed;
    private long next = 1;
    private long draws;

    ObjectNames(String destination, long seed) {
        this.destination = PartitionValues.safe(destination);
        this.seed = seed;
    }

    /** A number for something that is left to chance, another one with each call. */
    long draw() {
        return (seed ^ destination.hashCode()) * 0xD1342543DE82EF95L ^ ++draws * 0xAF251AF3B0F025B5L;
    }

    /** @param millis the time that the name begins with */
    String next(long millis, String suffix) {
        String number = Long.toString(next++);
        String digits = Long.toUnsignedString(seed, 36);
        return destination
                + "-"
                + Address.Timestamps.format("yyyy-MM-dd-HH-mm-ss", millis)
                + "-"
                + digits.substring(Math.max(0, digits.length() - 8))
                + "-"
                + "000000".substring(Math.min(6, number.length()))
                + number
                + suffix;
    }

    void save(StateWriter out) throws IOException {
        out.word(seed);
        out.number(next);
        out.number(draws);
    }

    /**
     * Goes on where the names that were saved end.
     *
     * @param sameObjects whether what was given a name since is not seen by anybody, so that the same names may be given again; if not, they are names of another run
     */
    void restore(StateReader in, boolean sameObjects) throws IOException {
        long saved = in.word();
        seed = sameObjects ? saved : seed;
        next = in.number();
        draws = in.number();
    }
}
