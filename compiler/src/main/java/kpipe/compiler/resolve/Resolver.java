package kpipe.compiler.resolve;

import java.util.List;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.Model;
import kpipe.compiler.syntax.Program;

/** Resolves a program. */
public final class Resolver {

    /** The passes in their order; each one needs the names that those before it have declared. */
    private static final List<Pass> PASSES = List.of(
            new RefuseUnavailable(),
            new CollectStatements(),
            new ResolveParameters(),
            new ResolveWindows(),
            new ResolveTransforms(),
            new ResolveFunctions(),
            new DeclareStreams(),
            new DeclareTables(),
            new ExpandViews(),
            new DeclarePumps(),
            new OrderPumps(),
            new ResolvePumps(),
            new ExpandViews.Unused(),
            new ResolveDestinations(),
            new ResolveTests(),
            new DropUnsound(),
            new FindUnfilledStreams(),
            new FindMissingValues(),
            new FindUnknownSettings());

    private Resolver() {}

    /**
     * What the program declares. Reports all that is wrong; the model then holds what is sound, so that planning can look for further mistakes in it, but
     * must not be run.
     *
     * @param settings values for {@code ${NAME}} and PARAMETERs
     */
    public static Model resolve(Program program, Catalog catalog, Settings settings, DiagnosticCollector diagnostics) {
        Workspace workspace = new Workspace(program, catalog, settings, new Reports(diagnostics));
        PASSES.forEach(pass -> pass.run(workspace));
        return workspace.model();
    }
}
