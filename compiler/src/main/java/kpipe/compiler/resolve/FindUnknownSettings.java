package kpipe.compiler.resolve;

import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.NearestName;

/** Refuses a {@code --set} of a name that the program has nowhere; where something else is wrong it may have been in there. */
final class FindUnknownSettings implements Pass {

    private static final Code UNKNOWN = Code.error("K0265", "there is no parameter `{0}` to set");

    @Override
    public void run(Workspace workspace) {
        if (workspace.reports.errors() > 0) {
            return;
        }
        workspace.parameters.values().forEach(parameter -> workspace.settable.add(parameter.name));
        for (String name : new TreeSet<>(workspace.settings.given().keySet())) {
            if (!workspace.settable.contains(name)) {
                Diagnostic unknown = Diagnostic.ofNoPlace(UNKNOWN, name);
                workspace.reports.report(NearestName.of(name, workspace.settable)
                        .map(near -> unknown.withNote("did you mean `" + near + "`?"))
                        .orElse(unknown));
            }
        }
    }
}
