package kpipe.spi;

/**
 * One object, or one run of records, for a sink.
 *
 * @param address where to: the destination's address with all its {@code !{…}} expressions evaluated
 * @param objectName a name for the object that no other delivery of this destination has and that a repeat of the same delivery has again; ends with what
 *     format and compression ask for ({@code .json.gz})
 * @param bytes the object: encoded, joined, compressed; valid during the call
 * @param recordEnds where each record ends in {@code bytes}; empty where the object is compressed or columnar
 * @param records how many records it holds
 */
public record Delivery(String address, String objectName, byte[] bytes, int length, int[] recordEnds, int records) {}
