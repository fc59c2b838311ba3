package kpipe.runtime.firehose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import kpipe.data.ByteBuilder;
import kpipe.runtime.stream.CellText;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** The records under ERRORS TO: one JSON object a line, with the members that Firehose gives them. Not thread-safe. */
final class ErrorRecords {

    private final SideFiles files;
    private final Clock clock;

    ErrorRecords(SideFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * @param type the folder: {@code processing-failed}, {@code file-failed}
     * @param transform whose work failed, or empty
     */
    void write(
            String type,
            String code,
            String message,
            String transform,
            int attempts,
            long arrival,
            byte[] record,
            int offset,
            int length)
            throws IOException {
        ByteBuilder out = files.begin(type);
        out.append("{\"attemptsMade\":" + attempts + ",\"arrivalTimestamp\":" + arrival + ",\"errorCode\":");
        quoted(code, out);
        out.append(",\"errorMessage\":");
        quoted(message, out);
        out.append(",\"attemptEndingTimestamp\":" + clock.millis() + ",\"rawData\":\"");
        out.append(Base64.getEncoder().encode(Arrays.copyOfRange(record, offset, offset + length)));
        out.append((byte) '"');
        if (!transform.isEmpty()) {
            out.append(",\"transform\":");
            quoted(transform, out);
        }
        out.append("}\n");
    }

    /**
     * The records of an object that could not be delivered.
     *
     * @param keys what stands before each record and is no part of it, or null
     * @param which the numbers of the records, or null: all of them
     */
    void undelivered(
            String connector,
            Buffer buffer,
            @Nullable RecordKeys keys,
            int @Nullable [] which,
            int attempts,
            String message)
            throws IOException {
        String type = connector.toLowerCase(Locale.ROOT) + "-failed";
        byte[] bytes = buffer.bytes.bytes();
        int[] ends = buffer.recordEnds();
        int count = which == null ? ends.length : which.length;
        for (int i = 0; i < count; i++) {
            int record = which == null ? i : which[i];
            int start = record == 0 ? 0 : ends[record - 1];
            if (keys != null) {
                start = keys.behind(bytes, start);
            }
            write(type, "Delivery.Failed", message, "", attempts, buffer.opened, bytes, start, ends[record] - start);
        }
    }

    private static void quoted(String text, ByteBuilder out) {
        CellText.quoted(text.getBytes(StandardCharsets.UTF_8), out);
    }
}
