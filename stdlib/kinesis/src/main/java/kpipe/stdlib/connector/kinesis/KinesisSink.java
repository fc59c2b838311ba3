package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Sink;
import kpipe.spi.SinkContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts the records of each delivery, by requests of up to 500, several of them side by side. What the service refuses for a moment is put again at once, with pauses; what still fails is left to the next
 * attempt of the same delivery, which puts only what is not there yet.
 */
final class KinesisSink implements Sink {

    private static final int LANES = 4;
    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final SinkContext context;
    private final Random random = new Random();
    private @Nullable Service service;
    private @Nullable Outgoing outgoing;

    KinesisSink(SinkContext context) {
        this.context = context;
    }

    @Override
    public void open() throws IOException {
        StreamAddress address = StreamAddress.parse(context.address());
        if (address == null) {
            throw new IOException("'" + context.address() + "' is neither the name of a Kinesis stream nor its ARN");
        }
        service = new Service(address, context.options());
    }

    @Override
    public void deliver(Delivery delivery) throws IOException {
        Service there = service;
        if (there == null) {
            throw new IllegalStateException("not open");
        }
        Outgoing records = outgoing;
        if (records == null || !records.name.equals(delivery.objectName())) {
            records = new Outgoing(delivery, LANES);
            outgoing = records;
        }
        Failure failure = put(there, records);
        if (failure != null && failure.passes()) {
            throw new DeliveryException(sentence(there, failure.reason()), true, null, records.missing());
        }
        outgoing = null;
        if (failure != null) {
            String reason = failure.kind() == Failure.Kind.NOT_FOUND
                    ? "there is no such stream; create it, or correct its name, `region` or `endpoint`"
                    : failure.reason();
            throw new DeliveryException(sentence(there, reason), false, null, records.missing());
        }
        if (!records.refused().isEmpty()) {
            String reason = records.refused().get(0).reason();
            throw new DeliveryException(sentence(there, reason), false, null, records.missing());
        }
    }

    private static String sentence(Service there, String reason) {
        return "cannot put into " + there.place + ": " + reason;
    }

    /** Puts all that is left, as far as possible; returns why something is left, or null. */
    private @Nullable Failure put(Service there, Outgoing records) {
        Failure failure = null;
        for (int failures = 0; records.left() > 0; ) {
            int before = records.left();
            failure = round(there, records);
            if (failure == null) {
                failures = 0;
            } else if (!failure.passes()) {
                return failure;
            } else if (records.left() < before) {
                failures = 0;
                pause(failures);
            } else if (++failures == TRIES) {
                return failure;
            } else {
                pause(failures);
            }
        }
        return null;
    }

    /** One request of each lane that has records left, side by side. */
    private static @Nullable Failure round(Service there, Outgoing records) {
        List<Outgoing.Batch> batches = new ArrayList<>();
        List<CompletableFuture<PutRecordsResponse>> calls = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            Outgoing.Batch batch = records.next(lane);
            if (batch != null) {
                PutRecordsRequest.Builder request =
                        PutRecordsRequest.builder().records(batch.entries()).overrideConfiguration(there.timed);
                there.stream.tell(request::streamName, request::streamARN);
                batches.add(batch);
                calls.add(there.client.putRecords(request.build()));
            }
        }
        Failure worst = null;
        for (int i = 0; i < calls.size(); i++) {
            Failure failure = settle(calls.get(i), batches.get(i), records);
            if (failure != null && (worst == null || worst.passes())) {
                worst = failure;
            }
        }
        return worst;
    }

    private static @Nullable Failure settle(
            CompletableFuture<PutRecordsResponse> call, Outgoing.Batch batch, Outgoing records) {
        PutRecordsResponse answer;
        try {
            answer = call.join();
        } catch (CompletionException failed) {
            Failure failure = Failure.of(failed);
            if (failure.kind() == Failure.Kind.INVALID && batch.records().size() == 1) {
                records.refuse(batch, batch.records().get(0), failure.reason());
                return null;
            }
            return failure;
        }
        List<Integer> arrived = new ArrayList<>();
        Failure failure = null;
        for (int i = 0; i < answer.records().size(); i++) {
            PutRecordsResultEntry result = answer.records().get(i);
            if (result.errorCode() == null) {
                arrived.add(batch.records().get(i));
            } else {
                failure = result.errorCode().equals("ProvisionedThroughputExceededException")
                        ? new Failure(
                                Failure.Kind.THROTTLED,
                                result.errorCode(),
                                "a shard takes no more for the moment; more shards, or another partition key, would help")
                        : new Failure(Failure.Kind.PASSING, result.errorCode(), "it is out of order");
            }
        }
        records.arrived(batch, arrived);
        return failure;
    }

    private void pause(int failures) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << failures);
        LockSupport.parkNanos((pause / 2 + random.nextInt((int) pause / 2 + 1)) * 1_000_000);
    }

    @Override
    public void close() {
        Service open = service;
        service = null;
        if (open != null) {
            open.close();
        }
    }
}
