package kpipe.endpoint.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The exchange over a channel: answers in the encoding that the client asked for. */
final class Reply implements Exchange {

    private final Channel channel;
    private final ContentKind kind;
    private final OpenStreams streams;
    private final AtomicBoolean answered = new AtomicBoolean();

    Reply(Channel channel, ContentKind kind, OpenStreams streams) {
        this.channel = channel;
        this.kind = kind;
        this.streams = streams;
    }

    @Override
    public void succeed(Map<String, ?> answer) {
        if (answered.compareAndSet(false, true)) {
            encode(200, answer);
        }
    }

    @Override
    public void succeed() {
        if (answered.compareAndSet(false, true)) {
            channel.send(200, kind.type(), channel.newOutput());
        }
    }

    @Override
    public void fail(AwsError error) {
        if (answered.compareAndSet(false, true)) {
            encode(error.status(), members(error));
        }
    }

    @Override
    public EventStream stream() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("The request is answered already.");
        }
        return EventChannel.open(channel, cbor(), streams);
    }

    @Override
    public boolean cbor() {
        return kind == ContentKind.CBOR;
    }

    @Override
    public String requestId() {
        return channel.requestId();
    }

    private void encode(int status, Map<String, ?> answer) {
        Output out = channel.newOutput();
        int told = status;
        try {
            TreeWriter.of(out, cbor()).value(answer);
        } catch (RuntimeException e) {
            out.release();
            out = channel.newOutput();
            AwsError failure = AwsError.internalFailure();
            told = failure.status();
            TreeWriter.of(out, cbor()).value(members(failure));
        }
        channel.send(told, kind.type(), out);
    }

    /** An error as its answer holds it. */
    static Map<String, String> members(AwsError error) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("__type", error.type());
        if (error.text() != null) {
            members.put(error.member(), error.text());
        }
        return members;
    }
}
