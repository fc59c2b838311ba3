package kpipe.endpoint.wire;

/** A part of an answer that is not kept as a tree but writes itself while it is encoded: the ten thousand records of a page without ten thousand maps. */
@FunctionalInterface
public interface Part {

    /** Writes one whole value. */
    void writeTo(ValueWriter out);
}
