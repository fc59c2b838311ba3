package kpipe.runtime.firehose;

import java.io.IOException;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Clock;
import kpipe.spi.DeliveryException;

/** When what has failed is tried again, and for how long. It says so once, and that it works again. Not thread-safe. */
final class Attempts {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final long retryMillis;
    private final ErrorReport errors;
    private final Tally tally;
    private final Clock clock;
    private int count;
    private long firstFailure;
    private long next = Long.MIN_VALUE;
    private boolean retrying;

    /** @param retryMillis how long after the first failure it is still tried again */
    Attempts(long retryMillis, ErrorReport errors, Tally tally, Clock clock) {
        this.retryMillis = retryMillis;
        this.errors = errors;
        this.tally = tally;
        this.clock = clock;
    }

    /** Whether it is time for the next attempt. */
    boolean due() {
        return next <= clock.millis();
    }

    /** How many have failed, one after the other. */
    int count() {
        return count;
    }

    /** An attempt has failed: returns whether there will be another one. */
    boolean again(IOException failure) {
        count++;
        long now = clock.millis();
        if (count == 1) {
            firstFailure = now;
        }
        boolean retryable = failure instanceof DeliveryException delivery && delivery.retryable();
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(count - 1, 20));
        if (!retryable || now + pause > firstFailure + retryMillis) {
            return false;
        }
        tally.retries++;
        if (!retrying) {
            retrying = true;
            errors.say("warning", "cannot deliver: " + reason(failure) + "; it tries again");
        }
        next = now + pause;
        return true;
    }

    void succeeded() {
        if (retrying) {
            retrying = false;
            errors.say("note", "delivers again");
        }
        reset();
    }

    /** What failed is given up; the next has failed never. */
    void reset() {
        count = 0;
        next = Long.MIN_VALUE;
    }

    static String reason(IOException failure) {
        String said = failure.getMessage();
        return said == null ? "the delivery failed" : said;
    }
}
