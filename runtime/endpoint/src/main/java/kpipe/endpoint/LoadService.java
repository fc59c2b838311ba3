package kpipe.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.Caller;
import kpipe.endpoint.wire.Exchange;
import kpipe.endpoint.wire.Service;
import kpipe.endpoint.wire.Shape;
import kpipe.runtime.log.LoadMeter;
import kpipe.runtime.log.Shard;
import kpipe.runtime.log.ShardLog;
import kpipe.runtime.log.StoredStream;
import kpipe.runtime.log.StreamStore;
import kpipe.spi.Clock;

/** What AWS tells through another service: how much goes into each shard. {@code Kpipe_20261101.ListShardLoads}, for the command {@code shards}. Thread-safe. */
final class LoadService implements Service {

    static final String PREFIX = "Kpipe_20261101";
    static final String OPERATION = "ListShardLoads";

    private final StreamStore store;
    private final Clock clock;

    LoadService(StreamStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String targetPrefix() {
        return PREFIX;
    }

    @Override
    public String signingName() {
        return "kinesis";
    }

    @Override
    public boolean has(String operation) {
        return operation.equals(OPERATION);
    }

    @Override
    public Shape.Structure shape(String operation) {
        return Shape.structure("StreamName", Shape.Scalar.STRING);
    }

    @Override
    public void answer(String operation, Map<String, Object> request, Caller caller, Exchange exchange) {
        String name = String.valueOf(request.get("StreamName"));
        StoredStream stream = store.stream(name);
        if (stream == null) {
            throw new AwsError("ResourceNotFoundException", "there is no stream `" + name + "`");
        }
        List<Map<String, Object>> loads = new ArrayList<>();
        for (Shard shard : stream.log().shards().shards()) {
            ShardLog log = stream.log().log(shard.index());
            LoadMeter.Load load = log.load(LoadMeter.SECONDS);
            loads.add(Map.of(
                    "ShardId", shard.id(),
                    "RecordsPerSecond", load.recordsPerSecond(),
                    "BytesPerSecond", load.bytesPerSecond(),
                    "StoredBytes", log.storedBytes(),
                    "AgeSeconds", Math.max(0, clock.millis() / 1000 - shard.created())));
        }
        exchange.succeed(Map.of("Shards", loads));
    }
}
