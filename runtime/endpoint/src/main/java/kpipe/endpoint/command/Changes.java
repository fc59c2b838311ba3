package kpipe.endpoint.command;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Waits for changes of streams, which take a while. */
final class Changes {

    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 60_000;

    private Changes() {}

    /** Waits until the stream is ACTIVE. */
    static void await(KinesisClient client, String stream) throws CommandException, KinesisClient.RefusedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            Map<String, Object> answer = client.call("DescribeStreamSummary", Map.of("StreamName", stream));
            String status =
                    KinesisClient.text(KinesisClient.structure(answer, "StreamDescriptionSummary"), "StreamStatus");
            if (status.equals("ACTIVE")) {
                return;
            }
            pause(deadline, stream, status);
        }
    }

    /** Waits until there is no such stream. */
    static void awaitGone(KinesisClient client, String stream) throws CommandException, KinesisClient.RefusedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            while (true) {
                client.call("DescribeStreamSummary", Map.of("StreamName", stream));
                pause(deadline, stream, "DELETING");
            }
        } catch (KinesisClient.RefusedException refusal) {
            if (!refusal.type().equals("ResourceNotFoundException")) {
                throw refusal;
            }
        }
    }

    private static void pause(long deadline, String stream, String status) throws CommandException {
        if (System.nanoTime() > deadline) {
            throw CommandException.failed("stream `" + stream + "` is still " + status);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }
}
