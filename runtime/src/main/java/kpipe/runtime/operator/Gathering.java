package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** What one group keeps for an aggregate that needs more than a few words. Two of them that have taken the same values, in whatever order and parts, give the same result. Not thread-safe. */
public abstract class Gathering {

    Gathering() {}

    /** An empty one of the same kind. */
    abstract Gathering fresh();

    /** Takes up what another one of the same kind has. */
    abstract void addAll(Gathering other);

    /** Roughly how many bytes it takes. */
    abstract long bytes();

    // What is written of the kind of a gathering. No number is used again for another one.
    static final int DISTINCT_SKETCH = 1;
    static final int NUMBER_LIST = 2;
    static final int PAIRED_SUMS = 3;
    static final int QUANTILE_SKETCH = 4;
    static final int TEXT_LIST = 5;

    abstract int kind();

    abstract void save(StateWriter out) throws IOException;

    abstract void restore(StateReader in) throws IOException;

    /** Reads a gathering of any kind, which its number stands before, or null, for which 0 stands; those of a table share what is the same in {@code before}. */
    static @Nullable Gathering read(StateReader in, @Nullable Gathering before) throws IOException {
        int kind = in.small();
        if (kind == 0) {
            return null;
        }
        Gathering gathering = switch (kind) {
            case DISTINCT_SKETCH -> new DistinctSketch();
            case NUMBER_LIST -> new NumberList();
            case PAIRED_SUMS -> new PairedSums();
            case QUANTILE_SKETCH -> new QuantileSketch();
            case TEXT_LIST -> new TextList(TextList.Form.read(in, before instanceof TextList list ? list.form : null));
            default -> throw new IOException("no gathering is of kind " + kind);
        };
        gathering.restore(in);
        return gathering;
    }
}
