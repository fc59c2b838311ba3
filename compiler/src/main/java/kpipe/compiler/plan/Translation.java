package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.source.Span;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/** What the translation of one query shares: where names lead, where problems go, and the makers of operators and nodes. */
final class Translation {

    /** How deeply FUNCTIONs and common tables may use one another, and how many expressions they may bring into one query. */
    private static final int DEEPEST = 300;

    private static final int MOST_EXPRESSIONS = 10_000;

    final Bindings bindings;
    final Catalog catalog;
    final Problems problems;
    final Positions positions;
    final Operators operators;
    final ConditionalOperators conditionals;
    final DatetimeOperators datetimes;
    final PeriodOperators periods;
    final FunctionOperators functions;
    final NestedOperators nested;
    final JsonTranslator json;
    final Aggregates aggregates;
    final AnalyticOperators analytics;
    final Literals literals;
    private int aliases;
    private boolean aggregateSeen;
    private int depth;
    private @Nullable Span outermost;
    private int expressions;
    private boolean tooLarge;

    Translation(Bindings bindings, Catalog catalog, Problems problems) {
        this(bindings, catalog, problems, new Positions());
    }

    private Translation(Bindings bindings, Catalog catalog, Problems problems, Positions positions) {
        this.positions = positions;
        this.bindings = bindings;
        this.catalog = catalog;
        this.problems = problems;
        this.operators = new Operators(problems);
        this.conditionals = new ConditionalOperators(problems);
        this.datetimes = new DatetimeOperators(problems);
        this.periods = new PeriodOperators(problems);
        this.functions = new FunctionOperators(problems, catalog.function("INTERVAL_TO_CHAR"), new JsonCalls(catalog));
        this.nested = new NestedOperators(problems);
        this.json = new JsonTranslator(this, new JsonOperators(problems, functions, new JsonCalls(catalog)));
        this.aggregates = new Aggregates(problems);
        this.analytics = new AnalyticOperators(problems);
        this.literals = new Literals(problems);
    }

    /** The same, but what is reported is lost. */
    Translation silent() {
        return new Translation(bindings, catalog, new Problems(new DiagnosticCollector()), positions);
    }

    /** An aggregate stands where rows are. Resolving has reported it, or it tells that a select groups. */
    void aggregateSeen() {
        aggregateSeen = true;
    }

    boolean sawAggregate() {
        return aggregateSeen;
    }

    /** A FUNCTION or a common table is being put in place of its name; {@link #leave} follows. */
    void enter(Span name) {
        if (depth++ == 0) {
            outermost = name;
        }
    }

    void leave() {
        depth--;
    }

    /** Counts an expression. Answers whether what was put in place of names has made the query too large, which is reported once. */
    boolean tooLarge() {
        if (depth > 0) {
            expressions++;
        }
        if (!tooLarge && (depth > DEEPEST || expressions > MOST_EXPRESSIONS)) {
            tooLarge = true;
            problems.report(Problems.TOO_LARGE, Objects.requireNonNull(outermost));
        }
        return tooLarge;
    }

    String nextAlias() {
        return "t" + aliases++;
    }

    SqlNode call(SqlOperator operator, Span span, List<SqlNode> operands) {
        return new SqlBasicCall(operator, operands, positions.of(span));
    }

    SqlNode call(SqlOperator operator, Span span, SqlNode... operands) {
        return call(operator, span, List.of(operands));
    }

    /** A call of an aggregate. */
    SqlNode aggregate(AggregateOperator operator, Span span, List<SqlNode> operands, @Nullable SqlLiteral quantifier) {
        return new SqlBasicCall(operator, operands, positions.of(span), quantifier);
    }

    /** The time of rows that are joined of several streams; of one stream alone its ROWTIME. */
    SqlNode joinTime(List<Scope.Source> streams, Span span) {
        List<SqlNode> times = new ArrayList<>();
        streams.forEach(stream -> times.add(column(stream, Scope.ROWTIME, span)));
        return times.size() == 1 ? times.get(0) : call(ScalarOperator.joinTime(span), span, times);
    }

    SqlIdentifier column(Scope.Source source, String name, Span span) {
        return new SqlIdentifier(List.of(source.alias(), name), positions.of(span));
    }

    /** Stands for an expression about which an error has been reported. */
    SqlNode broken(Span span) {
        return call(operators.literal(null, TypeRules.BROKEN, span), span);
    }

    /** Reports that something is not available and stands for it. */
    SqlNode notAvailable(Span span, String what) {
        problems.notAvailable(span, what);
        return broken(span);
    }
}
