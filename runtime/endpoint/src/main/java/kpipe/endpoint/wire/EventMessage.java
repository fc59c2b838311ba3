package kpipe.endpoint.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The framing of {@code application/vnd.amazon.eventstream}: total length, length of the headers, checksum of these two; headers; payload; checksum of all before. Numbers have 32 bits, highest first. Where it is asked
 * for, the message is a chunk of HTTP/1.1 as well.
 */
final class EventMessage {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int TEXT = 7;

    /** Eight digits and the end of the line. */
    private static final int CHUNK_HEAD = 10;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final Output out;
    private final boolean cbor;
    private final boolean chunk;

    private EventMessage(Output out, boolean cbor, boolean chunk) {
        this.out = out;
        this.cbor = cbor;
        this.chunk = chunk;
    }

    /** Writes an event into {@code out}, and returns that. */
    static Output event(Output out, String type, Map<String, ?> event, boolean cbor, boolean chunk) {
        return new EventMessage(out, cbor, chunk).write("event", ":event-type", type, event);
    }

    /** Writes an error into {@code out}, and returns that. */
    static Output exception(Output out, AwsError error, boolean cbor, boolean chunk) {
        String text = error.text();
        Map<String, String> payload = text == null ? Map.of() : Map.of(error.member(), text);
        return new EventMessage(out, cbor, chunk).write("exception", ":exception-type", error.type(), payload);
    }

    private Output write(String messageType, String typeHeader, String type, Map<String, ?> payload) {
        boolean whole = false;
        try {
            int start = chunk ? CHUNK_HEAD : 0;
            byte[] reserved = new byte[start + PRELUDE];
            out.put(reserved, 0, reserved.length);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(":message-type", messageType);
            headers.put(typeHeader, type);
            headers.put(":content-type", cbor ? "application/cbor" : "application/json");
            headers.forEach(this::header);
            int headersLength = (int) out.size() - reserved.length;
            TreeWriter.of(out, cbor).value(payload);
            int length = (int) out.size() - start + CHECKSUM;
            out.setInt(start, length);
            out.setInt(start + 4, headersLength);
            out.setInt(start + 8, checksum(List.of(out.buffers().get(0).slice(start, 8))));
            out.putInt(checksum(from(start)));
            if (chunk) {
                out.set(0, String.format("%08x\r\n", length).getBytes(StandardCharsets.US_ASCII));
                out.put(LINE_END, 0, LINE_END.length);
            }
            whole = true;
            return out;
        } finally {
            if (!whole) {
                out.release();
            }
        }
    }

    private List<ByteBuffer> from(int start) {
        List<ByteBuffer> buffers = out.buffers();
        buffers.get(0).position(start);
        return buffers;
    }

    private static int checksum(List<ByteBuffer> buffers) {
        CRC32 checksum = new CRC32();
        buffers.forEach(checksum::update);
        return (int) checksum.getValue();
    }

    private void header(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        out.room(1);
        out.put(nameBytes.length);
        out.put(nameBytes, 0, nameBytes.length);
        out.room(3);
        out.put(TEXT);
        out.put(valueBytes.length >>> 8);
        out.put(valueBytes.length);
        out.put(valueBytes, 0, valueBytes.length);
    }
}
