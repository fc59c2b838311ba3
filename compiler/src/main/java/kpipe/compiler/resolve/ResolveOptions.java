package kpipe.compiler.resolve;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ParameterDeclaration;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.ConnectorOption;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.ParameterUse;
import kpipe.compiler.syntax.Size;
import kpipe.data.ConstantText;
import kpipe.data.Schema;
import kpipe.spi.OptionSpec;
import kpipe.spi.Options;
import kpipe.spi.Plugin;
import kpipe.spi.Spec;
import org.jspecify.annotations.Nullable;

/** Checks the options of one connector or format against its Spec and brings them into the Java forms of their types. */
final class ResolveOptions {

    private static final Code UNKNOWN_OPTION = Code.error("K0502", "{0} has no option `{1}`");
    private static final Code WRONG_TYPE = Code.error("K0503", "option `{0}` of {1} is {2}");
    private static final Code MISSING = Code.error("K0504", "{0} needs the option `{1}`");
    private static final Code NO_CHOICE = Code.error("K0505", "option `{0}` of {1} is one of {2}");
    private static final Code OPEN_SECRET =
            Code.error("K0506", "option `{0}` of {1} is a secret and must come from a parameter");
    private static final Code PROBLEM = Code.error("K0507", "{0}");
    private static final Code GIVEN_TWICE = Code.error("K0514", "option `{0}` is given twice");

    private final Workspace workspace;
    private final Spec spec;
    private final Span use;
    private final boolean needed;
    private int unknown;
    private final Map<String, Span> places = new HashMap<>();
    private final List<OptionValue> written = new ArrayList<>();
    private Options known;
    private boolean complete = true;

    private ResolveOptions(Workspace workspace, Spec spec, Span use, boolean needed) {
        this.needed = needed;
        this.workspace = workspace;
        this.spec = spec;
        this.use = use;
        known = spec.defaults();
    }

    /** Options that are checked: as they go into the pipeline, and, where no parameter is missing, with their values. */
    record Resolved(List<OptionValue> values, @Nullable Options options, Map<String, Span> places) {}

    /**
     * Checks options.
     *
     * @param use what to point at when a required option is missing
     * @param columns the names of columns, which {@link Spec#openOptions} allows as options
     * @param touched whom values of {@code ${NAME}} are needed by: by tests, or only where the pipeline touches the world
     * @return null where an error was reported, but for that of an option that there is not: the others can still be looked at
     */
    static @Nullable Resolved resolve(
            Workspace workspace,
            Spec spec,
            List<ConnectorOption> options,
            Span use,
            @Nullable NameTable<Integer> columns,
            List<String> columnNames,
            Settings.Needed touched) {
        int before = workspace.reports.errors();
        ResolveOptions resolving = new ResolveOptions(
                workspace, spec, use, workspace.settings.needed().compareTo(touched) >= 0);
        for (ConnectorOption option : options) {
            resolving.option(option, columns, columnNames);
        }
        resolving.required();
        return workspace.reports.errors() > before + resolving.unknown
                ? null
                : new Resolved(resolving.written, resolving.complete ? resolving.known : null, resolving.places);
    }

    /** Asks the plug-in itself what is wrong with its use, and reports that at the places it names. */
    static void check(
            Workspace workspace,
            Plugin plugin,
            Resolved resolved,
            @Nullable String address,
            @Nullable Span addressSpan,
            Span use,
            Schema schema) {
        if (resolved.options() == null) {
            return;
        }
        for (Spec.Problem problem : plugin.check(address, resolved.options(), schema)) {
            Span place =
                    problem.option() == null ? addressSpan : resolved.places().get(key(problem.option()));
            report(workspace, problem, place == null ? use : place);
        }
    }

    /** Reports what a plug-in says of its use. */
    static void report(Workspace workspace, Spec.Problem problem, Span place) {
        workspace.reports.report(PROBLEM, place, withoutStop(problem.message()));
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void option(ConnectorOption option, @Nullable NameTable<Integer> columns, List<String> columnNames) {
        String name = option.name().toString();
        if (places.put(key(name), option.value().span()) != null) {
            workspace.reports.report(GIVEN_TWICE, option.name().span(), name);
            return;
        }
        OptionSpec optionSpec = spec.option(name);
        if (optionSpec != null) {
            known(optionSpec, option.value());
            return;
        }
        if (spec.openOptions() && columns != null && option.name().simple()) {
            Integer column = columns.get(option.name().last());
            if (column != null) {
                open(columnNames.get(column), option.value());
                return;
            }
        }
        Set<String> names = new HashSet<>();
        spec.options().forEach(known -> names.add(known.name()));
        if (spec.openOptions()) {
            names.addAll(columnNames);
        }
        Diagnostic diagnostic = Diagnostic.of(UNKNOWN_OPTION, option.name().span(), spec.name(), name);
        workspace.reports.unknown(diagnostic, option.name().span(), names);
        unknown++;
    }

    /** An option that means a column: a constant as its value, anything else as the text of the expression. */
    private void open(String column, kpipe.compiler.syntax.OptionValue value) {
        if (value instanceof Literal.Text text) {
            text(column, text);
        } else if (value instanceof Literal.Truth truth) {
            add(column, truth.value() == Literal.Truth.Value.TRUE);
        } else if (value instanceof Literal.Numeric numeric) {
            BigDecimal number = new BigDecimal(numeric.text());
            add(
                    column,
                    number.scale() <= 0 && number.precision() < 19
                            ? (Object) number.longValue()
                            : number.doubleValue());
        } else {
            add(column, value.span().text());
        }
    }

    private void known(OptionSpec option, kpipe.compiler.syntax.OptionValue value) {
        if (option.secret() && !(value instanceof Expr.ColumnReference)) {
            if (!(value instanceof Literal.Text text) || ParameterUse.of(text).isEmpty()) {
                workspace.reports.report(Diagnostic.of(OPEN_SECRET, value.span(), option.name(), spec.name())
                        .withNote("write '${NAME}' and give the value with --set NAME=… or in the environment"));
                return;
            }
        }
        if (value instanceof Expr.ColumnReference reference && parameter(option, reference)) {
            return;
        }
        switch (option.type()) {
            case STRING, CHARACTER -> {
                if (value instanceof Literal.Text text) {
                    optionText(option, text);
                } else {
                    wrongType(option, value);
                }
            }
            case INTEGER -> whole(option, value);
            case NUMBER -> {
                BigDecimal number = value instanceof Expr expression && isNumber(expression)
                        ? workspace.values.number(expression, "the option")
                        : null;
                if (number == null) {
                    wrongType(option, value);
                } else {
                    add(option.name(), number.doubleValue());
                }
            }
            case BOOLEAN -> {
                if (value instanceof Literal.Truth truth && truth.value() != Literal.Truth.Value.UNKNOWN) {
                    add(option.name(), truth.value() == Literal.Truth.Value.TRUE);
                } else {
                    wrongType(option, value);
                }
            }
            case DURATION -> duration(option, value);
            case SIZE -> size(option, value);
        }
    }

    private static boolean isNumber(Expr expression) {
        return expression instanceof Literal.Numeric
                || expression instanceof Expr.Unary unary && unary.operand() instanceof Literal.Numeric;
    }

    private void whole(OptionSpec option, kpipe.compiler.syntax.OptionValue value) {
        if (value instanceof Expr expression && isNumber(expression)) {
            workspace
                    .values
                    .wholeNumber(expression, "option `" + option.name() + "`", Long.MIN_VALUE, Long.MAX_VALUE)
                    .ifPresent(number -> add(option.name(), number));
        } else {
            wrongType(option, value);
        }
    }

    private void duration(OptionSpec option, kpipe.compiler.syntax.OptionValue value) {
        if (value instanceof Duration duration) {
            workspace.values.millis(duration).ifPresent(millis -> add(option.name(), millis));
        } else if (value instanceof Literal.Interval interval) {
            OptionalLong millis = workspace.values.millis(new Duration.Interval(interval.span(), interval));
            millis.ifPresent(number -> add(option.name(), number));
        } else {
            wrongType(option, value);
        }
    }

    private void size(OptionSpec option, kpipe.compiler.syntax.OptionValue value) {
        if (value instanceof Size size) {
            workspace.values.bytes(size).ifPresent(bytes -> add(option.name(), bytes));
        } else if (value instanceof Expr expression && isNumber(expression)) {
            whole(option, value);
        } else {
            wrongType(option, value);
        }
    }

    /** The name of a PARAMETER as a value: taken when the pipeline starts. */
    private boolean parameter(OptionSpec option, Expr.ColumnReference reference) {
        if (!reference.name().simple()) {
            return false;
        }
        Entry<ParameterDeclaration> entry =
                workspace.parameters.get(reference.name().last());
        if (entry == null) {
            return false;
        }
        ParameterDeclaration parameter = entry.declaration;
        if (parameter == null) {
            return true;
        }
        Object value = ResolveParameters.value(workspace, parameter);
        switch (option.type()) {
            case STRING, CHARACTER -> {
                String otherwise = parameter.defaultValue() == null
                        ? ""
                        : ":-" + ConstantText.of(parameter.defaultValue(), parameter.type());
                Template template = new Template("${" + parameter.name() + otherwise + "}", reference.span());
                written.add(new OptionValue(option.name(), template));
                if (value == null) {
                    complete = false;
                } else {
                    known = known.with(option.name(), ConstantText.of(value, parameter.type()));
                }
            }
            case BOOLEAN -> {
                if (ResolveParameters.fix(workspace, parameter) instanceof Boolean truth) {
                    add(option.name(), truth);
                } else {
                    wrongType(option, reference);
                }
            }
            case NUMBER -> {
                BigDecimal number = workspace.values.number(reference, "option `" + option.name() + "`");
                if (number != null) {
                    add(option.name(), number.doubleValue());
                }
            }
            case INTEGER, DURATION, SIZE ->
                workspace
                        .values
                        .wholeNumber(reference, "option `" + option.name() + "`", Long.MIN_VALUE, Long.MAX_VALUE)
                        .ifPresent(number -> add(option.name(), number));
        }
        return true;
    }

    private void optionText(OptionSpec option, Literal.Text text) {
        String value = text(option.name(), text);
        if (value == null) {
            return;
        }
        if (option.type() == OptionSpec.OptionType.CHARACTER && value.codePointCount(0, value.length()) != 1) {
            wrongType(option, text);
        }
        if (!option.choices().isEmpty() && option.choices().stream().noneMatch(value::equalsIgnoreCase)) {
            Diagnostic diagnostic = Diagnostic.of(
                    NO_CHOICE,
                    text.span(),
                    option.name(),
                    spec.name(),
                    "'" + String.join("', '", option.choices()) + "'");
            workspace.reports.report(diagnostic);
        }
    }

    /** Adds a text with {@code ${NAME}} left in it; answers its value, or null where that is not known yet. */
    private @Nullable String text(String name, Literal.Text text) {
        String value = workspace.values.substituted(text, needed);
        Object kept = ParameterUse.of(text).isEmpty() ? text.value() : new Template(text.value(), text.span());
        written.add(new OptionValue(name, kept));
        if (value == null) {
            complete = false;
        } else {
            known = known.with(name, value);
        }
        return value;
    }

    private void add(String name, Object value) {
        written.add(new OptionValue(name, value));
        known = known.with(name, value);
    }

    private void wrongType(OptionSpec option, kpipe.compiler.syntax.OptionValue value) {
        if (value instanceof Expr.Erroneous) {
            return;
        }
        String expected = switch (option.type()) {
            case STRING -> "a text: '…'";
            case CHARACTER -> "one character: ';'";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "TRUE or FALSE";
            case DURATION -> "a length of time such as 5 SECONDS";
            case SIZE -> "a size such as 1 MB";
        };
        workspace.reports.report(WRONG_TYPE, value.span(), option.name(), spec.name(), expected);
    }

    private void required() {
        for (OptionSpec option : spec.options()) {
            if (option.required() && !places.containsKey(key(option.name()))) {
                workspace.reports.report(MISSING, use, spec.name(), option.name());
            }
        }
    }
}
