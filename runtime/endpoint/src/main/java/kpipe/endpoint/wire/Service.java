package kpipe.endpoint.wire;

import java.util.Map;

/**
 * A service that clients call operations of: {@code Kinesis_20131202} with {@code PutRecord} and its like.
 *
 * <p>Called by many threads at once. None of the methods blocks: an answer that has to wait is given later, through the {@link Exchange}, from any thread.
 */
public interface Service {

    /** What stands before the point in {@code X-Amz-Target}: {@code Kinesis_20131202}. */
    String targetPrefix();

    /** What stands as the service in a credential scope and a signature: {@code kinesis}. */
    String signingName();

    boolean has(String operation);

    /** What members the request of an operation has and of what types. Asked only for operations that it {@link #has}. */
    Shape.Structure shape(String operation);

    /**
     * Carries out an operation.
     *
     * @param request the members that the client sent and the shape names, in the types that {@link Shape} lists; what is absent or null is not in the map
     * @param exchange what the answer goes to, exactly one of its methods once, now or later
     * @throws AwsError answered as {@link Exchange#fail}; anything else that is thrown is answered with InternalFailure
     */
    void answer(String operation, Map<String, Object> request, Caller caller, Exchange exchange);
}
