package kpipe.endpoint.wire;

import java.util.Map;

/**
 * The events of an answer that goes on: framed, and sent at once, as fast as the client takes them. Thread-safe; callbacks run on a thread of the endpoint and must not block.
 *
 * <p>What a client does not take (HTTP/2 flow control, a full socket) makes the stream not {@link #isReady ready}. The sender then waits for {@link #onReady}; an event that is sent all the same is kept until it can go.
 */
public interface EventStream {

    /**
     * Sends an event in the encoding of the request. It is encoded before the call returns.
     *
     * @param type such as {@code SubscribeToShardEvent}
     * @return whether the stream is ready for another; false as well if it is closed, and then nothing was sent
     */
    boolean send(Map<String, ?> event, String type);

    /** Ends the stream with an exception message, behind the events that were sent. */
    void fail(AwsError error);

    /** Ends the stream, behind the events that were sent. */
    void end();

    /** Whether all that was sent is with the client's side of the connection. */
    boolean isReady();

    /** Runs {@code then} once, as soon as the stream is ready or closed; at once if that is so now. */
    void onReady(Runnable then);

    /** Whether it was ended, or the client went away. */
    boolean isClosed();

    /** Runs {@code then} once, as soon as the stream is closed; at once if it is so now. */
    void onClosed(Runnable then);
}
