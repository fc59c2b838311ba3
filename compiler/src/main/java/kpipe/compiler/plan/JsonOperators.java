package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.JsonOnEvent;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction;

/**
 * {@code JSON_VALUE} with all its clauses, as expressions over three functions: what stands at the path, the same where a missing or wrong one fails the row, and what is wrong with
 * it. As in the standard, a value that is missing or cannot be had in the type asked for is NULL unless a clause says otherwise.
 */
final class JsonOperators {

    private static final Type TEXT = Type.of(Kind.VARCHAR, true);
    private static final Type TRUTH = Type.of(Kind.BOOLEAN, true);

    private final Problems problems;
    private final FunctionOperators functions;
    private final JsonCalls calls;

    JsonOperators(Problems problems, FunctionOperators functions, JsonCalls calls) {
        this.calls = calls;
        this.problems = problems;
        this.functions = functions;
    }

    /** The functions that do the work. */
    record Parts(ScalarFunction value, ScalarFunction valueOrFailure, ScalarFunction fault) {}

    /**
     * What to answer.
     *
     * @param type of the result
     * @param onEmpty NULL, ERROR or DEFAULT: where nothing stands at the path
     * @param onError the same, where what stands there is no single value or none of the type, or the text is no JSON
     */
    record Terms(Type type, JsonOnEvent.Kind onEmpty, JsonOnEvent.Kind onError) {

        boolean mayFail() {
            return onEmpty == JsonOnEvent.Kind.ERROR || onError == JsonOnEvent.Kind.ERROR;
        }
    }

    /** Operands: the text, the path, the default of ON EMPTY if there is one, that of ON ERROR if there is one. */
    ScalarOperator value(Terms terms, Parts parts, Span span) {
        return new ScalarOperator(
                "JSON_VALUE " + terms,
                span,
                types -> type(terms, types, span),
                (operands, type, place) -> new Writer(terms, parts, operands, Intervals.plain(type), place).write());
    }

    /**
     * JSON_OBJECT and JSON_ARRAY.
     *
     * @param names of the members
     * @param form as {@link JsonCalls#composed} takes it
     */
    ScalarOperator composed(List<String> names, String form, Span span) {
        return new ScalarOperator(
                "JSON " + form + " " + names,
                span,
                types -> Type.of(Kind.VARCHAR, false),
                (operands, type, place) -> operands.isEmpty()
                        ? new Expr.Literal(form.startsWith("{") ? "{}" : "[]", type, place)
                        : calls.composed(NestedOperators.rowOf(names, operands, place), form, type, place));
    }

    /** {@code JSON_QUERY(text, path WITH WRAPPER)}. */
    ScalarOperator wrapped(boolean always, Span span) {
        return new ScalarOperator(
                "JSON_QUERY WITH WRAPPER " + always,
                span,
                types -> {
                    boolean texts = types.stream()
                            .allMatch(type ->
                                    TypeRules.isNull(type) || type.kind().isText());
                    return texts ? TEXT : problems.wrongArguments(span, "JSON_QUERY", types);
                },
                (operands, type, place) -> calls.wrapped(
                        Conversions.convert(operands.get(0), TEXT),
                        Conversions.convert(operands.get(1), TEXT),
                        always,
                        type,
                        place));
    }

    private Type type(Terms terms, List<Type> types, Span span) {
        for (Type type : types.subList(0, 2)) {
            if (!TypeRules.isNull(type) && !type.kind().isText()) {
                return problems.wrongArguments(span, "JSON_VALUE", types.subList(0, 2));
            }
        }
        if (!TypeRules.canCast(TEXT, terms.type())) {
            return problems.cannotCast(span, TEXT, terms.type());
        }
        for (Type standIn : types.subList(2, types.size())) {
            if (!TypeRules.canAssign(standIn, terms.type())) {
                return problems.noCommonType(span, "RETURNING and DEFAULT", List.of(terms.type(), standIn));
            }
        }
        return terms.type().withNullable(true);
    }

    /** Writes one call. */
    private final class Writer {
        private final Terms terms;
        private final Parts parts;
        private final List<Expr> operands;
        private final Type type;
        private final Span span;

        Writer(Terms terms, Parts parts, List<Expr> operands, Type type, Span span) {
            this.terms = terms;
            this.parts = parts;
            this.operands = operands;
            this.type = type;
            this.span = span;
        }

        Expr write() {
            Expr text = terms.mayFail()
                    ? call(
                            parts.valueOrFailure(),
                            truth(terms.onEmpty() == JsonOnEvent.Kind.ERROR),
                            truth(terms.onError() == JsonOnEvent.Kind.ERROR))
                    : call(parts.value());
            Expr value = converted(text);
            List<Expr.Case.Branch> branches = new ArrayList<>();
            if (terms.onEmpty() == JsonOnEvent.Kind.DEFAULT) {
                branches.add(new Expr.Case.Branch(isFault("EMPTY"), standIn(operands.get(2))));
            }
            if (terms.onError() == JsonOnEvent.Kind.DEFAULT) {
                Expr standIn = standIn(operands.get(operands.size() - 1));
                branches.add(new Expr.Case.Branch(isFault("ERROR"), standIn));
                if (value != text) {
                    branches.add(new Expr.Case.Branch(isUnfit(text, value), standIn));
                }
            }
            return branches.isEmpty() ? value : new Expr.Case(branches, value, type, span);
        }

        private Expr converted(Expr text) {
            if (type.kind() == Kind.VARCHAR && type.precision() == Type.MAX_VARCHAR) {
                return text;
            }
            boolean fails = terms.onError() == JsonOnEvent.Kind.ERROR;
            return new Expr.Cast(text, fails ? Expr.Cast.Mode.CAST : Expr.Cast.Mode.TRY, type, span);
        }

        private Expr standIn(Expr operand) {
            return Conversions.assign(operand, type);
        }

        private Expr isFault(String fault) {
            Expr name = new Expr.Literal(fault, Type.varchar(fault.length(), false), span);
            return new Expr.Call(Operation.EQUAL, List.of(call(parts.fault()), name), TRUTH, span);
        }

        /** Whether there is a text, but none that is a value of the type. */
        private Expr isUnfit(Expr text, Expr value) {
            Type certain = TRUTH.withNullable(false);
            Expr there = new Expr.Call(Operation.IS_NOT_NULL, List.of(text), certain, span);
            Expr unfit = new Expr.Call(Operation.IS_NULL, List.of(value), certain, span);
            return new Expr.Call(Operation.AND, List.of(there, unfit), certain, span);
        }

        private Expr truth(boolean value) {
            return new Expr.Literal(value, Type.of(Kind.BOOLEAN, false), span);
        }

        private Expr call(ScalarFunction function, Expr... more) {
            List<Expr> arguments = new ArrayList<>(operands.subList(0, 2));
            arguments.addAll(List.of(more));
            return functions.call(function, span).lower(arguments, TEXT, span);
        }
    }
}
