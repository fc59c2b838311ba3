package kpipe.endpoint.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources and mapping templates of AWS's tutorial for a REST API before Kinesis: {@code PUT /streams/{name}/record} and its like, with or without a stage in front and a slash behind. A {@code Data} that is sent as
 * JSON is stored as JSON: a text with its quotes, an object as its text.
 */
final class RestProxy {

    static final String TARGET_PREFIX = "Kinesis_20131202";

    /** What a script that signs may have signed for. */
    static final List<String> SIGNING_NAMES = List.of("execute-api", "kinesis");

    private static final long SHARDS_IF_UNSAID = 5;

    private final Service service;

    /** An operation that a path and method stand for, and the name of the stream in the path. */
    record Route(String operation, @Nullable String stream) {}

    RestProxy(Service service) {
        this.service = service;
    }

    Service service() {
        return service;
    }

    /** What a request stands for; null if it is none of the proxy's. */
    @Nullable
    Route route(Head head) {
        String[] path = head.path().split("/");
        // What stands before the first slash is empty.
        int start = path.length > 1 && path[1].equals("streams") ? 1 : 2;
        if (path.length <= start || !path[start].equals("streams")) {
            return null;
        }
        String stream = path.length > start + 1 ? QueryString.decode(path[start + 1]) : null;
        String resource = path.length > start + 2 ? path[start + 2] : "";
        if (path.length > start + 3) {
            return null;
        }
        String operation = switch (head.method() + " " + (stream == null ? "" : "stream/") + resource) {
            case "GET " -> "ListStreams";
            case "GET stream/" -> "DescribeStream";
            case "POST stream/" -> "CreateStream";
            case "DELETE stream/" -> "DeleteStream";
            case "PUT stream/record" -> "PutRecord";
            case "PUT stream/records" -> "PutRecords";
            case "GET stream/sharditerator" -> "GetShardIterator";
            case "GET stream/records" -> "GetRecords";
            default -> null;
        };
        return operation == null || !service.has(operation) ? null : new Route(operation, stream);
    }

    /** The operation's request, as the templates make it. */
    Map<String, Object> request(Route route, Head head, byte[] body, int length) throws MalformedException {
        Map<String, Object> request = new HashMap<>();
        String stream = route.stream();
        if (stream != null && !route.operation().equals("GetRecords")) {
            request.put("StreamName", stream);
        }
        switch (route.operation()) {
            case "CreateStream" -> request.put("ShardCount", shardCount(body, length));
            case "PutRecord" -> request.putAll(record(body, length));
            case "PutRecords" -> request.put("Records", records(body, length));
            case "GetShardIterator" -> {
                String shard = head.query().value("shard-id");
                request.put("ShardId", shard == null ? "" : shard);
                request.put("ShardIteratorType", "TRIM_HORIZON");
            }
            case "GetRecords" -> {
                String iterator = head.header("shard-iterator");
                request.put("ShardIterator", iterator == null ? "" : iterator);
            }
            default -> {}
        }
        return request;
    }

    private static Long shardCount(byte[] body, int length) throws MalformedException {
        if (length == 0) {
            return SHARDS_IF_UNSAID;
        }
        RequestTree tree = JsonReader.read(body, length, Shape.structure("ShardCount", Shape.Scalar.INTEGER));
        if (tree.mismatch() != null) {
            throw tree.mismatch();
        }
        Object count = tree.members().get("ShardCount");
        return count == null ? SHARDS_IF_UNSAID : (Long) count;
    }

    private static Map<String, Object> record(byte[] body, int length) throws MalformedException {
        Map<String, Object> record = new HashMap<>();
        record.put("Data", Blob.of(new byte[0]));
        record.put("PartitionKey", "");
        read(body, length, (name, parser) -> {
            switch (name) {
                case "Data" -> record.put("Data", blob(json(parser)));
                case "PartitionKey" -> record.put("PartitionKey", bare(parser));
                default -> parser.skipChildren();
            }
        });
        return record;
    }

    private static List<Map<String, Object>> records(byte[] body, int length) throws MalformedException {
        List<Map<String, Object>> records = new ArrayList<>();
        read(body, length, (name, parser) -> {
            if (name.equals("records") && parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    records.add(element(parser));
                }
            } else {
                parser.skipChildren();
            }
        });
        return records;
    }

    private static Map<String, Object> element(JsonParser parser) throws IOException {
        Map<String, Object> record = new HashMap<>();
        record.put("Data", Blob.of(new byte[0]));
        record.put("PartitionKey", "");
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("A record is an object.");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "data" -> record.put("Data", blob(bare(parser)));
                case "partition-key" -> record.put("PartitionKey", bare(parser));
                default -> parser.skipChildren();
            }
        }
        return record;
    }

    /** Takes the value of one member, at whose first token the parser stands. */
    @FunctionalInterface
    private interface MemberReader {
        void read(String name, JsonParser parser) throws IOException;
    }

    private static void read(byte[] body, int length, MemberReader member) throws MalformedException {
        try (JsonParser parser = JsonReader.FACTORY.createParser(body, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                member.read(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new MalformedException();
            }
        } catch (IOException e) {
            throw new MalformedException();
        }
    }

    private static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value as JSON text, without spaces. */
    private static String json(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JsonReader.FACTORY.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    /** A text without its quotes, nothing for null, any other value as its JSON text. */
    private static String bare(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> "";
            default -> json(parser);
        };
    }
}
