package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.Map;

/** Streams and consumers by their ARN, and the policies that are put on them. Thread-safe. */
final class Resources {

    private static final String POLICY = "policy";

    private final Core core;

    Resources(Core core) {
        this.core = core;
    }

    /**
     * What an ARN stands for.
     *
     * @param prefix before what the stream's description keeps of it
     */
    record Resource(Target target, String prefix) {}

    void register(Map<String, Operation> operations) {
        operations.put("PutResourcePolicy", Operation.told(this::putPolicy));
        operations.put("GetResourcePolicy", Operation.asked(this::getPolicy));
        operations.put("DeleteResourcePolicy", Operation.told(this::deletePolicy));
    }

    /** What the ResourceARN of a request stands for. */
    Resource find(Request request) throws IOException {
        String text = request.need("ResourceARN");
        Arn arn = Arn.parse(text);
        if (arn == null) {
            throw Refusal.invalidArgument("Invalid ResourceARN: " + text);
        }
        Target target = core.streams().target(arn.account(), arn.region(), arn.stream());
        if (arn.consumer() == null) {
            return new Resource(target, "");
        }
        Consumer consumer = target.stream().consumer(arn.consumer());
        if (consumer == null || consumer.created() / 1000 != arn.consumerCreated()) {
            throw Refusal.consumerNotFound(text, arn.account());
        }
        return new Resource(target, Consumer.prefix(consumer.name()));
    }

    private void putPolicy(Request request) throws IOException {
        Resource resource = find(request);
        String policy = request.need("Policy");
        if (!JsonText.isObject(policy)) {
            throw Refusal.invalidArgument("The policy is not a JSON object.");
        }
        resource.target().stream().describe(description -> description.with(resource.prefix() + POLICY, policy));
    }

    private Map<String, ?> getPolicy(Request request) throws IOException {
        Resource resource = find(request);
        return Members.of("Policy", resource.target().stream().description().get(resource.prefix() + POLICY, "{}"));
    }

    private void deletePolicy(Request request) throws IOException {
        Resource resource = find(request);
        KinesisStream stream = resource.target().stream();
        if (stream.description().get(resource.prefix() + POLICY) == null) {
            throw Refusal.notFound("No resource policy found for resource ARN " + request.need("ResourceARN"));
        }
        stream.describe(description -> description.without(resource.prefix() + POLICY));
    }
}
