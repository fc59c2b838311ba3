package kpipe.compiler.pipeline;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;
import kpipe.data.SystemColumn;
import kpipe.data.Type;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.SinkConnector;
import kpipe.spi.SourceConnector;
import kpipe.spi.Spec.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * A whole pipeline, planned: streams, tables, stages between them, destinations. What the interpreter runs and the generator writes.
 *
 * @param name the file's name without {@code .kpipe}
 * @param streams every stream: declared, internal between two stages, {@code error_stream}, {@code s.errors}, {@code p.late} (the last three only where something reads
 *     them)
 * @param javaUnits inline Java of functions and transforms that something uses
 */
public record Pipeline(
        String name,
        List<ParameterNode> parameters,
        List<StreamNode> streams,
        List<TableNode> tables,
        List<JavaUnit> javaUnits,
        List<Stage> stages,
        List<DestinationNode> destinations) {

    public Pipeline {
        parameters = List.copyOf(parameters);
        streams = List.copyOf(streams);
        tables = List.copyOf(tables);
        javaUnits = List.copyOf(javaUnits);
        stages = List.copyOf(stages);
        destinations = List.copyOf(destinations);
    }

    /** The stream of that name; it must exist. */
    public StreamNode stream(String streamName) {
        for (StreamNode stream : streams) {
            if (stream.name().equals(streamName)) {
                return stream;
            }
        }
        throw new IllegalArgumentException(streamName);
    }

    /** The streams from whose sources the rows of a stream have their time; of rows whose time a query sets there are none. */
    public Set<StreamNode> timedBy(String streamName) {
        Set<StreamNode> timed = new LinkedHashSet<>();
        timedBy(streamName, timed, new HashSet<>());
        return timed;
    }

    private void timedBy(String streamName, Set<StreamNode> timed, Set<String> seen) {
        if (!seen.add(streamName)) {
            return;
        }
        StreamNode stream = stream(streamName);
        if (stream.source() != null) {
            timed.add(stream);
        }
        for (Stage stage : stages) {
            boolean sets = stage.operators().stream()
                    .anyMatch(operator -> operator instanceof Operator.Project project && project.rowtime() != null);
            if (stage.to().equals(streamName) && !sets) {
                stage.inlets().forEach(inlet -> timedBy(inlet.from(), timed, seen));
            }
        }
    }

    /** The streams that are filled from outside, by a source or by clients, and from which the rows of a stream are made, however far away: the weakest of them bounds what can be said of it. */
    public Set<StreamNode> filledFrom(String streamName) {
        Set<StreamNode> filled = new LinkedHashSet<>();
        filledFrom(streamName, filled, new HashSet<>());
        return filled;
    }

    private void filledFrom(String streamName, Set<StreamNode> filled, Set<String> seen) {
        if (!seen.add(streamName)) {
            return;
        }
        StreamNode stream = stream(streamName);
        if (stream.source() != null || stream.durable()) {
            filled.add(stream);
        }
        switch (stream.role()) {
            case DECLARED, INTERNAL ->
                stages.stream()
                        .filter(stage -> stage.to().equals(streamName))
                        .forEach(stage -> stage.inlets().forEach(inlet -> filledFrom(inlet.from(), filled, seen)));
            case SOURCE_ERRORS -> filledFrom(streamName.substring(0, streamName.lastIndexOf('.')), filled, seen);
            case LATE -> {
                String pump = streamName.substring(0, streamName.lastIndexOf('.'));
                stages.stream()
                        .filter(stage -> stage.pump().equals(pump))
                        .forEach(stage -> stage.inlets().forEach(inlet -> filledFrom(inlet.from(), filled, seen)));
            }
            case ERROR_STREAM ->
                streams.stream()
                        .filter(other -> other.source() != null)
                        .forEach(other -> filledFrom(other.name(), filled, seen));
        }
    }

    /**
     * A PARAMETER.
     *
     * @param defaultValue in the Java form of {@link Expr.Literal}, or null where it must be given
     * @param fixedValue the only value that it can have, as a clause was made of it when compiling; null where any may be given
     */
    public record ParameterNode(
            String name,
            Type type,
            @Nullable Object defaultValue,
            @Nullable Object fixedValue,
            Span span) {}

    /** What a stream holds; as in the engine's topology. */
    public enum StreamRole {
        DECLARED,
        INTERNAL,
        ERROR_STREAM,
        SOURCE_ERRORS,
        LATE
    }

    /**
     * A stream.
     *
     * @param columns with, behind the declared ones, the hidden column of EVENT TIME PATH where there is one, then those of the system
     * @param lanes by how many lanes its rows are divided
     * @param log how the rows of a stream with SHARDS are stored; null for an in-application one
     * @param retentionMillis 0 where not said
     * @param formerNames by the names of columns what they were called before
     * @param ordered whether its rows come in ROWTIME order: arrival time, or no LATENESS
     */
    public record StreamNode(
            String name,
            StreamRole role,
            Schema columns,
            int hiddenColumns,
            int lanes,
            Partitioning partitioning,
            @Nullable SourceNode source,
            EventTime eventTime,
            boolean ordered,
            @Nullable LogNode log,
            long retentionMillis,
            List<SystemColumn> systemColumns,
            Map<String, String> formerNames,
            Span span) {
        public StreamNode {
            systemColumns = List.copyOf(systemColumns);
            formerNames = Map.copyOf(formerNames);
        }

        /** Whether its rows pass through a log that outlives the process. */
        public boolean durable() {
            return log != null;
        }

        /** The column that is ROWTIME; null where it is the time of arrival, or a time in the record that is no column. */
        public @Nullable String timeColumn() {
            int declared = columns.size() - systemColumns.size() - hiddenColumns;
            int column = eventTime.column();
            return column < 0 || column >= declared ? null : columns.name(column);
        }
    }

    /**
     * How the rows of a durable stream are stored.
     *
     * @param format of the records that the pipeline itself writes
     * @param clients of those that clients put into a stream that is read FROM nothing; null: the same
     * @param onDemand whether the number of shards follows the load
     * @param startAtMillis from when on records are read where nobody has read before: {@link Long#MIN_VALUE} all, {@link Long#MAX_VALUE} only those to come
     * @param key what encrypts it, or null
     */
    public record LogNode(
            FormatNode format,
            @Nullable FormatNode clients,
            boolean onDemand,
            long startAtMillis,
            @Nullable Template key) {}

    /** How rows are given to lanes. */
    public sealed interface Partitioning {
        /** Lane by lane from the stage that fills it (or one lane). */
        record Forward() implements Partitioning {}

        /** By the MD5 of a partition key, as Kinesis does; the key is the text of these columns, or the whole row where there are none. */
        record ByKey(List<Integer> columns) implements Partitioning {}

        /** Rows equal in these columns meet in one lane. */
        record ByHash(List<Integer> columns) implements Partitioning {}
    }

    /**
     * ROWTIME: a column (-1: the time of arrival), with its allowance. Milliseconds.
     *
     * @param span of the clause EVENT TIME; null where there is none
     */
    public record EventTime(
            int column,
            long latenessMillis,
            long idleAfterMillis,
            @Nullable Span span) {

        /** The time of arrival. */
        public static final EventTime ARRIVAL = new EventTime(-1, 0, 0, null);
    }

    /** A text of a clause in which {@code ${NAME}} stands for parameters until the pipeline starts. */
    public record Template(String text, Span span) {}

    /**
     * A value for an option: a constant in its Java form, or a text with parameters in it.
     */
    public record OptionValue(String name, Object value) {}

    /** A format with options and how the columns stand in its records. */
    public record FormatNode(
            Format format,
            List<OptionValue> options,
            Schema schema,
            List<@Nullable String> paths,
            List<@Nullable String> patterns,
            List<Boolean> used,
            int maxRecordBytes,
            Span span) {

        /** Whether an option is known only when the pipeline starts. */
        public boolean takesParameters() {
            return options.stream().anyMatch(option -> option.value() instanceof Template);
        }

        /** What its decoder or encoder is made for; a parameter in an option stands as it was written. */
        public RecordShape shape() {
            Options values = format.spec().defaults();
            for (OptionValue option : options) {
                Object value = option.value();
                values = values.with(option.name(), value instanceof Template template ? template.text() : value);
            }
            return new RecordShape(schema, paths, patterns, used, values, maxRecordBytes);
        }
    }

    /** What a stream or table is read from; the format is null for a source of rows. Transforms name {@link JavaUnit}s. */
    public record SourceNode(
            SourceConnector connector,
            @Nullable Template address,
            List<OptionValue> options,
            @Nullable FormatNode format,
            List<String> transforms,
            Span span) {}

    /** A reference table; {@code refreshMillis} 0: never. */
    public record TableNode(String name, Schema columns, SourceNode source, long refreshMillis, Span span) {}

    /**
     * A destination. Its WHERE and the expressions of its PARTITION BY have become a stage that feeds the stream {@code from}, whose first columns are those that are written
     * and whose further ones are the partition values.
     *
     * @param guarantee what the connector gives
     * @param exactlyOnce the clause DELIVERY EXACTLY ONCE, or null
     */
    public record DestinationNode(
            String name,
            String from,
            Schema columns,
            SinkConnector connector,
            @Nullable Template address,
            List<OptionValue> options,
            FormatNode format,
            List<String> transforms,
            boolean gzip,
            long bufferBytes,
            long bufferMillis,
            List<String> partitions,
            long retryMillis,
            @Nullable Template errorsTo,
            @Nullable Template backupTo,
            Guarantee guarantee,
            @Nullable Span exactlyOnce,
            Span span) {}
}
