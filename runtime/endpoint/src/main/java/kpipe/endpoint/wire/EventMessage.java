package kpipe.endpoint.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The framing of {@code application/vnd.amazon.eventstream}: total length, length of the headers, checksum of these two; headers; payload; checksum of all before. Numbers have 32 bits, highest first.
 */
final class EventMessage {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int TEXT = 7;

    private EventMessage() {}

    static Output event(Output out, String type, Map<String, ?> event, boolean cbor) {
        return write(out, headers("event", ":event-type", type, cbor), event, cbor);
    }

    static Output exception(Output out, AwsError error, boolean cbor) {
        String text = error.text();
        Map<String, String> payload = text == null ? Map.of() : Map.of(error.member(), text);
        return write(out, headers("exception", ":exception-type", error.type(), cbor), payload, cbor);
    }

    private static Map<String, String> headers(String messageType, String typeHeader, String type, boolean cbor) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":message-type", messageType);
        headers.put(typeHeader, type);
        headers.put(":content-type", cbor ? "application/cbor" : "application/json");
        return headers;
    }

    private static Output write(Output out, Map<String, String> headers, Map<String, ?> payload, boolean cbor) {
        boolean whole = false;
        try {
            out.room(PRELUDE);
            for (int i = 0; i < PRELUDE; i++) {
                out.put(0);
            }
            headers.forEach((name, value) -> header(out, name, value));
            int headersLength = (int) out.size() - PRELUDE;
            TreeWriter.of(out, cbor).value(payload);
            out.setInt(0, (int) out.size() + CHECKSUM);
            out.setInt(4, headersLength);
            CRC32 checksum = new CRC32();
            checksum.update(out.buffers().get(0).slice(0, 8));
            out.setInt(8, (int) checksum.getValue());
            checksum.reset();
            out.addTo(checksum);
            out.putInt((int) checksum.getValue());
            whole = true;
            return out;
        } finally {
            if (!whole) {
                out.release();
            }
        }
    }

    private static void header(Output out, String name, String value) {
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
