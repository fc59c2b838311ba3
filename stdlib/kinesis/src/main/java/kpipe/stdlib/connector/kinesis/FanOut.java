package kpipe.stdlib.connector.kinesis;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;

/** The registered consumer under whose name shards are subscribed to; registered where there is none of that name yet. Only the source's thread calls it. */
final class FanOut {

    private static final long LOOK_MILLIS = 500;

    private final Traffic traffic;
    private final String name;
    private @Nullable String streamArn;
    private @Nullable String consumerArn;
    private boolean registers;
    private boolean ready;
    private boolean running;
    private int failures;
    private long due;

    /** @param name a name, or the ARN of a consumer */
    FanOut(Traffic traffic, String name) {
        this.traffic = traffic;
        this.name = name;
        streamArn = traffic.service.stream.arn();
        if (name.startsWith("arn:")) {
            consumerArn = name;
        }
    }

    /** Whether it can be used. */
    boolean ready() {
        return ready;
    }

    String arn() {
        return Objects.requireNonNull(consumerArn);
    }

    void go(long now) {
        if (ready || running || now < due) {
            return;
        }
        running = true;
        if (consumerArn != null) {
            look(DescribeStreamConsumerRequest.builder().consumerARN(consumerArn));
        } else if (streamArn == null) {
            DescribeStreamSummaryRequest.Builder request =
                    DescribeStreamSummaryRequest.builder().overrideConfiguration(traffic.service.timed);
            traffic.service.stream.tell(request::streamName, request::streamARN);
            ask(
                    traffic.service.client.describeStreamSummary(request.build()),
                    answer -> streamArn = answer.streamDescriptionSummary().streamARN());
        } else if (registers) {
            ask(
                    traffic.service.client.registerStreamConsumer(RegisterStreamConsumerRequest.builder()
                            .streamARN(streamArn)
                            .consumerName(name)
                            .overrideConfiguration(traffic.service.timed)
                            .build()),
                    answer -> consumerArn = answer.consumer().consumerARN());
        } else {
            look(DescribeStreamConsumerRequest.builder().streamARN(streamArn).consumerName(name));
        }
    }

    private void look(DescribeStreamConsumerRequest.Builder request) {
        ask(
                traffic.service.client.describeStreamConsumer(
                        request.overrideConfiguration(traffic.service.timed).build()),
                answer -> {
                    consumerArn = answer.consumerDescription().consumerARN();
                    ConsumerStatus status = answer.consumerDescription().consumerStatus();
                    ready = status == ConsumerStatus.ACTIVE;
                    if (!ready) {
                        due = traffic.now() + LOOK_MILLIS;
                    }
                });
    }

    private <A> void ask(CompletableFuture<A> call, java.util.function.Consumer<A> taker) {
        traffic.call(
                call,
                answer -> answer,
                answer -> {
                    running = false;
                    failures = 0;
                    traffic.works(this);
                    taker.accept(answer);
                },
                this::refused);
    }

    private void refused(Failure failure) {
        running = false;
        if (failure.kind() == Failure.Kind.NOT_FOUND && streamArn != null && !registers && !name.startsWith("arn:")) {
            registers = true;
            consumerArn = null;
        } else if (failure.kind() == Failure.Kind.IN_USE && registers) {
            // Another process has registered it in the meantime.
            registers = false;
        } else if (failure.passes()) {
            due = traffic.fails(this, failure, failures++);
        } else if (failure.kind() == Failure.Kind.NOT_FOUND && consumerArn != null) {
            traffic.end(new java.io.IOException("cannot read " + traffic.service.place + ": there is no consumer "
                    + consumerArn + "; correct `consumer`, or give a name, which is registered if need be"));
        } else {
            traffic.end(traffic.service.ended("read", failure));
        }
    }
}
