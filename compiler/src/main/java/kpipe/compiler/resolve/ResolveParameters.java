package kpipe.compiler.resolve;

import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.ParameterDeclaration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Statement;
import kpipe.data.ConstantText;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** PARAMETERs: their types, defaults and given values. */
final class ResolveParameters implements Pass {

    private static final Code BAD_DEFAULT = Code.error("K0232", "the default of `{0}` must be {1}");
    private static final Code BAD_VALUE = Code.error("K0234", "parameter `{0}` was given `{1}`, which is no {2}");
    private static final Code INTERVAL = Code.error("K0238", "a parameter cannot be of type {0}");

    @Override
    public void run(Workspace workspace) {
        for (Entry<ParameterDeclaration> entry : workspace.parameters.values()) {
            if (entry.statement instanceof Statement.Parameter statement) {
                entry.declaration = resolve(workspace, entry, statement);
            }
        }
    }

    private static @Nullable ParameterDeclaration resolve(
            Workspace workspace, Entry<ParameterDeclaration> entry, Statement.Parameter statement) {
        Type type = Types.resolve(workspace.reports, statement.type(), true);
        if (type == null) {
            return null;
        }
        if (type.kind().isInterval() || type.kind().isBinary()) {
            workspace.reports.report(INTERVAL, statement.type().span(), type.sql());
            return null;
        }
        Object defaultValue = null;
        Expr written = statement.defaultValue();
        if (written != null && !(written instanceof Expr.Erroneous)) {
            Constants.Value value = Constants.of(written, type.withNullable(false));
            if (!(value instanceof Constants.Known known)) {
                String expected = value instanceof Constants.Unfit unfit ? unfit.expected() : "a constant";
                workspace.reports.report(BAD_DEFAULT, written.span(), entry.name, expected);
                return null;
            }
            defaultValue = known.value();
        }
        ParameterDeclaration parameter =
                new ParameterDeclaration(entry.name, type, defaultValue, null, entry.documentation(), entry.span);
        checkGiven(workspace, parameter);
        return parameter;
    }

    private static void checkGiven(Workspace workspace, ParameterDeclaration parameter) {
        String given = workspace.settings.value(parameter.name());
        if (given != null) {
            if (ConstantText.parse(given, parameter.type()) == null) {
                workspace.reports.report(
                        BAD_VALUE,
                        parameter.span(),
                        parameter.name(),
                        given,
                        parameter.type().sql());
            }
        }
    }

    /** As {@link #value}, for a clause that is made of it and cannot change any more. */
    static @Nullable Object fix(Workspace workspace, ParameterDeclaration parameter) {
        Object value = value(workspace, parameter);
        if (value != null) {
            workspace.fixed.put(parameter.name(), value);
        }
        return value;
    }

    /** The value that a parameter has when compiling: the given one or its default; null where there is none. */
    static @Nullable Object value(Workspace workspace, ParameterDeclaration parameter) {
        String given = workspace.settings.value(parameter.name());
        Object value = given == null ? null : ConstantText.parse(given, parameter.type());
        return value == null ? parameter.defaultValue() : value;
    }
}
