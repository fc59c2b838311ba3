package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.Model;
import kpipe.compiler.model.PumpDeclaration;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/**
 * Plans a whole pipeline: every pump's query is validated and optimised, the types of streams that pumps make are found on the way, and all becomes stages between streams.
 */
public final class Planner {

    private static final Code NOT_WRITTEN =
            Code.error("K0627", "FORMAT {0} has no values of several parts, and column `{1}` is {2}");

    private final Model model;
    private final Catalog catalog;
    private final Problems problems;
    private final RelationTables relations = new RelationTables();

    /** For streams whose types follow from queries: what the pumps give that have been planned so far; null where one could not be. */
    private final Map<StreamDeclaration, List<@Nullable List<Type>>> given = new IdentityHashMap<>();

    private final List<PlannedQuery> planned = new ArrayList<>();

    private Planner(Model model, Catalog catalog, Problems problems) {
        this.model = model;
        this.catalog = catalog;
        this.problems = problems;
    }

    /**
     * The pipeline of a model. All that is wrong is reported; the pipeline then is null.
     *
     * @param model as resolved; where resolving reported errors, what is sound of it is looked at for further ones
     */
    public static @Nullable Pipeline plan(Model model, Catalog catalog, DiagnosticCollector diagnostics) {
        return new Planner(model, catalog, new Problems(diagnostics)).plan(diagnostics);
    }

    private @Nullable Pipeline plan(DiagnosticCollector diagnostics) {
        model.tables().forEach(table -> relations.add(table, RelationTables.declared(table)));
        for (StreamDeclaration stream : model.streams()) {
            boolean known = stream.columns().stream().allMatch(column -> column.type() != null);
            if (known && stream.origin() != Origin.INFERRED) {
                relations.add(stream, RelationTables.declared(stream));
            }
        }
        model.pumps().forEach(this::pump);
        model.streams().forEach(this::settle);
        model.destinations().forEach(this::destination);
        PipelineAssembly assembly = new PipelineAssembly(model, catalog, relations, problems);
        planned.forEach(assembly::add);
        return diagnostics.hasErrors() ? null : assembly.pipeline();
    }

    private void pump(PumpDeclaration pump) {
        pump.reads().forEach(this::settle);
        RelNode plan = pump.reads().stream().allMatch(relations::knows) ? plan(pump) : null;
        StreamDeclaration target = pump.target();
        if (target.origin() == Origin.INFERRED) {
            given.computeIfAbsent(target, key -> new ArrayList<>()).add(plan == null ? null : types(pump, plan));
        }
        if (plan != null) {
            planned.add(new PlannedQuery(pump, null, plan));
        }
    }

    private @Nullable RelNode plan(PumpDeclaration pump) {
        Translation translation = new Translation(model.bindings(), catalog, problems);
        int before = problems.size();
        QueryTranslator.Translated query = new QueryTranslator(translation).translate(pump.query());
        if (query == null || problems.size() > before && query.node() == null || translation.tooLarge()) {
            return null;
        }
        return new QueryPlanner(relations, problems)
                .plan(query.node(), translation.positions, pump.query().span(), before);
    }

    /** The types of the columns of the target as this pump gives them; NULL where it gives none. */
    private static List<Type> types(PumpDeclaration pump, RelNode plan) {
        List<Type> types = new ArrayList<>();
        pump.target().columns().forEach(column -> types.add(TypeRules.UNTYPED_NULL));
        List<RelDataTypeField> fields = plan.getRowType().getFieldList();
        for (int i = 0; i < pump.targetColumns().size(); i++) {
            types.set(
                    pump.targetColumns().get(i), RelTypes.fromRel(fields.get(i).getType()));
        }
        return types;
    }

    /** Makes the types of a stream known that pumps fill, once all of them have been planned. */
    private void settle(StreamDeclaration stream) {
        if (relations.knows(stream)) {
            return;
        }
        if (stream.origin() == Origin.LATE) {
            late(stream);
            return;
        }
        List<@Nullable List<Type>> all = given.get(stream);
        if (stream.origin() != Origin.INFERRED || all == null || all.contains(null)) {
            return;
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < stream.columns().size(); i++) {
            List<Type> types = new ArrayList<>();
            for (List<Type> one : all) {
                if (one != null) {
                    types.add(one.get(i));
                }
            }
            Type common = TypeRules.common(types);
            if (common == null) {
                problems.noCommonType(stream.columns().get(i).span(), "the queries that fill this column", types);
                return;
            }
            if (common.kind().isInterval()) {
                common = problems.intervalColumn(stream.columns().get(i), stream.name(), common);
            }
            columns.add(new Column(
                    stream.columns().get(i).name(), TypeRules.isBroken(common) ? common : RelTypes.storable(common)));
        }
        relations.add(stream, new Schema(columns));
    }

    /** {@code p.late} has the columns of the stream that the pump reads, and LATE_BY. */
    private void late(StreamDeclaration stream) {
        for (PumpDeclaration pump : model.pumps()) {
            if (pump.name().equals(stream.owner()) && pump.reads().size() == 1) {
                settle(pump.reads().get(0));
                if (relations.knows(pump.reads().get(0))) {
                    List<Column> columns = new ArrayList<>(
                            relations.columns(pump.reads().get(0)).columns());
                    for (int i = columns.size(); i < stream.columns().size(); i++) {
                        Type type = stream.columns().get(i).type();
                        columns.add(new Column(
                                stream.columns().get(i).name(),
                                type == null ? Type.of(kpipe.data.Kind.BIGINT, false) : type));
                    }
                    relations.add(stream, new Schema(columns));
                }
            }
        }
    }

    private void destination(DestinationDeclaration destination) {
        if (relations.knows(destination.from())
                && !destination.format().format().nests()) {
            for (Column column : relations.columns(destination.from()).columns()) {
                if (column.type().kind().isNested()) {
                    problems.report(
                            NOT_WRITTEN,
                            destination.format().span(),
                            destination.format().format().spec().name(),
                            column.name(),
                            column.type().sql());
                    return;
                }
            }
        }
        boolean asIs = destination.where() == null && destination.partitions().isEmpty();
        if (asIs || !relations.knows(destination.from())) {
            return;
        }
        Translation translation = new Translation(model.bindings(), catalog, problems);
        int before = problems.size();
        RelNode plan = new QueryPlanner(relations, problems)
                .plan(
                        DestinationQuery.translate(translation, destination, relations.columns(destination.from())),
                        translation.positions,
                        destination.span(),
                        before);
        if (plan != null) {
            planned.add(new PlannedQuery(null, destination, plan));
        }
    }
}
