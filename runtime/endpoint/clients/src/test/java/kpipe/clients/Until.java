package kpipe.clients;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Waits for what must become true soon, and fails when it does not. */
final class Until {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Until() {}

    static void holds(String what, BooleanSupplier condition) {
        that(what, condition::getAsBoolean, reached -> reached, LIMIT);
    }

    /** The first of the answers that is as wanted. */
    static <T> T that(String what, Supplier<T> asked, Predicate<T> wanted) {
        return that(what, asked, wanted, LIMIT);
    }

    /** The stream, as soon as it is active. */
    static StreamDescriptionSummary active(KinesisClient kinesis, String stream) {
        return that(
                stream + " is active",
                () -> kinesis.describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary(),
                summary -> summary.streamStatus() == StreamStatus.ACTIVE);
    }

    static <T> T that(String what, Supplier<T> asked, Predicate<T> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T answer = asked.get();
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + limit + ": " + what + ", but " + answer);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
