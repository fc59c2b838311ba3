package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;

/** CASE, COALESCE, NULLIF, IN, BETWEEN, LIKE: what chooses between values or compares several at once. */
final class ConditionalOperators {

    private static final Type TRUTH = Type.of(Kind.BOOLEAN, true);

    private final Problems problems;

    ConditionalOperators(Problems problems) {
        this.problems = problems;
    }

    /** Operands: condition, result, condition, result, …, otherwise. */
    ScalarOperator searchedCase(Span span) {
        return new ScalarOperator(
                "CASE",
                span,
                types -> {
                    for (int i = 0; i + 1 < types.size(); i += 2) {
                        Type condition = types.get(i);
                        if (!TypeRules.isNull(condition) && condition.kind() != Kind.BOOLEAN) {
                            return problems.noCondition(span, "WHEN", condition);
                        }
                    }
                    return results(types, 1, span);
                },
                (operands, type, place) -> {
                    Type plain = Intervals.plain(type);
                    List<Expr.Case.Branch> branches = new ArrayList<>();
                    for (int i = 0; i + 1 < operands.size(); i += 2) {
                        Expr condition = Conversions.convert(operands.get(i), TRUTH);
                        branches.add(new Expr.Case.Branch(condition, Conversions.convert(operands.get(i + 1), plain)));
                    }
                    return new Expr.Case(branches, otherwise(operands, plain), plain, place);
                });
    }

    /** Operands: value, when, result, when, result, …, otherwise. */
    ScalarOperator simpleCase(Span span) {
        return new ScalarOperator(
                "CASE OF",
                span,
                types -> {
                    for (int i = 1; i + 1 < types.size(); i += 2) {
                        List<Type> both = List.of(types.get(0), types.get(i));
                        if (TypeRules.common(both) == null) {
                            return problems.cannotCompare(span, "CASE", both);
                        }
                    }
                    return results(types, 2, span);
                },
                (operands, type, place) -> {
                    Type plain = Intervals.plain(type);
                    List<Expr.Case.Branch> branches = new ArrayList<>();
                    for (int i = 1; i + 1 < operands.size(); i += 2) {
                        Expr condition = equal(operands.get(0), operands.get(i), place);
                        branches.add(new Expr.Case.Branch(condition, Conversions.convert(operands.get(i + 1), plain)));
                    }
                    return new Expr.Case(branches, otherwise(operands, plain), plain, place);
                });
    }

    private static Expr otherwise(List<Expr> operands, Type type) {
        return Conversions.convert(operands.get(operands.size() - 1), type);
    }

    private Type results(List<Type> types, int first, Span span) {
        List<Type> results = new ArrayList<>();
        for (int i = first; i + 1 < types.size(); i += 2) {
            results.add(types.get(i));
        }
        results.add(types.get(types.size() - 1));
        Type common = TypeRules.common(results);
        return common != null ? common : problems.noCommonType(span, "the results of CASE", results);
    }

    private static Expr equal(Expr left, Expr right, Span span) {
        boolean nullable = left.type().nullable() || right.type().nullable();
        return Operators.compare(Operation.EQUAL, List.of(left, right), Type.of(Kind.BOOLEAN, nullable), span);
    }

    ScalarOperator coalesce(Span span) {
        return new ScalarOperator(
                "COALESCE",
                span,
                types -> {
                    Type common = types.isEmpty() ? null : TypeRules.common(types);
                    if (common == null) {
                        return types.isEmpty()
                                ? problems.wrongArguments(span, "COALESCE", types)
                                : problems.noCommonType(span, "the arguments of COALESCE", types);
                    }
                    return common.withNullable(types.stream().allMatch(Type::nullable));
                },
                (operands, type, place) ->
                        new Expr.Coalesce(Conversions.convertAll(operands, type), Intervals.plain(type), place));
    }

    ScalarOperator nullIf(Span span) {
        return new ScalarOperator(
                "NULLIF",
                span,
                types -> {
                    if (types.size() != 2) {
                        return problems.wrongArguments(span, "NULLIF", types);
                    }
                    if (TypeRules.common(types) == null) {
                        return problems.cannotCompare(span, "NULLIF", types);
                    }
                    return types.get(0).withNullable(true);
                },
                (operands, type, place) -> {
                    Type plain = Intervals.plain(type);
                    Expr nothing = new Expr.Literal(null, plain, place);
                    Expr.Case.Branch equal =
                            new Expr.Case.Branch(equal(operands.get(0), operands.get(1), place), nothing);
                    return new Expr.Case(List.of(equal), Conversions.convert(operands.get(0), plain), plain, place);
                });
    }

    /** Operands: value, then the list. */
    ScalarOperator in(boolean negated, Span span) {
        String name = negated ? "NOT IN" : "IN";
        return new ScalarOperator(
                name,
                span,
                types -> {
                    for (Type type : types) {
                        if (TypeRules.common(List.of(types.get(0), type)) == null) {
                            return problems.cannotCompare(span, name, List.of(types.get(0), type));
                        }
                    }
                    return Type.of(Kind.BOOLEAN, Operators.anyNullable(types));
                },
                (operands, type, place) -> {
                    List<Expr> tests = new ArrayList<>();
                    for (Expr value : operands.subList(1, operands.size())) {
                        tests.add(equal(operands.get(0), value, place));
                    }
                    return negatedIf(negated, combine(Operation.OR, tests, type, place), type, place);
                });
    }

    /** Operands: value, lower, upper. */
    ScalarOperator between(boolean negated, boolean symmetric, Span span) {
        String name = (negated ? "NOT BETWEEN" : "BETWEEN") + (symmetric ? " SYMMETRIC" : "");
        return new ScalarOperator(
                name,
                span,
                types -> TypeRules.common(types.subList(0, 2)) == null
                                || TypeRules.common(List.of(types.get(0), types.get(2))) == null
                        ? problems.cannotCompare(span, "BETWEEN", types)
                        : Type.of(Kind.BOOLEAN, Operators.anyNullable(types)),
                (operands, type, place) -> {
                    Expr test = within(operands.get(0), operands.get(1), operands.get(2), type, place);
                    if (symmetric) {
                        Expr other = within(operands.get(0), operands.get(2), operands.get(1), type, place);
                        test = new Expr.Call(Operation.OR, List.of(test, other), type, place);
                    }
                    return negatedIf(negated, test, type, place);
                });
    }

    private static Expr within(Expr value, Expr lower, Expr upper, Type type, Span span) {
        Expr fromLower = Operators.compare(Operation.GREATER_OR_EQUAL, List.of(value, lower), type, span);
        Expr toUpper = Operators.compare(Operation.LESS_OR_EQUAL, List.of(value, upper), type, span);
        return new Expr.Call(Operation.AND, List.of(fromLower, toUpper), type, span);
    }

    private static Expr combine(Operation operation, List<Expr> tests, Type type, Span span) {
        return tests.size() == 1 ? tests.get(0) : new Expr.Call(operation, tests, type, span);
    }

    private static Expr negatedIf(boolean negated, Expr test, Type type, Span span) {
        return negated ? new Expr.Call(Operation.NOT, List.of(test), type, span) : test;
    }

    /** Operands: text, pattern, and the escape character where there is one. */
    ScalarOperator like(boolean negated, boolean similar, Span span) {
        String word = similar ? "SIMILAR TO" : "LIKE";
        return new ScalarOperator(
                negated ? "NOT " + word : word,
                span,
                types -> {
                    for (Type type : types) {
                        if (!TypeRules.isNull(type) && !type.kind().isText()) {
                            return problems.cannotApply(span, word, types);
                        }
                    }
                    return Type.of(Kind.BOOLEAN, Operators.anyNullable(types));
                },
                (operands, type, place) -> negatedIf(
                        negated,
                        new Expr.Call(similar ? Operation.SIMILAR_TO : Operation.LIKE, operands, type, place),
                        type,
                        place));
    }
}
