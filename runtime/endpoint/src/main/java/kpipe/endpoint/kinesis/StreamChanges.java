package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changing what a stream is: its mode, its retention, its largest record, its encryption. Thread-safe. */
final class StreamChanges {

    private static final String MODES = "modes";
    private static final int MOST_MODES_A_DAY = 2;
    private static final String ENCRYPTIONS = "encryptions";
    private static final int MOST_ENCRYPTIONS_A_DAY = 25;
    private static final int LEAST_HOURS = 24;
    private static final int MOST_HOURS = 8_760;
    private static final int MOST_HOURS_IN_2018 = 168;

    private final Core core;
    private final Accounts accounts;

    StreamChanges(Core core, Accounts accounts) {
        this.core = core;
        this.accounts = accounts;
    }

    void register(Map<String, Operation> operations) {
        operations.put("UpdateStreamMode", Operation.told(this::mode));
        operations.put("UpdateMaxRecordSize", Operation.told(this::recordSize));
        operations.put("UpdateStreamWarmThroughput", Operation.asked(this::warmThroughput));
        operations.put("IncreaseStreamRetentionPeriod", Operation.told(this::increaseRetention));
        operations.put("DecreaseStreamRetentionPeriod", Operation.told(this::decreaseRetention));
        operations.put("StartStreamEncryption", Operation.told(this::startEncryption));
        operations.put("StopStreamEncryption", Operation.told(this::stopEncryption));
    }

    private void mode(Request request) throws IOException {
        Target target = core.streams().target(request);
        KinesisStream stream = target.stream();
        String mode = request.structure("StreamModeDetails").need("StreamMode");
        target.needActive();
        boolean onDemand = mode.equals(KinesisStream.ON_DEMAND);
        if (request.has("WarmThroughputMiBps") && !onDemand) {
            throw Refusal.invalidArgument("WarmThroughputMiBps is for streams whose StreamMode is ON_DEMAND.");
        }
        Rolling.check(
                core,
                stream.description(),
                MODES,
                MOST_MODES_A_DAY,
                "The mode of stream " + target.name() + " under account " + target.account() + " was changed "
                        + MOST_MODES_A_DAY + " times within 24 hours.");
        long warm = request.number("WarmThroughputMiBps", stream.description().number(StreamOperations.WARM, 0));
        core.update(
                target,
                () -> stream.describe(description -> Rolling.add(
                        description.with(KinesisStream.MODE, mode).with(StreamOperations.WARM, warm),
                        MODES,
                        core.now())));
    }

    private void recordSize(Request request) throws IOException {
        Target target = core.streams().target(request);
        target.needActive();
        long kib = request.need64("MaxRecordSizeInKiB");
        core.update(
                target,
                () -> target.stream().describe(description -> description.with(StreamOperations.RECORD_KIB, kib)));
    }

    private Map<String, ?> warmThroughput(Request request) throws IOException {
        Target target = core.streams().target(request);
        target.needActive();
        KinesisStream stream = target.stream();
        if (!stream.isOnDemand()) {
            throw Refusal.validation("Request is invalid. Stream " + target.name() + " under account "
                    + target.account() + " is not in On-Demand mode.");
        }
        if (!accounts.isCommitted(target.account(), target.region())) {
            throw Refusal.validation("Request is invalid. Account " + target.account()
                    + " has not enabled the minimum throughput billing commitment.");
        }
        long warm = request.need64("WarmThroughputMiBps");
        core.update(
                target,
                () -> stream.describe(description -> description.with(StreamOperations.WARM, warm)),
                () -> OnDemand.warm(core, stream));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("StreamARN", target.arn());
        answer.put("StreamName", target.name());
        answer.put("WarmThroughput", StreamOperations.warmThroughput(stream));
        return answer;
    }

    private void increaseRetention(Request request) throws IOException {
        Target target = core.streams().target(request);
        long hours = hours(request);
        int now = target.stream().log().retentionHours();
        if (hours < now) {
            throw Refusal.invalidArgument("Requested retention period (" + hours + " hours) for stream "
                    + target.name() + " can not be shorter than existing retention period (" + now
                    + " hours). Use DecreaseRetentionPeriod API.");
        }
        target.needActive();
        target.stream().log().retain((int) hours);
    }

    private void decreaseRetention(Request request) throws IOException {
        Target target = core.streams().target(request);
        long hours = hours(request);
        int now = target.stream().log().retentionHours();
        if (hours > now) {
            throw Refusal.invalidArgument("Requested retention period (" + hours + " hours) for stream "
                    + target.name() + " can not be longer than existing retention period (" + now
                    + " hours). Use IncreaseRetentionPeriod API.");
        }
        target.needActive();
        target.stream().log().retain((int) hours);
        target.stream().log().maintain();
    }

    private long hours(Request request) {
        long hours = request.need64("RetentionPeriodHours");
        if (hours < LEAST_HOURS) {
            throw Refusal.invalidArgument("Minimum allowed retention period is " + LEAST_HOURS
                    + " hours. Requested retention period (" + hours + " hours) is too short.");
        }
        int most = core.isToday() ? MOST_HOURS : MOST_HOURS_IN_2018;
        if (hours > most) {
            throw Refusal.invalidArgument("Maximum allowed retention period is " + most
                    + " hours. Requested retention period (" + hours + " hours) is too long.");
        }
        return hours;
    }

    private void startEncryption(Request request) throws IOException {
        Target target = encrypted(request);
        String key = request.need("KeyId");
        core.update(
                target,
                () -> target.stream()
                        .describe(description -> Encryption.started(counted(description), key, core.now())));
    }

    private void stopEncryption(Request request) throws IOException {
        Target target = encrypted(request);
        core.update(
                target,
                () -> target.stream().describe(description -> Encryption.stopped(counted(description), core.now())));
    }

    private Description counted(Description description) {
        return Rolling.add(description, ENCRYPTIONS, core.now());
    }

    private Target encrypted(Request request) throws IOException {
        Target target = core.streams().target(request);
        if (!request.need("EncryptionType").equals("KMS")) {
            throw Refusal.invalidArgument("The encryption type must be KMS.");
        }
        target.needActive();
        Rolling.check(
                core,
                target.stream().description(),
                ENCRYPTIONS,
                MOST_ENCRYPTIONS_A_DAY,
                "Encryption of stream " + target.name() + " under account " + target.account() + " was changed "
                        + MOST_ENCRYPTIONS_A_DAY + " times within 24 hours.");
        return target;
    }
}
