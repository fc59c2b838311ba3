package kpipe.spi;

/**
 * What a sink is made from.
 *
 * @param name the destination's name
 * @param address with parameters substituted but its {@code !{…}} expressions as written: the firehose evaluates them per object and gives the result in
 *     {@link Delivery#address}
 */
public record SinkContext(String name, String address, Options options, Disk disk, Clock clock) {}
