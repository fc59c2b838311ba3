package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * One scalar expression of the text as Calcite sees it: an operator whose type and meaning are ours alone.
 *
 * <p>Every literal, operator, CASE, CAST and function call of a query becomes a call of an operator of its own, so that Calcite can neither re-type nor simplify
 * nor reorder what it says; it plans the relations around it. Two operators of one name mean the same: names hold all that matters beside the operands.
 */
public final class ScalarOperator extends SqlFunction {

    private static final String PROMOTION = "AS ROWTIME";
    private static final String DISTINCT = "DISTINCT";

    /** Finds the type of the result. Reports what is wrong and gives {@link TypeRules#BROKEN} then. */
    interface Typing {
        Type type(List<Type> operands);
    }

    /** Makes the expression of the pipeline from the operands, as they stand in the plan. */
    interface Meaning {
        Expr make(List<Expr> operands, Type type, Span span);
    }

    private final transient ResultType resultType;
    private final transient Meaning meaning;
    private final transient Span span;

    /** What lowering takes out of the expression: a {@link WindowSpec}, {@link JoinedStreams}, an {@link AnalyticCall}, a {@link SortedRows}, a {@link TableCall}, {@link #DISTINCT}. */
    private final transient @Nullable Object marked;

    ScalarOperator(String name, Span span, Typing typing, Meaning meaning) {
        this(name, span, typing, meaning, null);
    }

    private ScalarOperator(String name, Span span, Typing typing, Meaning meaning, @Nullable Object marked) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                null,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.resultType = new ResultType(typing);
        this.meaning = meaning;
        this.span = span;
        this.marked = marked;
    }

    /** The marker that stands among the keys of a GROUP BY for the window of WINDOWED BY; its operand is ROWTIME. */
    static ScalarOperator window(WindowSpec window, Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return new ScalarOperator("window", span, types -> time, (operands, type, place) -> operands.get(0), window);
    }

    /** The marker around the condition of a join of streams: its operands are the condition, and the ROWTIMEs of the streams on the left and on the right. */
    static ScalarOperator join(JoinedStreams streams) {
        return new ScalarOperator(
                "join", streams.span(), types -> types.get(0), (operands, type, place) -> operands.get(0), streams);
    }

    /** The time of rows that are joined of several streams; its operands are the ROWTIMEs of these. */
    static ScalarOperator joinTime(Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return new ScalarOperator(
                "join time", span, types -> time, (operands, type, place) -> new Expr.Rowtime(time, place));
    }

    /** {@code x AS ROWTIME}. */
    static ScalarOperator promotion(Span span, Typing typing) {
        return new ScalarOperator(PROMOTION, span, typing, (operands, type, place) -> operands.get(0), null);
    }

    /** The marker around the time of the rows of a query with ORDER BY; its operands are that time, then the keys. */
    static ScalarOperator sort(SortedRows rows, Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return new ScalarOperator(rows.name(), span, types -> time, (operands, type, place) -> operands.get(0), rows);
    }

    /** The marker around the time of the rows of a query with DISTINCT. */
    static ScalarOperator distinct(Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return new ScalarOperator(DISTINCT, span, types -> time, (operands, type, place) -> operands.get(0), DISTINCT);
    }

    /** The marker around the time of the rows of a table function; its operands are that time, then the columns of the query. */
    static ScalarOperator tableCall(TableCall call, Span span, Typing typing) {
        return new ScalarOperator(
                call.function().name(), span, typing, (operands, type, place) -> operands.get(0), call);
    }

    /** A column that a table function adds, which has no expression of its own. */
    static ScalarOperator added(Column column, Span span) {
        Meaning none = (operands, type, place) -> {
            throw new IllegalStateException("a column of a table function as an expression at " + place);
        };
        return new ScalarOperator("added " + column.name(), span, types -> column.type(), none);
    }

    /** A function with OVER, which lowering takes out of the expression that it stands in. */
    static ScalarOperator analytic(AnalyticCall call, Span span, Typing typing) {
        Meaning none = (operands, type, place) -> {
            throw new IllegalStateException("a function with OVER as an expression at " + place);
        };
        return new ScalarOperator(AnalyticOperators.name(call), span, typing, none, call);
    }

    private static final String RECORD = "takes a text apart";

    /** A call of a function that gives a ROW of what it finds in a text. */
    static ScalarOperator record(String name, Span span, Typing typing, Meaning meaning) {
        return new ScalarOperator(name, span, typing, meaning, RECORD);
    }

    /** Whether it takes a text apart, which costs so much that it is done once for a row. */
    public boolean takesApart() {
        return RECORD.equals(marked);
    }

    /** Whether it gives a field of a ROW. */
    public boolean isField() {
        return getName().startsWith(NestedOperators.FIELD);
    }

    /** The number of an element of what is unnested, which is its operand. Each is one of its own, though the operand be the same. */
    static ScalarOperator unnest(NestedOperators.Unnesting unnesting, Typing typing) {
        Span span = unnesting.span();
        Meaning none = (operands, type, place) -> {
            throw new IllegalStateException("UNNEST as an expression at " + place);
        };
        return new ScalarOperator("unnest " + span.start() + " " + span.end(), span, typing, none, unnesting);
    }

    /** What is unnested by it, or null if it is no such marker. */
    NestedOperators.@Nullable Unnesting unnesting() {
        return marked instanceof NestedOperators.Unnesting unnesting ? unnesting : null;
    }

    /** Whether it gives the numbers of elements. */
    public boolean unnests() {
        return unnesting() != null;
    }

    /** Whether a row without elements stays. */
    public boolean keepsEmpty() {
        NestedOperators.Unnesting unnesting = unnesting();
        return unnesting != null && unnesting.outer();
    }

    /** What a condition or measure of MATCH_RECOGNIZE takes from the rows of a match; lowering takes it out of the expression that it stands in. */
    static ScalarOperator pattern(PatternCall call, Span span, Typing typing) {
        Meaning none = (operands, type, place) -> {
            throw new IllegalStateException("a function of a pattern as an expression at " + place);
        };
        return new ScalarOperator(call.toString(), span, typing, none, call);
    }

    /** The marker around the time of the results of MATCH_RECOGNIZE. */
    static ScalarOperator match(MatchedQuery query, Span span) {
        Type time = Type.of(Kind.TIMESTAMP, false);
        return new ScalarOperator("match", span, types -> time, (operands, type, place) -> operands.get(0), query);
    }

    /** What of a match it is, or null. */
    public @Nullable PatternCall pattern() {
        return marked instanceof PatternCall call ? call : null;
    }

    /** The search for a pattern that it marks, or null if it is no such marker. */
    public @Nullable MatchedQuery match() {
        return marked instanceof MatchedQuery query ? query : null;
    }

    /** Whether it sets the time of a row. */
    public boolean promotes() {
        return getName().equals(PROMOTION);
    }

    /** The window that it marks, or null if it is no such marker. */
    public @Nullable WindowSpec window() {
        return marked instanceof WindowSpec window ? window : null;
    }

    /** The streams whose join it marks, or null if it is no such marker. */
    public @Nullable JoinedStreams streams() {
        return marked instanceof JoinedStreams streams ? streams : null;
    }

    /** The function with OVER that it is, or null. */
    public @Nullable AnalyticCall analytic() {
        return marked instanceof AnalyticCall analytic ? analytic : null;
    }

    /** The order of rows that it marks, or null if it is no such marker. */
    public @Nullable SortedRows sorted() {
        return marked instanceof SortedRows sorted ? sorted : null;
    }

    /** Whether it marks the time of rows no two of which are equal. */
    public boolean distinct() {
        return DISTINCT.equals(marked);
    }

    /** The table function whose rows it marks, or null if it is no such marker. */
    public @Nullable TableCall tableCall() {
        return marked instanceof TableCall call ? call : null;
    }

    /** Where it stands in the text. */
    public Span span() {
        return span;
    }

    /** The expression of the pipeline that a call of it with these operands is, at {@code place} of the text. */
    public Expr lower(List<Expr> operands, Type type, Span place) {
        return meaning.make(operands, type, place);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return resultType.derive(validator, scope, call);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return resultType.infer(binding);
    }
}
