package kpipe.spi;

import java.util.List;

/** A connector that destinations may write TO. */
public interface SinkConnector extends Plugin {

    /** Makes the writer of one destination. It opens nothing before {@link Sink#open}. */
    Sink sink(SinkContext context);

    /** Whether records should be handed over as soon as they are there unless BUFFER says otherwise (a terminal) or be gathered (files). */
    default boolean immediate() {
        return false;
    }

    /** How long records gather at most where they are gathered and BUFFER does not say it, in milliseconds. */
    default long gatherMillis() {
        return 300_000;
    }

    /**
     * Whether it takes each record by itself, and not objects that hold many: then nothing stands before the first record, between them and behind the last, they cannot be compressed
     * together, and each comes with its {@link #keys}.
     */
    default boolean takesRecords() {
        return false;
    }

    /**
     * The columns whose texts come with each record as {@link Delivery#key}, for a connector that takes records. A transform of the destination may set the first of them.
     *
     * @return names of columns of the stream ({@link kpipe.data.Schema#find}), {@link #check} has seen that they are there; an empty one stands for a key that only a transform may set
     */
    default List<String> keys(Options options) {
        return List.of();
    }
}
