package kpipe.compiler.resolve;

import kpipe.compiler.model.Relation;

/** Takes streams with a wrong clause out of what planning sees. The passes before have looked at what uses their columns. */
final class DropUnsound implements Pass {

    @Override
    public void run(Workspace workspace) {
        for (Entry<Relation> entry : workspace.unsound) {
            entry.declaration = null;
        }
    }
}
