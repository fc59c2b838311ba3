package kpipe.compiler.plan;

import java.util.List;
import java.util.Locale;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr.PeriodTest.Modifier;
import kpipe.compiler.syntax.Expr.PeriodTest.Relation;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * Predicates about two periods, each from a start up to, and without, its end: as SQL:2011 defines them, and LEADS and LAGS, which ask for the order of the starts and of the
 * ends.
 */
final class PeriodOperators {

    private static final int START = 0;
    private static final int END = 1;
    private static final int OTHER_START = 2;
    private static final int OTHER_END = 3;

    private final Problems problems;

    PeriodOperators(Problems problems) {
        this.problems = problems;
    }

    /** How a predicate is written. */
    static String words(Modifier modifier, Relation relation) {
        return modifier == Modifier.NONE ? relation.name() : modifier + " " + relation;
    }

    /** Operands: start and end of the one period, start and end of the other. Null where nobody has said what the predicate means. */
    @Nullable
    ScalarOperator test(Modifier modifier, Relation relation, Span span) {
        boolean plain = modifier == Modifier.NONE;
        boolean strictly = modifier == Modifier.STRICTLY;
        boolean defined = switch (relation) {
            case EQUALS, OVERLAPS -> plain;
            case CONTAINS, LEADS, LAGS -> plain || strictly;
            case PRECEDES, SUCCEEDS -> true;
        };
        return defined ? operator(words(modifier, relation), span, tests(modifier, relation)) : null;
    }

    /** Operands: start and end of the period, and a time that may lie in it. */
    ScalarOperator containsTime(Span span) {
        return operator(
                "CONTAINS",
                span,
                (times, type) -> and(
                        compare(Operation.LESS_OR_EQUAL, times.get(START), times.get(OTHER_START), type, span),
                        compare(Operation.GREATER, times.get(END), times.get(OTHER_START), type, span),
                        type));
    }

    private interface Tests {
        Expr of(List<Expr> times, Type type);
    }

    private static Tests tests(Modifier modifier, Relation relation) {
        boolean strictly = modifier == Modifier.STRICTLY;
        return switch (relation) {
            case EQUALS -> both(Operation.EQUAL, START, OTHER_START, Operation.EQUAL, END, OTHER_END);
            case OVERLAPS -> both(Operation.LESS, START, OTHER_END, Operation.LESS, OTHER_START, END);
            case CONTAINS ->
                strictly
                        ? PeriodOperators::strictlyContains
                        : both(Operation.LESS_OR_EQUAL, START, OTHER_START, Operation.GREATER_OR_EQUAL, END, OTHER_END);
            case PRECEDES ->
                one(
                        modifier == Modifier.NONE
                                ? Operation.LESS_OR_EQUAL
                                : strictly ? Operation.LESS : Operation.EQUAL,
                        END,
                        OTHER_START);
            case SUCCEEDS ->
                one(
                        modifier == Modifier.NONE
                                ? Operation.GREATER_OR_EQUAL
                                : strictly ? Operation.GREATER : Operation.EQUAL,
                        START,
                        OTHER_END);
            case LEADS -> ordered(strictly ? Operation.LESS : Operation.LESS_OR_EQUAL);
            case LAGS -> ordered(strictly ? Operation.GREATER : Operation.GREATER_OR_EQUAL);
        };
    }

    private static Tests ordered(Operation operation) {
        return both(operation, START, OTHER_START, operation, END, OTHER_END);
    }

    private static Tests one(Operation operation, int left, int right) {
        return (times, type) -> compare(
                operation,
                times.get(left),
                times.get(right),
                type,
                times.get(left).span());
    }

    private static Tests both(
            Operation first, int firstLeft, int firstRight, Operation second, int secondLeft, int secondRight) {
        return (times, type) -> and(
                one(first, firstLeft, firstRight).of(times, type),
                one(second, secondLeft, secondRight).of(times, type),
                type);
    }

    /** Contains, and is not equal. */
    private static Expr strictlyContains(List<Expr> times, Type type) {
        Expr contains = both(Operation.LESS_OR_EQUAL, START, OTHER_START, Operation.GREATER_OR_EQUAL, END, OTHER_END)
                .of(times, type);
        Expr longer = new Expr.Call(
                Operation.OR,
                List.of(
                        one(Operation.LESS, START, OTHER_START).of(times, type),
                        one(Operation.GREATER, END, OTHER_END).of(times, type)),
                type,
                times.get(START).span());
        return and(contains, longer, type);
    }

    private static Expr and(Expr left, Expr right, Type type) {
        return new Expr.Call(Operation.AND, List.of(left, right), type, left.span());
    }

    private static Expr compare(Operation operation, Expr left, Expr right, Type type, Span span) {
        return Operators.compare(operation, List.of(left, right), type, span);
    }

    private ScalarOperator operator(String name, Span span, Tests tests) {
        return new ScalarOperator(
                name.toLowerCase(Locale.ROOT) + " of periods",
                span,
                types -> {
                    Type common = TypeRules.common(types);
                    boolean times = common != null
                            && (TypeRules.isSpecial(common) || common.kind().isDatetime());
                    return times
                            ? Type.of(Kind.BOOLEAN, Operators.anyNullable(types))
                            : problems.cannotApply(span, name, types);
                },
                (operands, type, place) -> tests.of(operands, type));
    }
}
