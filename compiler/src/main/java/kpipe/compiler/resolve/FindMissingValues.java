package kpipe.compiler.resolve;

import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ParameterDeclaration;

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
                workspace.reports.report(Diagnostic.of(NO_VALUE, parameter.span(), parameter.name())
                        .withNote("give it with --set " + parameter.name()
                                + "=… or in the environment, or write a DEFAULT"));
            }
        }
    }
}
