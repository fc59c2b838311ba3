package kpipe.endpoint.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.wire.RequestSigner;
import org.jspecify.annotations.Nullable;

/** Calls operations of the Kinesis API, in JSON over HTTP/1.1. Safe for use by several threads. */
final class KinesisClient {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    private static final JsonFactory JSON = new JsonFactory();

    /** What the service answers instead of a result. */
    @SuppressWarnings("serial")
    static final class RefusedException extends Exception {
        private final String type;
        private final String sentence;

        RefusedException(String type, String sentence) {
            super(sentence);
            this.type = type;
            this.sentence = sentence;
        }

        /** What to tell the user. */
        String sentence() {
            return sentence;
        }

        /** Such as {@code ResourceNotFoundException}. */
        String type() {
            return type;
        }

        /** Whether the same call may succeed a little later. */
        boolean isPassing() {
            return type.equals("ProvisionedThroughputExceededException")
                    || type.equals("LimitExceededException")
                    || type.equals("InternalFailure")
                    || type.equals("ServiceUnavailable");
        }
    }

    private final URI address;
    private final RequestSigner signer;

    KinesisClient(URI address) {
        this.address = address;
        signer = EnvironmentSigner.find();
    }

    URI address() {
        return address;
    }

    /** Calls an operation; what it answers, by member, is empty where it answers nothing. */
    Map<String, Object> call(String operation, Map<String, ?> request) throws RefusedException, CommandException {
        return call("Kinesis_20131202", operation, request);
    }

    Map<String, Object> call(String service, String operation, Map<String, ?> request)
            throws RefusedException, CommandException {
        try {
            byte[] body = json(request);
            HttpURLConnection connection =
                    (HttpURLConnection) address.resolve("/").toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/x-amz-json-1.1");
            headers.put("X-Amz-Target", service + "." + operation);
            headers.putAll(signer.sign(address, headers, body));
            headers.forEach(connection::setRequestProperty);
            connection.getOutputStream().write(body);
            int status = connection.getResponseCode();
            try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                Map<String, Object> tree = answer == null ? Map.of() : tree(answer);
                if (status < 400) {
                    return tree;
                }
                String type = text(tree, "__type");
                Object message = tree.getOrDefault("message", tree.get("Message"));
                throw new RefusedException(
                        type.substring(type.indexOf('#') + 1),
                        message == null ? "the endpoint answers " + status + " " + type : message.toString());
            }
        } catch (IOException failure) {
            throw CommandException.failed("cannot reach " + address + ": " + reason(failure));
        }
    }

    private static String reason(IOException failure) {
        String said = failure.getMessage();
        return said == null ? "the connection failed" : said;
    }

    /** A member that is a text; empty where it is missing. */
    static String text(Map<String, Object> answer, String member) {
        Object value = answer.get(member);
        return value == null ? "" : value.toString();
    }

    /** A member that is a number; 0 where it is missing. */
    static double number(Map<String, Object> answer, String member) {
        return answer.get(member) instanceof Number number ? number.doubleValue() : 0;
    }

    /** A member that is a list of structures; empty where it is missing. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> answer, String member) {
        return answer.get(member) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    /** A member that is a structure; empty where it is missing. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> structure(Map<String, Object> answer, String member) {
        return answer.get(member) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static byte[] json(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, value);
        }
        return bytes.toByteArray();
    }

    /** Any tree of maps, lists, texts and numbers, as JSON. */
    static String jsonText(Object value) throws CommandException {
        try {
            return new String(json(value), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw CommandException.failed(String.valueOf(failure.getMessage()));
        }
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                out.writeFieldName(String.valueOf(member.getKey()));
                write(out, member.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof byte[] blob) {
            out.writeBinary(blob);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else {
            out.writeString(value.toString());
        }
    }

    private static Map<String, Object> tree(InputStream answer) throws IOException {
        try (JsonParser in = JSON.createParser(answer)) {
            return in.nextToken() == JsonToken.START_OBJECT ? object(in) : Map.of();
        } catch (com.fasterxml.jackson.core.JsonProcessingException other) {
            throw new IOException("what answers there does not speak the Kinesis API", other);
        }
    }

    /** A text that is a JSON object. */
    static Map<String, Object> tree(String text) throws IOException {
        return tree(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> object(JsonParser in) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            Object value = value(in, in.nextToken());
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser in, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT:
                return object(in);
            case START_ARRAY:
                List<Object> list = new ArrayList<>();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    Object element = value(in, next);
                    if (element != null) {
                        list.add(element);
                    }
                }
                return list;
            case VALUE_STRING:
                return in.getText();
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return in.getNumberValue();
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            default:
                return null;
        }
    }
}
