package kpipe.runtime.engine;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.runtime.host.Inquiry;
import kpipe.runtime.stream.CellText;
import kpipe.runtime.stream.Stream;
import kpipe.runtime.stream.Tap;

/**
 * Shows the rows of a stream to one who looks, a JSON object a line, as they pass. The pipeline waits for nobody: what comes faster than it is taken is left out, and a line {@code # N rows left out} says so. A line
 * of nothing now and then finds out whether somebody still looks.
 */
final class StreamTail implements Tap {

    private static final int MOST_WAITING = 10_000;
    private static final long SILENCE_MILLIS = 1_000;

    private final Stream stream;
    private final Engine engine;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong leftOut = new AtomicLong();

    StreamTail(Stream stream, Engine engine) {
        this.stream = stream;
        this.engine = engine;
    }

    @Override
    public void pass(RowBatch rows) {
        ByteBuilder text = new ByteBuilder();
        for (int row = 0; row < rows.size; row++) {
            if (waiting.remainingCapacity() == 0) {
                leftOut.addAndGet(rows.size - row);
                return;
            }
            text.clear();
            CellText.json(rows, row, text);
            if (!waiting.offer(text.toString())) {
                leftOut.incrementAndGet();
            }
        }
    }

    /** Returns when the run has ended, throws when the other side has left. */
    void show(Inquiry.Reply reply) throws IOException {
        stream.add(this);
        try {
            StringBuilder lines = new StringBuilder();
            while (true) {
                String row = waiting.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
                lines.setLength(0);
                for (; row != null; row = lines.length() < 1 << 16 ? waiting.poll() : null) {
                    lines.append(row).append('\n');
                }
                long missed = leftOut.getAndSet(0);
                if (missed > 0) {
                    lines.append("# ").append(missed).append(" rows left out\n");
                }
                if (lines.length() == 0) {
                    if (engine.isOver()) {
                        return;
                    }
                    lines.append('\n');
                }
                reply.write(lines.toString());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stream.remove(this);
        }
    }
}
