package kpipe.endpoint.wire;

import java.util.Map;

/**
 * Where the answer to one request goes. Exactly one of {@link #succeed(Map)}, {@link #succeed()}, {@link #fail} and {@link #stream} is called, once, from any thread; a second answer is ignored.
 *
 * <p>An answer is a tree of values: Map of members by name (a null member is left out), List, String, Boolean, Integer, Long, Double, {@link Blob} or byte[], {@link java.time.Instant},
 * and {@link Part} for what is written while it is encoded. It is encoded before the call returns, so buffers behind Blobs may be used again then.
 */
public interface Exchange {

    /** Answers 200 with a body. */
    void succeed(Map<String, ?> answer);

    /** Answers 200 with an empty body. */
    void succeed();

    void fail(AwsError error);

    /** Answers 200 with a stream of events, whose first, {@code initial-response}, is sent now. */
    EventStream stream();

    /** Whether the client speaks CBOR, and not JSON. */
    boolean cbor();

    /** The UUID that the answer carries as {@code x-amzn-RequestId}. */
    String requestId();
}
