package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.KinesisStream.State;

/** Registering, listing and describing consumers. Thread-safe. */
final class ConsumerOperations {

    private static final int MOST = 20;
    private static final int MOST_COMMITTED = 50;
    private static final int MOST_CREATING = 5;
    private static final int PAGE = 100;

    private final Core core;
    private final Accounts accounts;

    ConsumerOperations(Core core, Accounts accounts) {
        this.core = core;
        this.accounts = accounts;
    }

    void register(Map<String, Operation> operations) {
        operations.put("RegisterStreamConsumer", Operation.asked(this::add));
        operations.put("DeregisterStreamConsumer", Operation.told(this::remove));
        operations.put("DescribeStreamConsumer", Operation.asked(this::describe));
        operations.put("ListStreamConsumers", Operation.asked(this::list));
    }

    /** A consumer of a stream. */
    record Found(Target target, Consumer consumer) {

        String arn() {
            return Arn.consumer(target.arn(), consumer.name(), consumer.created() / 1000);
        }
    }

    private Map<String, ?> add(Request request) throws IOException {
        Target target = core.streams().target(request);
        KinesisStream stream = target.stream();
        String name = request.need("ConsumerName");
        if (stream.state() == State.CREATING || stream.state() == State.DELETING) {
            throw target.notActive();
        }
        if (stream.consumer(name) != null) {
            throw exists(name, target);
        }
        checkLimits(target);
        long now = core.now();
        Consumer consumer = new Consumer(
                name, created(stream, name, now), now + core.settings().stateDelayMillis());
        Map<String, String> tags = request.textsByName("Tags");
        if (!stream.add(consumer)) {
            throw exists(name, target);
        }
        try {
            stream.describe(
                    description -> Tags.added(description, Tags.ofConsumer(name), tags, target.name(), target.account())
                            .with(Consumer.PREFIX + name + Consumer.CREATED, consumer.created()));
        } catch (IOException | RuntimeException refused) {
            stream.remove(consumer);
            throw refused;
        }
        return Members.of("Consumer", described(new Found(target, consumer), false));
    }

    /** A consumer that is registered again under a name has another ARN than the one before, which holds the second. */
    private static long created(KinesisStream stream, String name, long now) {
        long before = stream.description().number(lastCreated(name), 0);
        return Math.max(now, (before / 1000 + 1) * 1000);
    }

    private static String lastCreated(String name) {
        return "consumers/" + name;
    }

    private static kpipe.endpoint.wire.AwsError exists(String name, Target target) {
        return Refusal.inUse("Consumer " + name + " under stream " + target.name() + " already exists for account "
                + target.account() + ".");
    }

    private void checkLimits(Target target) {
        List<Consumer> consumers = target.stream().consumers();
        boolean many = target.stream().isOnDemand() && accounts.isCommitted(target.account(), target.region());
        int most = many ? MOST_COMMITTED : MOST;
        long creating = consumers.stream()
                .filter(consumer -> consumer.status(core.now()).equals("CREATING"))
                .count();
        String stream = "stream " + target.name() + " under account " + target.account() + ".";
        if (consumers.size() >= most) {
            throw Refusal.limitExceeded("No more than " + most + " consumers can be registered with " + stream);
        }
        if (creating >= MOST_CREATING) {
            throw Refusal.limitExceeded(
                    "No more than " + MOST_CREATING + " consumers can be in state CREATING for " + stream);
        }
    }

    private void remove(Request request) throws IOException {
        Found found = find(request);
        KinesisStream stream = found.target().stream();
        Consumer consumer = found.consumer();
        if (consumer.isDeleting()) {
            return;
        }
        stream.describe(description -> description
                .withoutAll(Consumer.prefix(consumer.name()))
                .with(lastCreated(consumer.name()), consumer.created()));
        kpipe.endpoint.wire.AwsError gone =
                Refusal.consumerNotFound(consumer.name(), found.target().account());
        consumer.delete().values().forEach(subscription -> subscription.fail(gone));
        core.later(core.settings().stateDelayMillis(), () -> stream.remove(consumer));
    }

    private Map<String, ?> describe(Request request) throws IOException {
        return Members.of("ConsumerDescription", described(find(request), true));
    }

    private Map<String, ?> described(Found found, boolean withStream) {
        Consumer consumer = found.consumer();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("ConsumerName", consumer.name());
        described.put("ConsumerARN", found.arn());
        described.put("ConsumerStatus", consumer.status(core.now()));
        described.put("ConsumerCreationTimestamp", Instant.ofEpochMilli(consumer.created()));
        if (withStream) {
            described.put("StreamARN", found.target().arn());
        }
        return described;
    }

    /** The consumer that a request gives by its ARN, or by its name and its stream's ARN. */
    private Found find(Request request) throws IOException {
        String arn = request.text("ConsumerARN");
        String name = request.text("ConsumerName");
        if (arn != null) {
            return find(arn, request);
        }
        if (name == null || !request.has("StreamARN")) {
            throw Refusal.invalidArgument("Either ConsumerARN or both StreamARN and ConsumerName should be provided.");
        }
        Target target = core.streams().target(request);
        Consumer consumer = target.stream().consumer(name);
        if (consumer == null) {
            throw Refusal.consumerNotFound(name, target.account());
        }
        return new Found(target, consumer);
    }

    private Found find(String text, Request request) throws IOException {
        Found found = find(core, text);
        String name = request.text("ConsumerName");
        String stream = request.text("StreamARN");
        if (name != null && !name.equals(found.consumer().name())
                || stream != null && !stream.equals(found.target().arn())) {
            throw Refusal.invalidArgument("ConsumerARN does not match the given StreamARN and ConsumerName.");
        }
        return found;
    }

    /** The consumer of that ARN. */
    static Found find(Core core, String text) throws IOException {
        Arn arn = Arn.parse(text);
        if (arn == null || arn.consumer() == null) {
            throw Refusal.invalidArgument("Invalid ConsumerARN: " + text);
        }
        KinesisStream stream = core.streams().find(arn.account(), arn.region(), arn.stream());
        Consumer consumer = stream == null ? null : stream.consumer(arn.consumer());
        if (stream == null || consumer == null || consumer.created() / 1000 != arn.consumerCreated()) {
            throw Refusal.consumerNotFound(text, arn.account());
        }
        return new Found(new Target(stream, arn.account(), arn.region()), consumer);
    }

    private Map<String, ?> list(Request request) throws IOException {
        Target target = core.streams().target(request);
        ShardOperations.checkCreated(request, target);
        String token = request.text("NextToken");
        String after = token == null
                ? ""
                : core.tokens().parts(request.operation(), token).get(0);
        long most = request.number("MaxResults", PAGE);
        List<Map<String, ?>> page = new ArrayList<>();
        String last = after;
        boolean more = false;
        for (Consumer consumer : target.stream().consumers()) {
            if (consumer.name().compareTo(after) > 0) {
                more = page.size() >= most;
                if (more) {
                    break;
                }
                page.add(described(new Found(target, consumer), false));
                last = consumer.name();
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Consumers", page);
        answer.put("NextToken", more ? core.tokens().token(request.operation(), last) : null);
        return answer;
    }
}
