package kpipe.endpoint.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand over one socket, so that a test says each byte and sees each. */
final class Raw implements AutoCloseable {

    static final String AUTHORIZATION = "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/kinesis/"
            + "aws4_request, SignedHeaders=host;x-amz-date, Signature=abc";
    static final String DATE = "X-Amz-Date: 20261121T120000Z";

    /** What came back: header names in lower case. */
    record Answer(int status, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    final Socket socket;
    private final InputStream in;

    Raw(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a request with these header lines beside Host and Content-Length, and reads its answer. */
    Answer ask(String line, byte[] body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line + " HTTP/1.1", "Host: localhost"));
        lines.addAll(List.of(headers));
        if (body.length > 0) {
            lines.add("Content-Length: " + body.length);
        }
        send(String.join("\r\n", lines) + "\r\n\r\n");
        socket.getOutputStream().write(body);
        return answer();
    }

    Answer ask(String line, String body, String... headers) throws IOException {
        return ask(line, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A signed call of an operation in JSON. */
    Answer call(String operation, String json) throws IOException {
        return ask(
                "POST /",
                json,
                "X-Amz-Target: Kinesis_20131202." + operation,
                "Content-Type: application/x-amz-json-1.1",
                AUTHORIZATION,
                DATE);
    }

    Answer answer() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, body);
    }

    /** The next chunk of an answer in chunks; empty at the end. */
    byte[] chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        byte[] chunk = in.readNBytes(length);
        line();
        return chunk;
    }

    /** Whether the other side closes, within the socket's timeout. */
    boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
