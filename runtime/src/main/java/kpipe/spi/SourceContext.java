package kpipe.spi;

import kpipe.data.Schema;

/**
 * What a source is made from.
 *
 * @param name the stream or table that it feeds
 * @param address the empty string where none was written
 * @param schema the declared columns (a {@link RowSource} fills exactly these)
 * @param disk how files are reached
 * @param clock what time it is
 * @param notices takes what does not work for the moment
 */
public record SourceContext(
        String name, String address, Options options, Schema schema, Disk disk, Clock clock, Notices notices) {

    /** Where nobody listens to its notices. */
    public SourceContext(String name, String address, Options options, Schema schema, Disk disk, Clock clock) {
        this(name, address, options, schema, disk, clock, Notices.NONE);
    }
}
