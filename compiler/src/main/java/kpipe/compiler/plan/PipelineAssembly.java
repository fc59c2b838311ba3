package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.Model;
import kpipe.compiler.model.PumpDeclaration;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.plan.lower.ConstantRoom;
import kpipe.compiler.plan.lower.QueryLowering;
import kpipe.compiler.plan.lower.RefusedException;
import kpipe.compiler.plan.lower.StageBuilder;
import kpipe.compiler.plan.lower.StreamFacts;
import kpipe.compiler.plan.lower.UnsupportedPlanException;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Gathers the stages of all queries and puts streams, tables and destinations around them. Queries are added in the order of dependence. */
final class PipelineAssembly {

    private final Model model;
    private final Catalog catalog;
    private final RelationTables relations;
    private final Problems problems;
    private final List<Stage> stages = new ArrayList<>();
    private final List<StageBuilder.InternalStream> internal = new ArrayList<>();

    /** For streams that pumps fill: in how many lanes each of those stages runs. */
    private final Map<String, List<Integer>> lanesOfWriters = new HashMap<>();

    private final Map<String, Boolean> orderedWriters = new HashMap<>();
    private final Map<StreamDeclaration, Schema> schemas = new IdentityHashMap<>();

    PipelineAssembly(Model model, Catalog catalog, RelationTables relations, Problems problems) {
        this.model = model;
        this.catalog = catalog;
        this.relations = relations;
        this.problems = problems;
    }

    void add(PlannedQuery query) {
        PumpDeclaration pump = query.pump();
        DestinationDeclaration destination = query.destination();
        Span span;
        StageBuilder builder;
        QueryLowering.Sink sink;
        if (pump != null) {
            if (!relations.knows(pump.target())) {
                return;
            }
            span = pump.query().span();
            builder = new StageBuilder(pump.name(), pump.stopped(), tellsLate(pump), span);
            sink = new PumpSink(
                    pump, relations.columns(pump.target()), model.bindings().output(pump.query()), problems);
        } else if (destination != null) {
            span = destination.span();
            builder = new StageBuilder(destination.name(), false, false, span);
            sink = new DestinationSink(destination, query.plan());
        } else {
            throw new IllegalArgumentException("neither a pump nor a destination");
        }
        lower(query, builder, sink, span);
    }

    private boolean tellsLate(PumpDeclaration pump) {
        return model.streams().stream()
                .anyMatch(stream -> stream.origin() == StreamDeclaration.Origin.LATE
                        && pump.name().equals(stream.owner()));
    }

    private void lower(PlannedQuery query, StageBuilder builder, QueryLowering.Sink sink, Span span) {
        try {
            new QueryLowering(builder, this::facts, problems).lower(query.plan(), sink);
            builder.mergeUnions();
        } catch (RefusedException reported) {
            return;
        } catch (UnsupportedPlanException unknown) {
            problems.unforeseen(span);
            return;
        } catch (StackOverflowError tooDeep) {
            problems.report(Problems.TOO_LARGE, span);
            return;
        }
        if (!builder.stages().stream().allMatch(ConstantRoom::isEnough)) {
            problems.report(Diagnostic.of(Problems.TOO_LARGE, span)
                    .withNote(
                            "it holds more different constants than a class of Java has room for: put a long list into a"
                                    + " file, declare it as a TABLE, and write `IN (SELECT …)`"));
            return;
        }
        stages.addAll(builder.stages());
        internal.addAll(builder.streams());
        builder.stages().stream()
                .filter(stage -> stage.to().equals(sink.stream()))
                .forEach(stage -> wrote(stage, builder));
        if (query.destination() != null) {
            int lanes = lanesOf(sink.stream());
            boolean ordered = orderedWriters.getOrDefault(sink.stream(), false);
            internal.add(
                    new StageBuilder.InternalStream(sink.stream(), sink.schema(), lanes, List.of(), ordered, span));
        }
    }

    private void wrote(Stage stage, StageBuilder builder) {
        lanesOfWriters.computeIfAbsent(stage.to(), key -> new ArrayList<>()).add(builder.lanes(stage));
        orderedWriters.merge(stage.to(), builder.ordered(stage), (before, now) -> false);
    }

    private int lanesOf(String stream) {
        List<Integer> lanes = lanesOfWriters.getOrDefault(stream, List.of(1));
        return lanes.stream().distinct().count() == 1 ? lanes.get(0) : 1;
    }

    private StreamFacts facts(StreamDeclaration stream) {
        return new StreamFacts(
                stream.name(),
                schema(stream),
                lanes(stream),
                stream.shards() > 0 ? stream.partitionBy() : List.of(),
                stream.source() != null || isFilledByClients(stream)
                        ? stream.time().column()
                        : -1,
                ordered(stream));
    }

    /** All columns, those that {@code *} does not mean last. */
    private Schema schema(StreamDeclaration stream) {
        return schemas.computeIfAbsent(stream, key -> {
            List<Column> columns = new ArrayList<>(relations.columns(stream).columns());
            List<ColumnDeclaration> all = stream.allColumns();
            for (ColumnDeclaration column : all.subList(stream.columns().size(), all.size())) {
                columns.add(new Column(column.name(), Objects.requireNonNull(column.type())));
            }
            return new Schema(columns);
        });
    }

    private int lanes(StreamDeclaration stream) {
        if (stream.shards() > 0) {
            return stream.shards();
        }
        return stream.source() == null ? lanesOf(stream.name()) : 1;
    }

    private boolean isFilledByClients(StreamDeclaration stream) {
        return stream.shards() > 0 && !lanesOfWriters.containsKey(stream.name());
    }

    private boolean ordered(StreamDeclaration stream) {
        if (stream.shards() > 0) {
            // Each shard is in order, but nobody waits for one while reading another.
            return false;
        }
        return stream.source() != null ? stream.ordered() : orderedWriters.getOrDefault(stream.name(), true);
    }

    Pipeline pipeline() {
        Surroundings surroundings = new Surroundings(model, catalog, relations, stages);
        List<Pipeline.StreamNode> streams = new ArrayList<>();
        for (StreamDeclaration stream : model.streams()) {
            streams.add(stream(stream, surroundings));
        }
        for (StageBuilder.InternalStream stream : internal) {
            streams.add(new Pipeline.StreamNode(
                    stream.name(),
                    StreamRole.INTERNAL,
                    stream.schema(),
                    0,
                    stream.lanes(),
                    stream.keys().isEmpty()
                            ? new Pipeline.Partitioning.Forward()
                            : new Pipeline.Partitioning.ByHash(stream.keys()),
                    null,
                    Pipeline.EventTime.ARRIVAL,
                    stream.ordered(),
                    null,
                    0,
                    List.of(),
                    Map.of(),
                    stream.span()));
        }
        return new Pipeline(
                model.name(),
                surroundings.parameters(),
                streams,
                surroundings.tables(),
                surroundings.javaUnits(),
                stages,
                surroundings.destinations());
    }

    private Pipeline.StreamNode stream(StreamDeclaration stream, Surroundings surroundings) {
        StreamRole role = switch (stream.origin()) {
            case DECLARED, INFERRED -> StreamRole.DECLARED;
            case ERROR_STREAM -> StreamRole.ERROR_STREAM;
            case SOURCE_ERRORS -> StreamRole.SOURCE_ERRORS;
            case LATE, LATE_OF_SEVERAL -> StreamRole.LATE;
        };
        Pipeline.Partitioning partitioning = stream.shards() > 0
                ? new Pipeline.Partitioning.ByKey(stream.partitionBy())
                : new Pipeline.Partitioning.Forward();
        StreamDeclaration.StreamTime time = stream.time();
        Schema schema = schema(stream);
        return new Pipeline.StreamNode(
                stream.name(),
                role,
                schema,
                stream.hidden() == null ? 0 : 1,
                lanes(stream),
                partitioning,
                surroundings.source(stream, schema),
                time.column() < 0
                        ? Pipeline.EventTime.ARRIVAL
                        : new Pipeline.EventTime(
                                time.column(), time.latenessMillis(), time.idleAfterMillis(), time.span()),
                ordered(stream),
                stream.shards() > 0 ? surroundings.log(stream, schema) : null,
                stream.retentionMillis(),
                stream.system(),
                formerNames(stream),
                stream.span());
    }

    private static Map<String, String> formerNames(StreamDeclaration stream) {
        Map<String, String> names = new HashMap<>();
        for (ColumnDeclaration column : stream.columns()) {
            String was = column.was();
            if (was != null) {
                names.put(column.name(), was);
            }
        }
        return names;
    }

    /** The last projection of a pump: the target's columns in their order and types. */
    private record PumpSink(PumpDeclaration pump, Schema schema, List<ColumnDeclaration> output, Problems problems)
            implements QueryLowering.Sink {

        @Override
        public String stream() {
            return pump.target().name();
        }

        @Override
        public List<Expr> columns(List<Expr> fields) {
            List<@Nullable Expr> columns = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                columns.add(null);
            }
            for (int i = 0; i < fields.size(); i++) {
                int target = pump.targetColumns().get(i);
                Type type = schema.type(target);
                Expr field = fields.get(i);
                Type from = Operators.typeOf(field);
                Span place = output.get(i).span();
                if (!type.nullable() && field instanceof Expr.Literal literal && literal.value() == null) {
                    problems.report(Problems.NOT_FILLED, place, schema.name(target), stream());
                } else if (!TypeRules.isBroken(type) && !TypeRules.canAssign(from, type)) {
                    problems.notAssignable(place, schema.name(target), stream(), from, type);
                }
                columns.set(target, Conversions.assign(field, type));
            }
            List<Expr> all = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Expr given = columns.get(i);
                all.add(
                        given != null
                                ? given
                                : new Expr.Literal(
                                        null,
                                        schema.type(i).withNullable(true),
                                        pump.query().span()));
            }
            return all;
        }
    }

    /** The last projection of the stage before a destination: the stream's columns, then the partition values. */
    private record DestinationSink(DestinationDeclaration destination, Schema schema) implements QueryLowering.Sink {

        DestinationSink(DestinationDeclaration destination, org.apache.calcite.rel.RelNode plan) {
            this(destination, QueryLowering.columnsOf(plan));
        }

        @Override
        public String stream() {
            return destination.name() + ".rows";
        }

        @Override
        public List<Expr> columns(List<Expr> fields) {
            List<Expr> columns = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                columns.add(Conversions.convert(fields.get(i), schema.type(i)));
            }
            return columns;
        }
    }
}
