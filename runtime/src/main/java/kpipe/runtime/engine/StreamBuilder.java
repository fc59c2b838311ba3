package kpipe.runtime.engine;

import java.util.List;
import kpipe.data.Schema;
import kpipe.data.SystemColumn;
import kpipe.runtime.engine.Topology.DecoderFactory;
import kpipe.runtime.engine.Topology.EncoderFactory;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.LogNode;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StreamNode;
import kpipe.runtime.engine.Topology.StreamRole;
import org.jspecify.annotations.Nullable;

/** A stream, as a {@link TopologyBuilder} is told of it. Not thread-safe. */
public final class StreamBuilder extends SourceBuilder {

    private static final String ENVIRONMENT = "env:";

    private final StreamRole role;
    private int lanes = 1;
    private Partitioning partitioning = new Partitioning.Forward();
    private EventTime eventTime = EventTime.ARRIVAL;
    private @Nullable EncoderFactory encoder;
    private @Nullable DecoderFactory stored;
    private boolean onDemand;
    private long startAt = Long.MIN_VALUE;
    private @Nullable LogKey key;
    private long retentionMillis;
    private List<SystemColumn> systemColumns = List.of();

    StreamBuilder(TopologyBuilder topology, String name, StreamRole role, String place) {
        super(topology, name, place);
        this.role = role;
    }

    /** By how many lanes its rows are divided, as whoever fills it gives them. */
    public void lanes(int count) {
        lanes = count;
    }

    /** Its rows are given to lanes by the MD5 of these columns; of the whole row where there are none. */
    public void partitionedByKey(int[] columns) {
        partitioning = new Partitioning.ByKey(columns);
    }

    /** Rows equal in these columns meet in one lane. */
    public void partitionedByHash(int[] columns) {
        partitioning = new Partitioning.ByHash(columns);
    }

    /** Its time; column -1 is the time of arrival. */
    public void eventTime(int column, long latenessMillis, long idleAfterMillis) {
        eventTime = new EventTime(column, latenessMillis, idleAfterMillis);
    }

    /** It was declared with SHARDS: its rows are stored by one of these and read by the other. */
    public void stored(EncoderFactory written, DecoderFactory read) {
        encoder = written;
        stored = read;
    }

    /** How many shards it has follows the load. */
    public void shardsOnDemand() {
        onDemand = true;
    }

    /** From when on its records are read where nobody has read before, in milliseconds since 1970; {@link Long#MAX_VALUE}: only those to come. */
    public void startAt(long millis) {
        startAt = millis;
    }

    /** What encrypts it: a key in hexadecimal digits or base64, {@code env:} and the name of a setting that is one, or {@code file:} and the path of one. */
    public void encrypted(String text) {
        String given = text.startsWith(ENVIRONMENT)
                ? topology.text("${" + text.substring(ENVIRONMENT.length()) + "}", place)
                : text;
        key = new LogKey(given);
    }

    /** RETENTION. */
    public void retention(long millis) {
        retentionMillis = millis;
    }

    /** Its last columns, which no record holds. */
    public void systemColumns(SystemColumn[] columns) {
        systemColumns = List.of(columns);
    }

    private @Nullable LogNode log(Schema records) {
        EncoderFactory written = encoder;
        DecoderFactory read = stored;
        if (written == null || read == null) {
            return null;
        }
        DecoderFactory clients = decoder(records);
        return new LogNode(written, read, clients == null ? read : clients, onDemand, startAt, key);
    }

    StreamNode node() {
        Schema schema = schema();
        Schema records = new Schema(schema.columns().subList(0, schema.size() - systemColumns.size()));
        return new StreamNode(
                name,
                role,
                schema,
                lanes,
                partitioning,
                source(records),
                eventTime,
                log(records),
                retentionMillis,
                systemColumns);
    }
}
