package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kpipe.data.Schema;
import kpipe.data.SystemColumn;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.state.StateForm;
import kpipe.spi.Encoder;
import kpipe.spi.Options;
import kpipe.spi.SinkConnector;
import kpipe.spi.SourceConnector;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pipeline as data: what the engine wires. The generated class {@code Main} of a pipeline builds one; nothing in it refers to the compiler.
 * Immutable.
 *
 * @param name the pipeline's name (its file without {@code .kpipe})
 * @param parameters values of PARAMETERs and of {@code ${NAME}} are resolved by the generated builder before this is made
 */
public record Topology(
        String name,
        List<StreamNode> streams,
        List<TableNode> tables,
        List<StageNode> stages,
        List<DestinationNode> destinations,
        java.util.Map<String, Object> parameters) {

    /**
     * This pipeline with other kernels in its stages: another way of doing the same, such as the compiler's interpreter.
     *
     * @param kernels gives each stage its new factory
     */
    public Topology withKernels(Function<StageNode, KernelFactory> kernels) {
        List<StageNode> others = new ArrayList<>(stages.size());
        for (StageNode stage : stages) {
            others.add(new StageNode(
                    stage.id(),
                    stage.pump(),
                    stage.from(),
                    stage.to(),
                    stage.output(),
                    kernels.apply(stage),
                    stage.stopped(),
                    stage.tables(),
                    stage.late(),
                    stage.others(),
                    stage.join(),
                    stage.parts(),
                    stage.state(),
                    stage.formerNames()));
        }
        return new Topology(name, streams, tables, others, destinations, parameters);
    }

    /** Makes one kernel; each lane of a stage has its own. */
    public interface KernelFactory {
        Kernel create();
    }

    /** Makes one decoder; each input has its own. */
    public interface DecoderFactory extends kpipe.runtime.intake.DecoderFactory {}

    /** Makes the encoder of one destination. */
    public interface EncoderFactory {
        Encoder create();
    }

    /** Makes one use of a transform. */
    public interface TransformFactory {
        Transform create();
    }

    /** What a stream holds. */
    public enum StreamRole {
        /** Declared by the user, or made by {@code PUMP p INTO s}. */
        DECLARED,
        /** Between two stages of one pump; users do not see it. */
        INTERNAL,
        /** {@code error_stream}: ERROR_TIME, ERROR_LEVEL, ERROR_NAME, MESSAGE, DATA_ROWTIME, DATA_ROW, PUMP_NAME. */
        ERROR_STREAM,
        /** {@code s.errors}: the records of a source that could not be read. */
        SOURCE_ERRORS,
        /** {@code p.late}: the rows of a pump that came too late, with LATE_BY in milliseconds as the last column. */
        LATE
    }

    /**
     * A stream.
     *
     * @param lanes by how many lanes its rows are divided, at least 1: its SHARDS, or what the plan chose
     * @param partitioning how rows are given to lanes when lanes > 1
     * @param source what fills it from outside, or null
     * @param retentionMillis what RETENTION says, or 0
     * @param log how the records of a stream with SHARDS are stored; null for an in-application one
     * @param systemColumns the last columns of the schema, which no record holds
     */
    public record StreamNode(
            String name,
            StreamRole role,
            Schema schema,
            int lanes,
            Partitioning partitioning,
            @Nullable SourceNode source,
            EventTime eventTime,
            @Nullable LogNode log,
            long retentionMillis,
            List<SystemColumn> systemColumns) {

        public StreamNode {
            systemColumns = List.copyOf(systemColumns);
        }

        /** Whether it was declared with SHARDS: its rows pass through a log that outlives the process. */
        public boolean durable() {
            return log != null;
        }

        /** The columns that a record has, or a source of rows fills. */
        public Schema recordSchema() {
            return new Schema(schema.columns().subList(0, schema.size() - systemColumns.size()));
        }
    }

    /**
     * How the rows of a durable stream are stored.
     *
     * @param encoder of rows that the pipeline writes
     * @param decoder of what {@code encoder} has written
     * @param clients of what clients put
     * @param onDemand whether the number of shards follows the load
     * @param startAtMillis from when on records are read where nobody has read before: {@link Long#MIN_VALUE} all, {@link Long#MAX_VALUE} only those to come
     * @param key what encrypts it, or null
     */
    public record LogNode(
            EncoderFactory encoder,
            DecoderFactory decoder,
            DecoderFactory clients,
            boolean onDemand,
            long startAtMillis,
            @Nullable LogKey key) {

        /** Where nothing else is said. */
        public LogNode(EncoderFactory encoder, DecoderFactory decoder) {
            this(encoder, decoder, decoder, false, Long.MIN_VALUE, null);
        }
    }

    /** How the rows of a stream are given to its lanes. */
    public sealed interface Partitioning {
        /** Each lane of the stage that fills the stream keeps its rows in the lane of the same number. */
        record Forward() implements Partitioning {}

        /**
         * As Kinesis does: MD5 of the partition key's UTF-8 text, as an unsigned 128-bit number, falls into one of equal ranges.
         *
         * @param columns the columns whose text forms (joined by U+001F where there are several) are the partition key; empty: the whole row's bytes
         */
        record ByKey(int[] columns) implements Partitioning {}

        /** Between two stages: rows equal in these columns meet in one lane. Any good hash will do. */
        record ByHash(int[] columns) implements Partitioning {}
    }

    /**
     * The time of a stream's rows.
     *
     * @param column which column is ROWTIME, or -1: the time of arrival
     * @param idleAfterMillis an input that brings nothing for this long no longer holds the watermark back; 0: never
     */
    public record EventTime(int column, long latenessMillis, long idleAfterMillis) {
        public static final EventTime ARRIVAL = new EventTime(-1, 0, 0);
    }

    /**
     * What a stream is read from.
     *
     * @param decoder null for a source of rows
     * @param transforms applied to each record before it is decoded
     * @param declared how many of the stream's columns are declared; a column behind them is the hidden one of EVENT TIME PATH
     */
    public record SourceNode(
            SourceConnector connector,
            String address,
            Options options,
            @Nullable DecoderFactory decoder,
            List<TransformNode> transforms,
            int maxRecordBytes) {}

    /** A named TRANSFORM in a place of use. */
    public record TransformNode(String name, TransformFactory factory) {}

    /** A reference table; it is loaded before any pump starts, and again every {@code refreshMillis} (0: never). */
    public record TableNode(
            String name,
            Schema schema,
            SourceConnector connector,
            String address,
            Options options,
            @Nullable DecoderFactory decoder,
            long refreshMillis) {}

    /**
     * A stage of a pump: reads one stream or several, lane by lane, and appends to another.
     *
     * @param id stable: made from the user's names and the stage's role
     * @param pump the pump it belongs to, for counters and error rows
     * @param stopped declared STOPPED: wired but not started
     * @param tables the reference tables that it looks into
     * @param late the stream that takes its late rows, or null where nobody reads them
     * @param others the streams that it reads beside {@code from}, in step with it: of as many lanes
     * @param join whether the one other is the right side of a join; else all have the same columns and are read alike
     * @param parts those of its operators that remember something
     * @param state what they remember, for checkpoints; null where they remember nothing
     * @param formerNames what columns of the streams that it reads were called before
     */
    public record StageNode(
            String id,
            String pump,
            String from,
            String to,
            Schema output,
            KernelFactory kernel,
            boolean stopped,
            List<String> tables,
            @Nullable String late,
            List<String> others,
            boolean join,
            List<Part> parts,
            @Nullable StateForm state,
            java.util.Map<String, String> formerNames) {

        /** A stage of which nothing is said about what it remembers. */
        public StageNode(
                String id,
                String pump,
                String from,
                String to,
                Schema output,
                KernelFactory kernel,
                boolean stopped,
                List<String> tables,
                @Nullable String late,
                List<String> others,
                boolean join) {
            this(
                    id,
                    pump,
                    from,
                    to,
                    output,
                    kernel,
                    stopped,
                    tables,
                    late,
                    others,
                    join,
                    List.of(),
                    null,
                    java.util.Map.of());
        }

        /** A stage that reads one stream. */
        public StageNode(
                String id,
                String pump,
                String from,
                String to,
                Schema output,
                KernelFactory kernel,
                boolean stopped,
                List<String> tables,
                @Nullable String late) {
            this(id, pump, from, to, output, kernel, stopped, tables, late, List.of(), false);
        }

        /** What its state is called in checkpoints, but for the lane. */
        public String stateId() {
            return state == null ? "stage " + id : state.id();
        }

        /** All streams that it reads. */
        public List<String> inlets() {
            List<String> inlets = new ArrayList<>(others.size() + 1);
            inlets.add(from);
            inlets.addAll(others);
            return inlets;
        }
    }

    /**
     * An operator that remembers something, in the user's words.
     *
     * @param what such as {@code tumbling window}
     * @param place file and line
     */
    public record Part(String what, String place) {}

    /**
     * A firehose.
     *
     * @param address with {@code !{timestamp:…}}, {@code !{partition:name}} and other expressions still in it
     * @param transforms applied to each encoded record in this order
     * @param gzip whether objects are compressed
     * @param suffix what object names end with: {@code .json}, {@code .csv.gz}
     * @param bufferBytes deliver when this many bytes (before compression) are gathered; 0: at once
     * @param bufferMillis or when the oldest record has waited this long
     * @param partitions columns of the stream that are the values of {@code !{partition:name}}; records of different values never share an object
     * @param retryMillis how long a failed delivery is tried again
     * @param errorsTo address of undeliverable records, or null
     * @param columns which columns of the stream are written, in order (those made for partitions are not)
     * @param keys the columns whose texts come with each record, where the connector takes records; null where it takes objects
     */
    public record DestinationNode(
            String name,
            String from,
            Schema schema,
            int[] columns,
            SinkConnector connector,
            String address,
            Options options,
            EncoderFactory encoder,
            List<TransformNode> transforms,
            boolean gzip,
            String suffix,
            long bufferBytes,
            long bufferMillis,
            List<PartitionNode> partitions,
            long retryMillis,
            @Nullable String errorsTo,
            @Nullable String backupTo,
            @Nullable List<Integer> keys) {

        /** Of a connector that takes objects. */
        public DestinationNode(
                String name,
                String from,
                Schema schema,
                int[] columns,
                SinkConnector connector,
                String address,
                Options options,
                EncoderFactory encoder,
                List<TransformNode> transforms,
                boolean gzip,
                String suffix,
                long bufferBytes,
                long bufferMillis,
                List<PartitionNode> partitions,
                long retryMillis,
                @Nullable String errorsTo,
                @Nullable String backupTo) {
            this(
                    name,
                    from,
                    schema,
                    columns,
                    connector,
                    address,
                    options,
                    encoder,
                    transforms,
                    gzip,
                    suffix,
                    bufferBytes,
                    bufferMillis,
                    partitions,
                    retryMillis,
                    errorsTo,
                    backupTo,
                    null);
        }
    }

    /** A value of dynamic partitioning: the text form of a column, under a name. */
    public record PartitionNode(String name, int column) {}
}
