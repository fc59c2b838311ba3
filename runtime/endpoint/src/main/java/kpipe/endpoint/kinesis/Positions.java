package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.time.Instant;
import kpipe.endpoint.wire.AwsError;
import kpipe.runtime.log.LogReader;
import kpipe.runtime.log.LogRecord;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;
import kpipe.runtime.log.StreamLog;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** Finds where in a shard a reader begins: the five types of shard iterators. Thread-safe. */
final class Positions {

    private final Clock clock;

    Positions(Clock clock) {
        this.clock = clock;
    }

    /**
     * The index of the first record that is read.
     *
     * @param operation in which errors say the position was used
     * @throws AwsError if type, number and time do not go together or with the shard
     */
    long find(
            Target target, Shard shard, String type, @Nullable String number, @Nullable Instant time, String operation)
            throws IOException {
        StreamLog log = target.stream().log();
        boolean byNumber = type.endsWith("_SEQUENCE_NUMBER");
        if (type.equals("AT_TIMESTAMP")) {
            return atTime(log, shard, time);
        }
        if (byNumber != (number != null)) {
            throw Refusal.invalidArgument("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                    + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified "
                    + type + " and " + (number == null ? "no" : "also a") + " StartingSequenceNumber.");
        }
        if (number != null) {
            return atNumber(target, shard, type, number, operation);
        }
        ShardLog records = log.find(shard.index());
        if (records == null) {
            throw Refusal.noSuchShard(shard.id(), target.name(), target.account());
        }
        return type.equals("LATEST") ? records.end() : 0;
    }

    private long atTime(StreamLog log, Shard shard, @Nullable Instant time) throws IOException {
        if (time == null) {
            throw Refusal.invalidArgument(
                    "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.");
        }
        long now = clock.millis();
        long millis = time.toEpochMilli();
        if (millis > now) {
            throw Refusal.invalidArgument(
                    "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                            + " timestampInMillis: " + millis + ", currentTimestampInMillis: " + now);
        }
        LogReader reader = log.readFromTime(shard.index(), millis);
        LogRecord first = reader.read();
        return first == null ? reader.position() : first.index();
    }

    private long atNumber(Target target, Shard shard, String type, String number, String operation) {
        String used = "StartingSequenceNumber " + number + " used in " + operation + " on shard " + shard.id()
                + " in stream " + target.name() + " under account " + target.account() + " is invalid";
        GivenNumber given = GivenNumber.parse(number);
        if (given == null) {
            throw Refusal.invalidArgument(used + ".");
        }
        if (given.shard() != shard.index()) {
            throw Refusal.invalidArgument("Invalid StartingSequenceNumber. It encodes " + given.shardId()
                    + ", while it was used in a call to a shard with " + shard.id());
        }
        if (given.version() != 2 || given.shardCreated() != shard.created()) {
            throw given.version() == 0
                    ? AwsError.internalFailure()
                    : Refusal.invalidArgument(used + " because it did not come from this stream.");
        }
        boolean after = type.startsWith("AFTER") && given.index() < Long.MAX_VALUE;
        return after ? given.index() + 1 : given.index();
    }
}
