package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Validates a translated query and converts it to relational algebra. */
final class QueryPlanner {

    private static final CalciteConnectionConfig CONFIG = CalciteConnectionConfig.DEFAULT.set(
            org.apache.calcite.config.CalciteConnectionProperty.CASE_SENSITIVE, "true");

    /** Nothing is coerced or rewritten: types and meanings are those of our operators. */
    private static final SqlValidator.Config VALIDATOR = SqlValidator.Config.DEFAULT
            .withTypeCoercionEnabled(false)
            .withCallRewrite(false)
            .withColumnReferenceExpansion(false)
            .withIdentifierExpansion(false)
            .withConformance(SqlConformanceEnum.LENIENT);

    /** Calcite simplifies nothing: a rewrite of its own could evaluate what the text does not. */
    private static final SqlToRelConverter.Config CONVERTER = SqlToRelConverter.config()
            .withTrimUnusedFields(false)
            .withExpand(false)
            .withCreateValuesRel(false)
            .withRelBuilderConfigTransform(config -> config.withSimplify(false)
                    .withSimplifyLimit(false)
                    .withSimplifyValues(false)
                    .withPushJoinCondition(false)
                    .withPruneInputOfAggregate(false)
                    .withBloat(-1));

    private static final SqlRexConvertlet OURS = (context, call) -> {
        List<RexNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(context.convertExpression(operand));
        }
        return context.getRexBuilder()
                .makeCall(
                        call.getParserPosition(),
                        context.getValidator().getValidatedNodeType(call),
                        call.getOperator(),
                        operands);
    };

    private static final SqlRexConvertletTable CONVERTLETS =
            call -> call.getOperator() instanceof ScalarOperator ? OURS : StandardConvertletTable.INSTANCE.get(call);

    private final RelationTables relations;
    private final Problems problems;

    QueryPlanner(RelationTables relations, Problems problems) {
        this.relations = relations;
        this.problems = problems;
    }

    /**
     * The plan, or null where something has been reported.
     *
     * @param before how many problems there were when the query was not looked at yet
     */
    @Nullable
    RelNode plan(SqlNode query, Positions positions, Span span, int before) {
        try {
            CalciteCatalogReader reader =
                    new CalciteCatalogReader(relations.schema(), List.of(), RelTypes.FACTORY, CONFIG);
            Validator validator = new Validator(SqlStdOperatorTable.instance(), reader, RelTypes.FACTORY, VALIDATOR);
            SqlNode validated = validator.validate(query);
            return problems.size() == before ? convert(validated, validator, reader) : null;
        } catch (CalciteContextException refused) {
            report(refused, positions, span, before);
            return null;
        } catch (StackOverflowError tooDeep) {
            problems.report(Problems.TOO_LARGE, span);
            return null;
        }
    }

    private static RelNode convert(SqlNode validated, SqlValidator validator, CalciteCatalogReader reader) {
        HepPlanner planner = new HepPlanner(HepProgram.builder().build());
        RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(RelTypes.FACTORY));
        SqlToRelConverter converter = new SqlToRelConverter(
                ViewExpanders.simpleContext(cluster), validator, reader, cluster, CONVERTLETS, CONVERTER);
        return converter.convertQuery(validated, false, true).rel;
    }

    /** What Calcite refuses though we had nothing to say, told by its resource. */
    private void report(CalciteContextException refused, Positions positions, Span whole, int before) {
        if (problems.size() > before) {
            return;
        }
        Span span = positions.span(
                refused.getPosLine(),
                refused.getPosColumn(),
                refused.getEndPosLine(),
                refused.getEndPosColumn(),
                whole);
        String resource = refused instanceof Validator.Refusal refusal ? refusal.resource() : "";
        if (resource.equals("ColumnTypeMismatchInSetop")) {
            problems.report(Problems.UNION_TYPES, span);
        } else {
            problems.unforeseen(span);
        }
    }
}
