package kpipe.endpoint.kinesis;

import java.util.Map;

/**
 * How the service behaves where that is a choice. Immutable.
 *
 * @param edition which service is answered like
 * @param stateDelayMillis how long streams and consumers are seen CREATING, UPDATING and DELETING
 * @param limits 0: the rates of shards and of control operations are not limited; 1: as AWS limits them; any other number: so many times that
 * @param faults what goes wrong on purpose, by operation; {@code *} stands for all that are not named
 * @param seed decides which calls the faults hit
 * @param shardLimit how many open shards an account may have in a region, on-demand streams apart
 * @param onDemandStreamLimit how many on-demand streams an account may have in a region
 * @param scalingMillis how often on-demand streams are looked at
 */
public record KinesisSettings(
        Edition edition,
        long stateDelayMillis,
        double limits,
        Map<String, Fault> faults,
        long seed,
        int shardLimit,
        int onDemandStreamLimit,
        long scalingMillis) {

    /** Today's service without limits of rates, half a second in each state. */
    public static final KinesisSettings DEFAULT =
            new KinesisSettings(Edition.TODAY, 500, 0, Map.of(), 1, 20_000, 50, 60_000);

    public KinesisSettings {
        faults = Map.copyOf(faults);
    }

    /**
     * What goes wrong on purpose in an operation.
     *
     * @param throttled the probability, 0 to 1, that a call is refused as if the rate of its shard or operation were exceeded
     * @param partial the probability, 0 to 1, that a record of PutRecords fails as if the rate of its shard were exceeded
     * @param latencyMillis how much later each answer is given
     */
    public record Fault(double throttled, double partial, long latencyMillis) {
        static final Fault NONE = new Fault(0, 0, 0);
    }

    Fault fault(String operation) {
        return faults.getOrDefault(operation, faults.getOrDefault("*", Fault.NONE));
    }

    public KinesisSettings withEdition(Edition other) {
        return new KinesisSettings(
                other, stateDelayMillis, limits, faults, seed, shardLimit, onDemandStreamLimit, scalingMillis);
    }

    public KinesisSettings withStateDelay(long millis) {
        return new KinesisSettings(
                edition, millis, limits, faults, seed, shardLimit, onDemandStreamLimit, scalingMillis);
    }

    public KinesisSettings withLimits(double times) {
        return new KinesisSettings(
                edition, stateDelayMillis, times, faults, seed, shardLimit, onDemandStreamLimit, scalingMillis);
    }

    public KinesisSettings withFaults(Map<String, Fault> other, long otherSeed) {
        return new KinesisSettings(
                edition, stateDelayMillis, limits, other, otherSeed, shardLimit, onDemandStreamLimit, scalingMillis);
    }

    public KinesisSettings withAccountLimits(int shards, int onDemandStreams) {
        return new KinesisSettings(
                edition, stateDelayMillis, limits, faults, seed, shards, onDemandStreams, scalingMillis);
    }

    public KinesisSettings withScaling(long everyMillis) {
        return new KinesisSettings(
                edition, stateDelayMillis, limits, faults, seed, shardLimit, onDemandStreamLimit, everyMillis);
    }
}
