package kpipe.compiler.resolve;

import java.util.List;
import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.NearestName;
import kpipe.compiler.model.ParameterDeclaration;
import org.jspecify.annotations.Nullable;

/** Reports PARAMETERs that must have a value now and have none. */
final class FindMissingValues implements Pass {

    private static final Code NO_VALUE = Code.error("K0233", "parameter `{0}` has no value and no default");

    @Override
    public void run(Workspace workspace) {
        for (Entry<ParameterDeclaration> entry : workspace.parameters.values()) {
            boolean needed = switch (workspace.settings.needed()) {
                case NONE -> false;
                case BY_TESTS -> workspace.readParameters.contains(entry);
                case ALL -> true;
            };
            ParameterDeclaration parameter = entry.declaration;
            if (needed
                    && parameter != null
                    && parameter.defaultValue() == null
                    && workspace.settings.value(parameter.name()) == null) {
                String instead = misspelt(workspace, parameter.name());
                String note = instead == null
                        ? "give it with --set " + parameter.name() + "=… or in the environment, or write a DEFAULT"
                        : "--set " + instead + "=… gives a value to no parameter: did you mean `" + parameter.name()
                                + "`?";
                workspace.reports.report(Diagnostic.of(NO_VALUE, parameter.span(), parameter.name())
                        .withNote(note));
            }
        }
    }

    /** The name of a {@code --set} that no parameter has and that is near to this one; null where there is none. */
    private static @Nullable String misspelt(Workspace workspace, String name) {
        for (String given : new TreeSet<>(workspace.settings.given().keySet())) {
            boolean unknown = !workspace.settable.contains(given)
                    && workspace.parameters.values().stream().noneMatch(entry -> entry.name.equals(given));
            if (unknown && NearestName.of(given, List.of(name)).isPresent()) {
                return given;
            }
        }
        return null;
    }
}
