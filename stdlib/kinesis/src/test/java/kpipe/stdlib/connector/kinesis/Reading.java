package kpipe.stdlib.connector.kinesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import kpipe.data.Schema;
import kpipe.spi.Chunk;
import kpipe.spi.Clock;
import kpipe.spi.Notices;
import kpipe.spi.Options;
import kpipe.spi.RecordFrames;
import kpipe.spi.Source.Status;
import kpipe.spi.SourceContext;

/** Reads a source as an intake does, and keeps all that it says. */
final class Reading implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** One record as it came. */
    record Read(String input, String key, String sequence, long arrival, String text) {}

    final List<Read> records = new ArrayList<>();
    /** Inputs that began or ended, and how far time has come, in order. */
    final List<String> events = new ArrayList<>();

    final Map<String, Long> reached = new TreeMap<>();
    final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private final KinesisSource source;
    private final Chunk chunk = new Chunk();
    private boolean ended;

    Reading(String address, Map<String, Object> options) throws IOException {
        this(address, options, null);
    }

    Reading(String address, Map<String, Object> options, byte[] position) throws IOException {
        KinesisSourceConnector connector = new KinesisSourceConnector();
        Map<String, Object> all = new TreeMap<>(connector.spec().defaults().asMap());
        all.putAll(options);
        Clock clock = System::currentTimeMillis;
        source = (KinesisSource) connector.source(
                new SourceContext("s", address, new Options(all), new Schema(List.of()), null, clock, new Notices() {
                    @Override
                    public void warning(String sentence) {
                        notices.add("warning: " + sentence);
                    }

                    @Override
                    public void note(String sentence) {
                        notices.add("note: " + sentence);
                    }
                }));
        source.open();
        if (position != null) {
            source.seek(position);
        }
    }

    /** Reads until the condition holds. */
    Reading until(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError("it does not come: " + records.size() + " records, " + events + notices);
            }
            turn();
        }
        return this;
    }

    Reading until(int count) throws IOException {
        return until(() -> records.size() >= count);
    }

    Reading untilEnd() throws IOException {
        return until(() -> {
            try {
                return turn() == Status.ENDED;
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
    }

    private Status turn() throws IOException {
        Status status = source.read(chunk);
        ended = status == Status.ENDED;
        if (status != Status.READ) {
            LockSupport.parkNanos(1_000_000);
            return status;
        }
        if (chunk.begins) {
            events.add("+" + chunk.input);
        }
        RecordFrames frames = chunk.frames;
        int start = chunk.start;
        for (int i = 0; frames != null && i < frames.count(); i++) {
            String text = new String(chunk.bytes, start, frames.end(i) - start, StandardCharsets.UTF_8);
            start = frames.end(i);
            records.add(new Read(
                    chunk.input, frames.partitionKey(i), frames.sequenceNumber(i), frames.arrivalMillis(i), text));
        }
        if (chunk.arrivedBefore != Chunk.UNKNOWN_TIME) {
            reached.merge(chunk.input, chunk.arrivedBefore, Math::max);
        }
        if (chunk.endOfInput) {
            events.add("-" + chunk.input);
        }
        chunk.clear();
        return status;
    }

    byte[] position() {
        return source.position();
    }

    List<String> texts() {
        return records.stream().map(Read::text).toList();
    }

    /** The texts of each key, in the order in which they came. */
    Map<String, List<String>> byKey() {
        Map<String, List<String>> texts = new TreeMap<>();
        records.forEach(record ->
                texts.computeIfAbsent(record.key(), absent -> new ArrayList<>()).add(record.text()));
        return texts;
    }

    @Override
    public void close() {
        source.close();
    }
}
