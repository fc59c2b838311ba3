package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.FunctionBinding;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.ScalarFunction;
import org.apache.calcite.sql.SqlNode;

/** Calls of functions that compute a value of a row: those of the language, of the catalog and of the pipeline itself. */
final class CallTranslator {

    private final Translation translation;
    private final ExpressionTranslator expressions;
    private final ExpressionTranslator.Names names;

    /**
     * @param expressions translates arguments
     * @param names what names mean where the call stands
     */
    CallTranslator(Translation translation, ExpressionTranslator expressions, ExpressionTranslator.Names names) {
        this.translation = translation;
        this.expressions = expressions;
        this.names = names;
    }

    /** A call of what it was bound to, which is no aggregate. */
    SqlNode translate(FunctionBinding binding, Expr.Call node) {
        List<Expr> arguments = node.arguments().stream().map(Argument::value).toList();
        if (binding instanceof FunctionBinding.BuiltIn builtIn) {
            return builtIn(builtIn.name(), node.span(), arguments);
        }
        if (binding instanceof FunctionBinding.Declared declared) {
            return declared(declared.function(), node.span(), arguments);
        }
        ScalarFunction function = ((FunctionBinding.Scalar) binding).function();
        if (function instanceof RecordFunction record) {
            Type type = new RecordCalls(translation.problems).type(record, node.span(), arguments);
            return type == null
                    ? translation.broken(node.span())
                    : translation.call(
                            translation.functions.record(record, type, node.span()),
                            node.span(),
                            expressions.all(arguments));
        }
        return new Constants(translation.problems).check(function, arguments)
                ? translation.call(
                        translation.functions.call(function, node.span()), node.span(), expressions.all(arguments))
                : translation.broken(node.span());
    }

    private SqlNode builtIn(String name, Span span, List<Expr> arguments) {
        return switch (name) {
            case "COALESCE", "IFNULL", "NVL" ->
                translation.call(translation.conditionals.coalesce(span), span, expressions.all(arguments));
            case "NULLIF" -> translation.call(translation.conditionals.nullIf(span), span, expressions.all(arguments));
            case "MOD" ->
                arguments.size() == 2
                        ? translation.call(translation.operators.modulo("MOD", span), span, expressions.all(arguments))
                        : wrongCount("MOD", span);
            case "CARDINALITY", "ARRAY_CONTAINS", "MAP_KEYS", "MAP_VALUES" ->
                arguments.size() == (name.equals("ARRAY_CONTAINS") ? 2 : 1)
                        ? translation.call(translation.nested.function(name, span), span, expressions.all(arguments))
                        : wrongCount(name, span);
            case "MONOTONIC" ->
                arguments.size() == 1
                        ? translation.call(translation.operators.monotonic(span), span, expressions.all(arguments))
                        : wrongCount(name, span);
            default -> arguments.isEmpty() ? niladic(name, span) : translation.notAvailable(span, "`" + name + "`");
        };
    }

    private SqlNode wrongCount(String name, Span span) {
        translation.problems.report(Problems.ARGUMENTS, span, name, "so many arguments");
        return translation.broken(span);
    }

    /** A FUNCTION of the pipeline: one in SQL is put in place of its call. */
    private SqlNode declared(FunctionDeclaration function, Span span, List<Expr> arguments) {
        if (function.java() != null) {
            ScalarOperator operator = translation.functions.call(function, function.java(), span);
            return translation.call(operator, span, expressions.all(arguments));
        }
        if (function.body() == null || arguments.size() != function.parameters().size()) {
            return wrongCount(function.name(), span);
        }
        ExpressionTranslator.Names inside = (binding, place) -> binding instanceof Binding.Argument argument
                ? argument(function, argument.index(), arguments, span)
                : names.name(binding, place);
        translation.enter(span);
        SqlNode body = new ExpressionTranslator(translation, inside, ExpressionTranslator.Place.ROWS)
                .translate(function.body());
        translation.leave();
        SqlNode result = assigned(function.name(), function.result(), span, body);
        return function.nullOnNull() ? guarded(function, result, arguments, span) : result;
    }

    private SqlNode argument(FunctionDeclaration function, int index, List<Expr> arguments, Span span) {
        Type type = function.parameters().get(index).type();
        return assigned(function.name(), type, span, expressions.translate(arguments.get(index)));
    }

    private SqlNode assigned(String function, Type type, Span span, SqlNode value) {
        return translation.call(translation.functions.assign(function, type, span), span, value);
    }

    private SqlNode guarded(FunctionDeclaration function, SqlNode result, List<Expr> arguments, Span span) {
        List<SqlNode> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            ScalarOperator test = translation.operators.test(Operation.IS_NULL, "IS NULL", false, span);
            operands.add(translation.call(test, span, argument(function, i, arguments, span)));
            operands.add(untypedNull(span));
        }
        operands.add(result);
        return translation.call(translation.conditionals.searchedCase(span), span, operands);
    }

    /** A call in a spelling that the grammar knows, {@code spelled}: the first of these functions of the catalog that takes the arguments. */
    SqlNode ofCatalog(String spelled, Span span, List<Expr> arguments, String... names) {
        List<ScalarFunction> functions = new ArrayList<>();
        for (String name : names) {
            ScalarFunction function = translation.catalog.function(name);
            if (function != null) {
                functions.add(function);
            }
        }
        if (functions.isEmpty()) {
            return translation.notAvailable(span, "`" + spelled + "`");
        }
        Constants constants = new Constants(translation.problems);
        return functions.stream().allMatch(function -> constants.check(function, arguments))
                ? translation.call(
                        translation.functions.call(spelled, functions, span), span, expressions.all(arguments))
                : translation.broken(span);
    }

    /** A function that is written without parentheses. */
    SqlNode niladic(String name, Span span) {
        DatetimeOperators datetimes = translation.datetimes;
        ScalarOperator operator = switch (name) {
            case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP" ->
                datetimes.current(name, Operation.CURRENT_TIMESTAMP, Kind.TIMESTAMP, span);
            case "CURRENT_DATE" -> datetimes.current(name, Operation.CURRENT_TIMESTAMP, Kind.DATE, span);
            case "CURRENT_TIME", "LOCALTIME" -> datetimes.current(name, Operation.CURRENT_TIMESTAMP, Kind.TIME, span);
            case "CURRENT_ROW_TIMESTAMP" ->
                datetimes.current(name, Operation.CURRENT_ROW_TIMESTAMP, Kind.TIMESTAMP, span);
            default -> null;
        };
        return operator != null ? translation.call(operator, span) : ofCatalog(name, span, List.of(), name);
    }

    /** NULL of the type that is asked for. */
    SqlNode untypedNull(Span span) {
        return translation.call(translation.operators.literal(null, TypeRules.UNTYPED_NULL, span), span);
    }
}
