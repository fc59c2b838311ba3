package kpipe.endpoint.kinesis;

import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.endpoint.wire.AwsError;

/** A stream that a request is about, and under which account and in which region it was found. Immutable. */
record Target(KinesisStream stream, String account, String region) {

    String name() {
        return stream.name();
    }

    String arn() {
        return Arn.stream(region, account, stream.name());
    }

    AwsError notFound() {
        return Refusal.streamNotFound(name(), account);
    }

    AwsError notActive() {
        return Refusal.notActive(name(), account, stream.state().name());
    }

    /** @throws AwsError unless it is ACTIVE */
    void needActive() {
        if (stream.state() != State.ACTIVE) {
            throw notActive();
        }
    }
}
