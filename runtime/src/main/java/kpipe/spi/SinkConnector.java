package kpipe.spi;

/** A connector that destinations may write TO. */
public interface SinkConnector extends Plugin {

    /** Makes the writer of one destination. It opens nothing before {@link Sink#open}. */
    Sink sink(SinkContext context);

    /** Whether records should be handed over as soon as they are there unless BUFFER says otherwise (a terminal) or be gathered (files). */
    default boolean immediate() {
        return false;
    }
}
