package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.FormatUse;
import kpipe.compiler.model.Model;
import kpipe.compiler.model.SourceUse;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamStorage;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TransformDeclaration;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.plan.lower.StageReading;
import kpipe.data.Schema;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/** What stands around the stages: sources, tables, destinations, parameters and inline Java, as declared. */
final class Surroundings {

    /** What a pipeline itself writes into a durable stream: every value has a form in it that is read back as it was, and any client can read it. */
    private static final String LOG_FORMAT = "JSON";

    private final Model model;
    private final Catalog catalog;
    private final RelationTables relations;
    private final List<Stage> stages;

    Surroundings(Model model, Catalog catalog, RelationTables relations, List<Stage> stages) {
        this.model = model;
        this.catalog = catalog;
        this.relations = relations;
        this.stages = stages;
    }

    List<Pipeline.ParameterNode> parameters() {
        return model.parameters().stream()
                .map(parameter -> new Pipeline.ParameterNode(
                        parameter.name(),
                        parameter.type(),
                        parameter.defaultValue(),
                        parameter.fixedValue(),
                        parameter.span()))
                .toList();
    }

    Pipeline.@Nullable SourceNode source(StreamDeclaration stream, Schema schema) {
        if (stream.source() == null) {
            return null;
        }
        List<ColumnDeclaration> columns = new ArrayList<>(stream.columns());
        if (stream.hidden() != null) {
            columns.add(stream.hidden());
        }
        Schema inRecords = new Schema(schema.columns().subList(0, columns.size()));
        // The log of a durable stream holds whole records, whatever the pipeline reads of them.
        List<Boolean> used = stream.shards() > 0
                ? Collections.nCopies(columns.size(), Boolean.TRUE)
                : used(stream, schema).subList(0, columns.size());
        return source(stream.source(), inRecords, columns, used);
    }

    /** How the rows of a durable stream stand in its log. */
    Pipeline.LogNode log(StreamDeclaration stream, Schema schema) {
        Format format = Objects.requireNonNull(catalog.format(LOG_FORMAT));
        Schema inRecords = new Schema(
                schema.columns().subList(0, schema.size() - stream.system().size()));
        List<@Nullable String> none = Collections.nCopies(inRecords.size(), null);
        List<Boolean> used = used(stream, schema).subList(0, inRecords.size());
        StreamStorage storage = Objects.requireNonNull(stream.storage());
        List<ColumnDeclaration> columns = new ArrayList<>(stream.columns());
        if (stream.hidden() != null) {
            columns.add(stream.hidden());
        }
        return new Pipeline.LogNode(
                new Pipeline.FormatNode(
                        format,
                        List.of(),
                        inRecords,
                        none,
                        none,
                        used,
                        RecordShape.DEFAULT_MAX_RECORD_BYTES,
                        stream.span()),
                stream.source() != null || storage.format() == null
                        ? null
                        : format(storage.format(), inRecords, columns, used),
                storage.onDemand(),
                storage.startAtMillis(),
                storage.key());
    }

    private Pipeline.SourceNode source(
            SourceUse source, Schema schema, List<ColumnDeclaration> columns, List<Boolean> used) {
        Pipeline.FormatNode format = source.format() == null ? null : format(source.format(), schema, columns, used);
        return new Pipeline.SourceNode(
                source.connector(),
                source.address(),
                source.options(),
                format,
                source.transforms().stream().map(TransformDeclaration::name).toList(),
                source.span());
    }

    private static Pipeline.FormatNode format(
            FormatUse format, Schema schema, List<ColumnDeclaration> columns, List<Boolean> used) {
        List<@Nullable String> paths = new ArrayList<>();
        List<@Nullable String> patterns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            boolean declared = i < columns.size();
            paths.add(declared ? columns.get(i).path() : null);
            patterns.add(declared ? columns.get(i).pattern() : null);
        }
        return new Pipeline.FormatNode(
                format.format(),
                format.options(),
                schema,
                paths,
                patterns,
                used,
                RecordShape.DEFAULT_MAX_RECORD_BYTES,
                format.span());
    }

    /** Which columns of a stream anything reads: a stage, a destination, ROWTIME, the choice of a lane or a test. */
    private List<Boolean> used(StreamDeclaration stream, Schema schema) {
        boolean whole = model.destinations().stream()
                        .anyMatch(destination -> destination.from() == stream
                                && from(destination).equals(stream.name()))
                || model.tests().stream().anyMatch(test -> expects(test, stream))
                || stream.shards() > 0 && stream.partitionBy().isEmpty();
        if (whole) {
            return Collections.nCopies(schema.size(), Boolean.TRUE);
        }
        boolean[] read = new boolean[schema.size()];
        stages.forEach(stage -> StageReading.mark(stage, stream.name(), read));
        if (stream.time().column() >= 0) {
            read[stream.time().column()] = true;
        }
        stream.partitionBy().forEach(column -> read[column] = true);
        List<Boolean> used = new ArrayList<>();
        for (boolean one : read) {
            used.add(one);
        }
        return used;
    }

    private static boolean expects(TestDeclaration test, StreamDeclaration stream) {
        return test.steps().stream()
                .anyMatch(step -> step instanceof TestDeclaration.Expect expect
                        && expect.from().columns() == stream);
    }

    List<Pipeline.TableNode> tables() {
        return model.tables().stream().map(this::table).toList();
    }

    private Pipeline.TableNode table(TableDeclaration table) {
        Schema schema = relations.columns(table);
        List<Boolean> all = Collections.nCopies(schema.size(), Boolean.TRUE);
        return new Pipeline.TableNode(
                table.name(),
                schema,
                source(table.source(), schema, table.columns(), all),
                table.refreshMillis(),
                table.span());
    }

    /** The stream that a destination delivers: the one that it names, or what its own stage makes of that. */
    private static String from(DestinationDeclaration destination) {
        boolean asIs = destination.where() == null && destination.partitions().isEmpty();
        return asIs ? destination.from().name() : destination.name() + ".rows";
    }

    List<Pipeline.DestinationNode> destinations() {
        return model.destinations().stream().map(this::destination).toList();
    }

    private Pipeline.DestinationNode destination(DestinationDeclaration destination) {
        Schema schema = relations.columns(destination.from());
        List<Boolean> all = Collections.nCopies(schema.size(), Boolean.TRUE);
        return new Pipeline.DestinationNode(
                destination.name(),
                from(destination),
                schema,
                destination.connector(),
                destination.address(),
                destination.options(),
                format(destination.format(), schema, destination.from().columns(), all),
                destination.transforms().stream()
                        .map(TransformDeclaration::name)
                        .toList(),
                destination.gzip(),
                destination.bufferBytes(),
                destination.bufferMillis(),
                destination.partitions().stream()
                        .map(DestinationDeclaration.PartitionValue::name)
                        .toList(),
                destination.retryMillis(),
                destination.errorsTo(),
                destination.backupTo(),
                destination.guarantee(),
                destination.exactlyOnce(),
                destination.span());
    }

    /** The inline Java that a stage, a source or a destination uses. */
    List<JavaUnit> javaUnits() {
        Map<String, JavaUnit> units = new LinkedHashMap<>();
        stages.forEach(stage -> StageReading.javaUnits(stage, unit -> units.put("function " + unit.name(), unit)));
        List<TransformDeclaration> transforms = new ArrayList<>();
        for (StreamDeclaration stream : model.streams()) {
            transforms.addAll(
                    stream.source() == null ? List.of() : stream.source().transforms());
        }
        model.tables().forEach(table -> transforms.addAll(table.source().transforms()));
        model.destinations().forEach(destination -> transforms.addAll(destination.transforms()));
        transforms.forEach(transform -> units.put("transform " + transform.name(), transform.java()));
        return List.copyOf(units.values());
    }
}
