package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.JsonMember;
import kpipe.compiler.syntax.JsonOnEvent;
import kpipe.compiler.syntax.JsonQuery;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The SQL/JSON functions as nodes of Calcite's. A clause that this version does not have is reported at its place. */
final class JsonTranslator {

    private final Translation translation;
    private final JsonOperators operators;

    JsonTranslator(Translation translation, JsonOperators operators) {
        this.translation = translation;
        this.operators = operators;
    }

    SqlNode translate(JsonQuery query, Span span, Function<Expr, SqlNode> operand) {
        ScalarFunction exists = translation.catalog.function("JSON_EXISTS");
        List<Expr> arguments = List.of(query.input(), query.path());
        if (exists != null && !new Constants(translation.problems).check(exists, arguments)) {
            return translation.broken(span);
        }
        return switch (query.kind()) {
            case VALUE -> value(query, span, operand);
            case QUERY ->
                isAny(query.onEmpty(), JsonOnEvent.Kind.NULL) && isAny(query.onError(), JsonOnEvent.Kind.NULL)
                        ? returning(query, query(query, span, operand), span)
                        : unavailable(query.onEmpty(), query.onError(), span);
            case EXISTS ->
                query.onEmpty() == null && isAny(query.onError(), JsonOnEvent.Kind.FALSE)
                        ? call("JSON_EXISTS", query, span, operand)
                        : unavailable(query.onEmpty(), query.onError(), span);
        };
    }

    private SqlNode query(JsonQuery query, Span span, Function<Expr, SqlNode> operand) {
        if (query.wrapper() == null || query.wrapper() == JsonQuery.Wrapper.WITHOUT) {
            return call("JSON_QUERY", query, span, operand);
        }
        boolean always = query.wrapper() == JsonQuery.Wrapper.UNCONDITIONAL;
        return translation.call(
                operators.wrapped(always, span), span, operand.apply(query.input()), operand.apply(query.path()));
    }

    SqlNode object(Expr.JsonObject object, Function<Expr, SqlNode> operand) {
        List<String> names = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (JsonMember member : object.members()) {
            if (!(member.key() instanceof Literal.Text key)) {
                return translation.notAvailable(member.key().span(), "a key of an object that is no text as it stands");
            }
            names.add(key.value());
            values.add(member.value());
        }
        return composed('{', names, values, object.absentOnNull(), object.span(), operand);
    }

    SqlNode array(Expr.JsonArray array, Function<Expr, SqlNode> operand) {
        List<String> names = new ArrayList<>();
        array.elements().forEach(element -> names.add("COLUMN" + (names.size() + 1)));
        return composed('[', names, array.elements(), array.absentOnNull(), array.span(), operand);
    }

    private SqlNode composed(
            char bracket,
            List<String> names,
            List<Expr> values,
            boolean absentOnNull,
            Span span,
            Function<Expr, SqlNode> operand) {
        StringBuilder form = new StringBuilder().append(bracket).append(absentOnNull ? 'a' : 'n');
        values.forEach(value -> form.append(isJson(value) ? 'j' : 'v'));
        return translation.call(
                operators.composed(names, form.toString(), span),
                span,
                values.stream().map(operand).toList());
    }

    /** Whether an expression is written as one that gives JSON, which goes into other JSON as it is. */
    private static boolean isJson(Expr value) {
        return value instanceof Expr.JsonObject
                || value instanceof Expr.JsonArray
                || value instanceof Expr.Json json
                        && json.query().kind() == JsonQuery.Kind.QUERY
                        && json.query().returning() == null;
    }

    /** Whether a clause says nothing but this, or is not there. */
    private static boolean isAny(@Nullable JsonOnEvent event, JsonOnEvent.Kind kind) {
        return event == null || event.kind() == kind;
    }

    private SqlNode unavailable(@Nullable JsonOnEvent onEmpty, @Nullable JsonOnEvent onError, Span span) {
        JsonOnEvent event = onEmpty != null ? onEmpty : onError;
        return translation.notAvailable(event == null ? span : event.span(), "this clause of a JSON function");
    }

    private SqlNode call(String name, JsonQuery query, Span span, Function<Expr, SqlNode> operand) {
        ScalarFunction function = translation.catalog.function(name);
        if (function == null) {
            return translation.notAvailable(span, "`" + name + "`");
        }
        List<SqlNode> arguments = List.of(operand.apply(query.input()), operand.apply(query.path()));
        return translation.call(translation.functions.call(function, span), span, arguments);
    }

    private SqlNode returning(JsonQuery query, SqlNode value, Span span) {
        if (query.returning() == null) {
            return value;
        }
        Type type = TypeNames.type(query.returning());
        if (type == null || !type.kind().isText() && !type.kind().isNested()) {
            return translation.notAvailable(query.returning().span(), "an object or array of this type");
        }
        return translation.call(translation.functions.cast(type, type.kind().isNested(), span), span, value);
    }

    private SqlNode value(JsonQuery query, Span span, Function<Expr, SqlNode> operand) {
        Type type = query.returning() == null ? Type.of(Kind.VARCHAR, true) : TypeNames.type(query.returning());
        if (type == null) {
            Span place = query.returning() == null ? span : query.returning().span();
            return translation.notAvailable(place, "the type `" + place.text() + "`");
        }
        for (JsonOnEvent event : events(query)) {
            switch (event.kind()) {
                case NULL, ERROR, DEFAULT -> {}
                case EMPTY_ARRAY, EMPTY_OBJECT, TRUE, FALSE, UNKNOWN -> {
                    return translation.notAvailable(event.span(), "this clause of JSON_VALUE");
                }
            }
        }
        ScalarFunction look = translation.catalog.function("JSON_VALUE");
        ScalarFunction failing = translation.catalog.function("JSON_VALUE_OR_FAIL");
        ScalarFunction fault = translation.catalog.function("JSON_VALUE_FAULT");
        if (look == null || failing == null || fault == null) {
            return translation.notAvailable(span, "`JSON_VALUE`");
        }
        List<SqlNode> operands = new ArrayList<>(List.of(operand.apply(query.input()), operand.apply(query.path())));
        for (JsonOnEvent event : events(query)) {
            if (event.defaultValue() != null) {
                operands.add(operand.apply(event.defaultValue()));
            }
        }
        JsonOperators.Terms terms = new JsonOperators.Terms(type, kind(query.onEmpty()), kind(query.onError()));
        return translation.call(
                operators.value(terms, new JsonOperators.Parts(look, failing, fault), span), span, operands);
    }

    /** The clauses that are there, that of ON EMPTY first. */
    private static List<JsonOnEvent> events(JsonQuery query) {
        List<JsonOnEvent> events = new ArrayList<>();
        if (query.onEmpty() != null) {
            events.add(query.onEmpty());
        }
        if (query.onError() != null) {
            events.add(query.onError());
        }
        return events;
    }

    private static JsonOnEvent.Kind kind(@Nullable JsonOnEvent event) {
        return event == null ? JsonOnEvent.Kind.NULL : event.kind();
    }
}
