package kpipe.endpoint.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A service whose operations show what the wire hands on and takes back. */
final class TinyService implements Service {

    static final Shape.Structure ALL = Shape.structure(
            "Text", Shape.Scalar.STRING,
            "Count", Shape.Scalar.INTEGER,
            "Long", Shape.Scalar.LONG,
            "Flag", Shape.Scalar.BOOLEAN,
            "Data", Shape.Scalar.BLOB,
            "Time", Shape.Scalar.TIMESTAMP,
            "List", Shape.list(Shape.Scalar.STRING),
            "Tags", Shape.map(Shape.Scalar.STRING),
            "Part", Shape.structure("Name", Shape.Scalar.STRING),
            "StreamName", Shape.Scalar.STRING,
            "Records", Shape.list(Shape.structure("Data", Shape.Scalar.BLOB, "PartitionKey", Shape.Scalar.STRING)),
            "PartitionKey", Shape.Scalar.STRING);

    static final List<String> OPERATIONS = List.of(
            "Echo",
            "Nothing",
            "Late",
            "Refuse",
            "Break",
            "Unanswerable",
            "WhoAmI",
            "Page",
            "Subscribe",
            "Count",
            "ListStreams",
            "DescribeStream",
            "CreateStream",
            "DeleteStream",
            "PutRecord",
            "PutRecords",
            "GetShardIterator",
            "GetRecords");

    final LinkedBlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> lateGate = new CompletableFuture<>();
    volatile Map<String, Object> last = Map.of();

    @Override
    public String targetPrefix() {
        return "Kinesis_20131202";
    }

    @Override
    public String signingName() {
        return "kinesis";
    }

    @Override
    public boolean has(String operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public Shape.Structure shape(String operation) {
        return ALL;
    }

    @Override
    public void answer(String operation, Map<String, Object> request, Caller caller, Exchange exchange) {
        last = request;
        switch (operation) {
            case "Nothing" -> exchange.succeed();
            case "Late" -> {
                CompletableFuture<Void> unused = lateGate.thenRun(() -> exchange.succeed(request));
            }
            case "Refuse" -> throw new AwsError("ResourceNotFoundException", "Stream s under account a not found.");
            case "Break" -> throw new IllegalStateException("secret detail");
            case "Unanswerable" -> exchange.succeed(Map.of("What", new StringBuilder("secret")));
            case "WhoAmI" -> {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("Account", caller.account());
                answer.put("Region", caller.region());
                answer.put("AccessKey", caller.accessKey());
                answer.put("RequestId", exchange.requestId());
                exchange.succeed(answer);
            }
            case "Page" -> exchange.succeed(page(((Long) request.get("Count")).intValue()));
            case "Count" -> exchange.succeed(Map.of("Bytes", ((Blob) request.get("Data")).length()));
            case "Subscribe" -> streams.add(exchange.stream());
            case "Echo" -> exchange.succeed(request);
            default -> {
                Map<String, Object> answer = new LinkedHashMap<>(request);
                answer.put("Operation", operation);
                exchange.succeed(answer);
            }
        }
    }

    /** So many records of 200 bytes, by parts that write themselves. */
    static Map<String, Object> page(int count) {
        byte[] data = new byte[200];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = i;
            parts.add(out -> {
                out.startMap();
                out.name("SequenceNumber");
                out.string(Long.toString(number));
                out.name("Data");
                out.blob(data, 0, data.length);
                out.name("ApproximateArrivalTimestamp");
                out.time(1_700_000_000_123L + number);
                out.endMap();
            });
        }
        return Map.of("Records", parts);
    }
}
