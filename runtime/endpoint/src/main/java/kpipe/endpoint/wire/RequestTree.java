package kpipe.endpoint.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that was read by a shape.
 *
 * @param members what the shape names and the body holds
 * @param mismatch the first value of a wrong type, as AWS words it; null if there is none
 */
record RequestTree(Map<String, Object> members, @Nullable AwsError mismatch) {}
