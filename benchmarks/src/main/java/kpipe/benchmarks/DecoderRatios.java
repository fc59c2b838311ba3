package kpipe.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.spi.Decoder;

/**
 * Decoding JSON lines of {@link TelemetryFile} that are in memory: the generated decoder beside the one by hand of {@link HandJsonAggregate}, in turns, by the processor time of the
 * thread, the least of many rounds each. The generated one checks all of the document and every value, the one by hand next to nothing.
 */
public final class DecoderRatios {

    private static final int ROUNDS = 15;
    private static final int CHUNK_BYTES = 1 << 18;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DecoderRatios() {}

    /** One argument: the file to read. */
    public static void main(String[] arguments) throws IOException {
        byte[] documents = Files.readAllBytes(Path.of(arguments[0]));
        compare(
                "4 of 11 fields",
                "device BIGINT NOT NULL, humidity DOUBLE NOT NULL, temperature DOUBLE NOT NULL, read_at TIMESTAMP NOT NULL",
                documents);
        compare(
                "11 of 11 fields",
                "device BIGINT NOT NULL, humidity DOUBLE NOT NULL, temperature DOUBLE NOT NULL, read_at TIMESTAMP NOT NULL, room INTEGER, battery INTEGER, "
                        + "site VARCHAR, firmware VARCHAR, status VARCHAR, sequence BIGINT, charging BOOLEAN",
                documents);
    }

    private static void compare(String what, String columns, byte[] documents) {
        StreamNode stream = KernelOfText.topology("STREAM readings (" + columns
                        + ") FROM FILE 'readings.jsonl' FORMAT JSON EVENT TIME read_at;\n"
                        + "DESTINATION screen FROM readings TO STDOUT FORMAT JSON;\n")
                .streams()
                .get(0);
        Decoder decoder = Objects.requireNonNull(
                        Objects.requireNonNull(stream.source()).decoder())
                .create();
        RowBatch rows = new RowBatch(stream.schema());
        double hand = Double.MAX_VALUE;
        double generated = Double.MAX_VALUE;
        int count = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            count = HandJsonAggregate.decode(documents);
            hand = Math.min(hand, THREADS.getCurrentThreadCpuTime() - start);
            start = THREADS.getCurrentThreadCpuTime();
            int decoded = decode(decoder, documents, rows);
            generated = Math.min(generated, THREADS.getCurrentThreadCpuTime() - start);
            if (decoded != count) {
                throw new IllegalStateException(decoded + " rows of " + count);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-18s by hand (4 fields) %6.1f ns a document, generated %6.1f ns: %.2f%n",
                what,
                hand / count,
                generated / count,
                generated / hand);
    }

    private static int decode(Decoder decoder, byte[] documents, RowBatch rows) {
        int count = 0;
        int at = 0;
        while (at < documents.length) {
            int end = Math.min(documents.length, at + CHUNK_BYTES);
            at = decoder.decode(documents, at, end, end == documents.length, rows, (bytes, from, to, name, message) -> {
                throw new IllegalStateException(message);
            });
            count += rows.size;
            rows.clear();
        }
        return count;
    }
}
