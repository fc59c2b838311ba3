package kpipe.compiler.resolve;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.TableReference;
import kpipe.data.Column;
import kpipe.spi.TableFunction;
import kpipe.spi.TableFunction.Parameter;
import org.jspecify.annotations.Nullable;

/** Binds a table function of FROM: the query behind CURSOR, the arguments, the columns that it gives. */
final class BindTableFunction {

    private static final Code UNKNOWN = Code.error("K0640", "there is no table function `{0}`");
    private static final Code FORM = Code.error("K0641", "`{0}` is written `{0}({1})`");
    private static final Code ARGUMENT = Code.error("K0642", "`{0}` of `{1}` must be {2}");
    private static final Code NO_STREAM =
            Code.error("K0643", "`{0}` takes the rows of a stream as they come, and the query reads a table");

    private final Workspace workspace;
    private final BindQuery around;
    private final TableReference.Function node;
    private final String name;

    /** The query and the arguments of a call. */
    private record Given(
            Expr.Cursor cursor, List<ColumnDeclaration> columns, List<Object> arguments, List<Span> places) {}

    /** @param around the query in whose FROM it stands */
    BindTableFunction(Workspace workspace, BindQuery around, TableReference.Function node) {
        this.workspace = workspace;
        this.around = around;
        this.node = node;
        name = ItemFunctions.name(node);
    }

    /** Binds one that a plug-in offers, and answers what it gives. */
    BindQuery.Result bind() {
        TableFunction function = workspace.catalog.tableFunction(name);
        if (function == null) {
            unknown();
            return BindQuery.Result.BROKEN;
        }
        Given given = given(function.parameters());
        if (given == null) {
            return BindQuery.Result.BROKEN;
        }
        workspace.bindings.bind(node, new TableCall(function, given.cursor.query(), given.arguments, given.places));
        List<ColumnDeclaration> columns = new ArrayList<>(given.columns);
        for (Column column : function.added(given.arguments)) {
            columns.add(ColumnDeclaration.plain(
                    column.name(), column.type(), node.call().span()));
        }
        return new BindQuery.Result(columns, true, false);
    }

    /** The query that {@link ItemFunctions one of these} is another way of writing; null where an error was reported. */
    @Nullable
    TableReference bindItems() {
        Given given = given(ItemFunctions.parameters(node));
        if (given == null) {
            return null;
        }
        String column = given.columns.get((Integer) given.arguments.get(0)).name();
        workspace.cursors.put(given.cursor.query(), new BindQuery.Result(given.columns, true, false));
        return ItemFunctions.query(node, given.cursor.query(), column, given.arguments);
    }

    private void unknown() {
        Set<String> known = new TreeSet<>(workspace.catalog.tableFunctions().keySet());
        known.addAll(ItemFunctions.names());
        known.addAll(WindowFunction.names());
        Span place = node.call().name().span();
        Diagnostic unknown =
                Diagnostic.of(UNKNOWN, place, node.call().name().last().name());
        String note = OtherSpellings.note(name);
        if (note != null) {
            workspace.reports.report(unknown.withNote(note));
        } else {
            workspace.reports.unknown(unknown, place, known);
        }
    }

    /** What the call is given; null where that does not fit, which is reported. */
    private @Nullable Given given(List<Parameter> parameters) {
        List<Argument> written = node.call().arguments();
        boolean plain = node.call().quantifier() == null
                && !node.call().star()
                && node.call().orderBy().isEmpty();
        if (!plain || written.isEmpty() || !(written.get(0).value() instanceof Expr.Cursor cursor)) {
            workspace.reports.report(FORM, node.call().span(), name, form(parameters));
            return null;
        }
        BindQuery.Result query = around.inner(cursor.query());
        if (query.broken()) {
            workspace.reports.known();
            return null;
        }
        if (!query.stream()) {
            workspace.reports.report(NO_STREAM, cursor.query().span(), name);
            return null;
        }
        @Nullable Argument[] behind = behind(written, parameters);
        if (behind == null) {
            workspace.reports.report(FORM, node.call().span(), name, form(parameters));
            return null;
        }
        int before = workspace.reports.errors();
        List<Object> arguments = new ArrayList<>();
        List<Span> places = new ArrayList<>();
        for (int i = 0; i < behind.length; i++) {
            Argument argument = behind[i];
            Object value = argument == null
                    ? parameters.get(i).otherwise()
                    : value(parameters.get(i), argument.value(), query.columns());
            arguments.add(value == null ? 0 : value);
            places.add(argument == null ? node.call().span() : argument.span());
        }
        return workspace.reports.errors() > before ? null : new Given(cursor, query.columns(), arguments, places);
    }

    /** The arguments behind the query, in the order of the parameters; null where they are too many or too few. */
    private static @Nullable Argument @Nullable [] behind(List<Argument> written, List<Parameter> parameters) {
        @Nullable Argument[] behind = new Argument[parameters.size()];
        for (int i = 1; i < written.size(); i++) {
            Argument argument = written.get(i);
            int place = argument.name() == null
                    ? i - 1
                    : parameters.stream()
                            .map(parameter -> parameter.name().toUpperCase(Locale.ROOT))
                            .toList()
                            .indexOf(argument.name().name().toUpperCase(Locale.ROOT));
            if (place < 0 || place >= behind.length || behind[place] != null) {
                return null;
            }
            behind[place] = argument;
        }
        for (int i = 0; i < behind.length; i++) {
            if (behind[i] == null && parameters.get(i).otherwise() == null) {
                return null;
            }
        }
        return behind;
    }

    private static String form(List<Parameter> parameters) {
        StringBuilder form = new StringBuilder("CURSOR(SELECT STREAM …)");
        int optional = 0;
        for (Parameter parameter : parameters) {
            boolean required = parameter.otherwise() == null;
            form.append(required ? ", " : " [, ").append(parameter.name());
            optional += required ? 0 : 1;
        }
        return form.append("]".repeat(optional)).toString();
    }

    private @Nullable Object value(Parameter parameter, Expr written, List<ColumnDeclaration> columns) {
        return switch (parameter.family()) {
            case COLUMN -> column(parameter, written, columns);
            case NAME ->
                written instanceof Literal.Text text && !text.value().isBlank()
                        ? text.value()
                        : refused(parameter, written);
            case WORD -> word(parameter, written);
            case INTEGER -> integer(parameter, written);
            case POSITIVE -> {
                BigDecimal number = number(written);
                yield number != null && number.signum() > 0 && number.doubleValue() > 0
                        ? (Object) number.doubleValue()
                        : refused(parameter, written);
            }
            case BOOLEAN ->
                written instanceof Literal.Truth truth && truth.value() != Literal.Truth.Value.UNKNOWN
                        ? (Object) (truth.value() == Literal.Truth.Value.TRUE)
                        : refused(parameter, written);
        };
    }

    private @Nullable Object integer(Parameter parameter, Expr written) {
        BigDecimal number = number(written);
        if (number == null
                || number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(parameter.least())) < 0
                || number.compareTo(BigDecimal.valueOf(parameter.greatest())) > 0) {
            return refused(parameter, written);
        }
        return number.longValueExact();
    }

    private static @Nullable BigDecimal number(Expr written) {
        if (written instanceof Literal.Numeric numeric) {
            return new BigDecimal(numeric.text());
        }
        return written instanceof Expr.Unary unary
                        && unary.operand() instanceof Literal.Numeric numeric
                        && unary.operator() != Expr.Unary.Operator.NOT
                ? unary.operator() == Expr.Unary.Operator.MINUS
                        ? new BigDecimal(numeric.text()).negate()
                        : new BigDecimal(numeric.text())
                : null;
    }

    private @Nullable Object word(Parameter parameter, Expr written) {
        String word = written instanceof Literal.Text text ? text.value().toLowerCase(Locale.ROOT) : null;
        if (word != null && (parameter.words().isEmpty() || parameter.words().contains(word))) {
            return word;
        }
        return refused(parameter, written);
    }

    /** The index of the column that is named exactly so or, where there is none, so but for the case. */
    private @Nullable Object column(Parameter parameter, Expr written, List<ColumnDeclaration> columns) {
        if (!(written instanceof Literal.Text text)) {
            Diagnostic refused = Diagnostic.of(ARGUMENT, written.span(), parameter.name(), name, parameter.expected());
            boolean column = written instanceof Expr.ColumnReference reference
                    && reference.name().simple();
            workspace.reports.report(
                    column
                            ? refused.withFix(Fix.replace(
                                    "put it in quotes",
                                    written.span(),
                                    "'" + bare(written.span().text()) + "'"))
                            : refused);
            return null;
        }
        NameTable<Integer> names = ColumnNames.of(columns);
        Integer exact = names.find(text.value(), true).value();
        Integer index = exact == null ? names.find(text.value(), false).value() : exact;
        if (index == null) {
            Diagnostic unknown =
                    Diagnostic.of(DeclareStreams.UNKNOWN_COLUMN, text.span(), "the query in", "CURSOR", text.value());
            workspace.reports.report(
                    workspace.reports.withNearestText(unknown, text.span(), text.value(), names.names()));
        }
        return index;
    }

    private static String bare(String written) {
        return written.startsWith("\"") ? written.substring(1, written.length() - 1) : written;
    }

    private @Nullable Object refused(Parameter parameter, Expr written) {
        workspace.reports.report(ARGUMENT, written.span(), parameter.name(), name, parameter.expected());
        return null;
    }
}
