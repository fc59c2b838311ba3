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

    private final StreamRole role;
    private int lanes = 1;
    private Partitioning partitioning = new Partitioning.Forward();
    private EventTime eventTime = EventTime.ARRIVAL;
    private @Nullable LogNode log;
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
    public void stored(EncoderFactory encoder, DecoderFactory decoderOfStored) {
        log = new LogNode(encoder, decoderOfStored);
    }

    /** RETENTION. */
    public void retention(long millis) {
        retentionMillis = millis;
    }

    /** Its last columns, which no record holds. */
    public void systemColumns(SystemColumn[] columns) {
        systemColumns = List.of(columns);
    }

    StreamNode node() {
        Schema schema = schema();
        return new StreamNode(
                name,
                role,
                schema,
                lanes,
                partitioning,
                source(new Schema(schema.columns().subList(0, schema.size() - systemColumns.size()))),
                eventTime,
                log,
                retentionMillis,
                systemColumns);
    }
}
