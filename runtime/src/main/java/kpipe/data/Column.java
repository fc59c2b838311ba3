package kpipe.data;

/** A named, typed column of a {@link Schema}; the name is spelled as its declaration spells it, which is what output shows. */
public record Column(String name, Type type) {
    @Override
    public String toString() {
        return name + " " + type;
    }
}
