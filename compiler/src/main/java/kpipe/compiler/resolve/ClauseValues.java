package kpipe.compiler.resolve;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.ParameterDeclaration;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.ParameterUse;
import kpipe.compiler.syntax.Size;
import kpipe.data.ConstantText;
import org.jspecify.annotations.Nullable;

/** The values of clauses: durations in milliseconds, sizes in bytes, whole numbers, texts with {@code ${NAME}} in them. What is wrong is reported. */
final class ClauseValues {

    private static final Code NO_NUMBER = Code.error("K0236", "{0} is a number or the name of a PARAMETER");
    private static final Code OUT_OF_RANGE = Code.error("K0237", "{0} must be {1}");
    private static final Code NO_VALUE = Code.error("K0235", "`{0}` has no value");
    private static final Code CALENDAR_LENGTH =
            Code.error("K0307", "months and years differ in length and cannot be used here");
    private static final Code BAD_INTERVAL = Code.error("K0308", "`{0}` is no interval of that kind");

    private final Workspace workspace;

    ClauseValues(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A length of time: one of the two is 0. */
    record Length(long millis, int months) {}

    /** The duration in milliseconds; empty where an error was reported. */
    OptionalLong millis(Duration duration) {
        Length length = length(duration);
        if (length == null) {
            return OptionalLong.empty();
        }
        if (length.months() != 0) {
            workspace.reports.report(CALENDAR_LENGTH, duration.span());
            return OptionalLong.empty();
        }
        return OptionalLong.of(length.millis());
    }

    /** As {@link #millis}, and more than zero; {@code what} begins the sentence that says so. */
    OptionalLong positiveMillis(Duration duration, String what) {
        OptionalLong millis = millis(duration);
        if (millis.isPresent() && millis.getAsLong() <= 0) {
            workspace.reports.report(OUT_OF_RANGE, duration.span(), what, "longer than nothing");
            return OptionalLong.empty();
        }
        return millis;
    }

    /** As {@link #millis}, and no less than zero. */
    OptionalLong notNegativeMillis(Duration duration, String what) {
        OptionalLong millis = millis(duration);
        if (millis.isPresent() && millis.getAsLong() < 0) {
            workspace.reports.report(OUT_OF_RANGE, duration.span(), what, "no less than nothing");
            return OptionalLong.empty();
        }
        return millis;
    }

    /** The duration, which may count months; null where an error was reported. */
    @Nullable
    Length length(Duration duration) {
        if (duration instanceof Duration.Interval interval) {
            IntervalText.Length length = IntervalText.parse(interval.interval());
            if (length == null) {
                workspace.reports.report(
                        BAD_INTERVAL,
                        interval.span(),
                        interval.interval().text().value());
                return null;
            }
            return new Length(length.millis(), length.months());
        }
        Duration.Counted counted = (Duration.Counted) duration;
        BigDecimal amount = number(counted.amount(), "the length");
        if (amount == null) {
            return null;
        }
        try {
            return switch (counted.unit()) {
                case MILLISECOND -> new Length(times(amount, 1), 0);
                case SECOND -> new Length(times(amount, 1_000), 0);
                case MINUTE -> new Length(times(amount, 60_000), 0);
                case HOUR -> new Length(times(amount, 3_600_000), 0);
                case DAY -> new Length(times(amount, 86_400_000), 0);
                case WEEK -> new Length(times(amount, 604_800_000), 0);
                case MONTH -> new Length(0, Math.toIntExact(times(amount, 1)));
                case YEAR -> new Length(0, Math.toIntExact(times(amount, 12)));
            };
        } catch (ArithmeticException tooFine) {
            workspace.reports.report(
                    OUT_OF_RANGE, duration.span(), "the length", "a whole number of milliseconds in 64 bits");
            return null;
        }
    }

    private static long times(BigDecimal amount, long unit) {
        return amount.multiply(BigDecimal.valueOf(unit)).longValueExact();
    }

    /** The size in bytes; empty where an error was reported. */
    OptionalLong bytes(Size size) {
        BigDecimal amount = number(size.amount(), "the size");
        if (amount == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(times(amount, size.unit().bytes()));
        } catch (ArithmeticException tooLarge) {
            workspace.reports.report(OUT_OF_RANGE, size.span(), "the size", "a whole number of bytes in 64 bits");
            return OptionalLong.empty();
        }
    }

    /** A whole number between two bounds; {@code what} begins the sentence that says what is wrong with another. */
    OptionalLong wholeNumber(Expr value, String what, long least, long most) {
        BigDecimal number = number(value, what);
        if (number == null) {
            return OptionalLong.empty();
        }
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            workspace.reports.report(
                    OUT_OF_RANGE, value.span(), what, "a whole number between " + least + " and " + most);
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.longValueExact());
    }

    /** The number that an expression of a clause is; null where an error was reported. */
    @Nullable
    BigDecimal number(Expr value, String what) {
        if (value instanceof Literal.Numeric numeric) {
            return new BigDecimal(numeric.text());
        }
        if (value instanceof Expr.Unary unary && unary.operand() instanceof Literal.Numeric numeric) {
            BigDecimal number = new BigDecimal(numeric.text());
            return unary.operator() == Expr.Unary.Operator.MINUS ? number.negate() : number;
        }
        if (value instanceof Expr.Erroneous) {
            return null;
        }
        if (value instanceof Expr.ColumnReference reference && reference.name().simple()) {
            Entry<ParameterDeclaration> entry =
                    workspace.parameters.get(reference.name().last());
            if (entry != null) {
                return numberOf(entry, reference.span(), what);
            }
            Diagnostic diagnostic = Diagnostic.of(NO_NUMBER, value.span(), what);
            workspace.reports.unknown(diagnostic, reference.span(), workspace.parameters.names());
            return null;
        }
        workspace.reports.report(NO_NUMBER, value.span(), what);
        return null;
    }

    private @Nullable BigDecimal numberOf(Entry<ParameterDeclaration> entry, Span use, String what) {
        ParameterDeclaration parameter = entry.declaration;
        if (parameter == null) {
            return null;
        }
        if (!parameter.type().kind().isNumeric()) {
            workspace.reports.report(Diagnostic.of(NO_NUMBER, use, what)
                    .withLabel(entry.span, parameter.type().sql() + " here"));
            return null;
        }
        Object value = ResolveParameters.fix(workspace, parameter);
        if (value == null) {
            workspace.reports.report(Diagnostic.of(NO_VALUE, use, parameter.name())
                    .withNote("a clause needs it when the pipeline is compiled: give it with --set " + parameter.name()
                            + "=…"));
            return null;
        }
        if (value instanceof Double number) {
            return BigDecimal.valueOf(number);
        }
        return BigDecimal.valueOf((Long) value, parameter.type().scale());
    }

    /** The text as it stands, its {@code ${NAME}} looked at; null where one of them has no value and must have one. */
    @Nullable
    Template template(Literal.Text text) {
        return substituted(text) == null && workspace.settings.needed() == Settings.Needed.ALL
                ? null
                : new Template(text.value(), text.span());
    }

    /** The text with the values of {@code ${NAME}} in their places; null where one has none, which is reported if it has to have one. */
    @Nullable
    String substituted(Literal.Text text) {
        return substituted(text, workspace.settings.needed() == Settings.Needed.ALL);
    }

    /** @param needed whether a value that is missing is an error */
    @Nullable
    String substituted(Literal.Text text, boolean needed) {
        List<ParameterUse> uses = ParameterUse.of(text);
        if (uses.isEmpty()) {
            return text.value();
        }
        String result = text.value();
        boolean whole = true;
        for (ParameterUse use : uses) {
            String value = value(use, needed);
            if (value == null) {
                whole = false;
            } else {
                result = result.replace(written(use), value);
            }
        }
        return whole ? result : null;
    }

    private @Nullable String value(ParameterUse use, boolean needed) {
        workspace.settable.add(use.name());
        String value = workspace.settings.value(use.name());
        if (value != null) {
            return value;
        }
        Entry<ParameterDeclaration> declared =
                workspace.parameters.find(use.name(), false).value();
        if (declared != null && declared.declaration != null && declared.declaration.defaultValue() != null) {
            return ConstantText.of(declared.declaration.defaultValue(), declared.declaration.type());
        }
        if (use.defaultValue() != null) {
            return use.defaultValue();
        }
        if (needed) {
            workspace.reports.report(Diagnostic.of(NO_VALUE, use.span(), use.name())
                    .withNote("give it with --set " + use.name() + "=… or in the environment")
                    .withFix(Fix.replace(
                            "or write a default: `${" + use.name() + ":-…}`", use.span(), "${" + use.name() + ":-}")));
        }
        return null;
    }

    private static String written(ParameterUse use) {
        return use.defaultValue() == null
                ? "${" + use.name() + "}"
                : "${" + use.name() + ":-" + use.defaultValue() + "}";
    }
}
