package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.ScalarFunction.ResultRule;
import org.jspecify.annotations.Nullable;

/** Calls that make JSON of values of several parts and such values of JSON. Their methods stand beside that of JSON_QUERY, which has the name and the signature of none of them. */
final class JsonCalls {

    private final @Nullable Class<?> owner;

    JsonCalls(Catalog catalog) {
        ScalarFunction query = catalog.function("JSON_QUERY");
        owner = query == null ? null : query.overloads().get(0).owner();
    }

    /** Whether JSON is known at all. */
    boolean areThere() {
        return owner != null;
    }

    /** A value of several parts as JSON. */
    Expr text(Expr value, Span span) {
        Type type = Type.of(Kind.VARCHAR, value.type().nullable());
        return call("TO_JSON", "parts", List.of(value, typeOf(value, span)), List.of(Family.BINARY), false, type, span);
    }

    /** The value of several parts that a JSON text is. */
    Expr value(Expr text, Type type, boolean orNull, Span span) {
        String method = orNull ? "tryOfJson" : "ofJson";
        List<Expr> arguments = List.of(text, literal(type.withNullable(true).toString(), span));
        return call("OF_JSON", method, arguments, List.of(Family.TEXT), true, type.withNullable(true), span);
    }

    /** An object or array of the fields of a ROW. */
    Expr composed(Expr row, String form, Type type, Span span) {
        List<Expr> arguments = List.of(row, typeOf(row, span), literal(form, span));
        return call(
                form.startsWith("{") ? "JSON_OBJECT" : "JSON_ARRAY",
                "composed",
                arguments,
                List.of(Family.BINARY, Family.TEXT),
                false,
                type,
                span);
    }

    /** What stands at a path, in an array. */
    Expr wrapped(Expr json, Expr path, boolean always, Type type, Span span) {
        Expr truth = new Expr.Literal(always, Type.of(Kind.BOOLEAN, false), span);
        List<Parameter> parameters = List.of(
                new Parameter("json", Family.TEXT),
                new Parameter("path", Family.TEXT),
                new Parameter("always", Family.BOOLEAN));
        return call("JSON_QUERY", "wrapped", List.of(json, path, truth), parameters, type, span);
    }

    private static Expr typeOf(Expr value, Span span) {
        return literal(value.type().withNullable(true).toString(), span);
    }

    private static Expr literal(String text, Span span) {
        return new Expr.Literal(text, Type.varchar(text.length(), false), span);
    }

    /** A call with a text behind its first arguments. */
    private Expr call(
            String name,
            String method,
            List<Expr> arguments,
            List<Family> first,
            boolean mayReturnNull,
            Type type,
            Span span) {
        List<Parameter> parameters = new ArrayList<>();
        first.forEach(family -> parameters.add(new Parameter("value", family)));
        parameters.add(new Parameter("form", Family.TEXT));
        return new Expr.FunctionCall(name, overload(method, parameters, mayReturnNull), arguments, type, span);
    }

    private Expr call(
            String name, String method, List<Expr> arguments, List<Parameter> parameters, Type type, Span span) {
        return new Expr.FunctionCall(name, overload(method, parameters, true), arguments, type, span);
    }

    private Overload overload(String method, List<Parameter> parameters, boolean mayReturnNull) {
        return new Overload(
                parameters,
                false,
                ResultRule.TEXT,
                Nulls.STRICT,
                mayReturnNull,
                true,
                java.util.Objects.requireNonNull(owner),
                method);
    }
}
