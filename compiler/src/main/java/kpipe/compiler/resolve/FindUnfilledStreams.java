package kpipe.compiler.resolve;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;

/** Warns of a stream that something reads and nothing fills. */
final class FindUnfilledStreams implements Pass {

    private static final Code UNFILLED =
            Code.warning("K0223", "nothing fills stream `{0}`: it has no FROM and no pump");

    @Override
    public void run(Workspace workspace) {
        Set<Relation> read = Collections.newSetFromMap(new IdentityHashMap<>());
        workspace
                .pumps
                .values()
                .forEach(pump -> pump.reads.forEach(entry -> {
                    if (entry.declaration != null) {
                        read.add(entry.declaration);
                    }
                }));
        workspace.destinations.values().forEach(entry -> {
            if (entry.declaration != null) {
                read.add(entry.declaration.from());
            }
        });
        for (Entry<Relation> entry : workspace.relations.values()) {
            if (entry.declaration instanceof StreamDeclaration stream
                    && stream.origin() == Origin.DECLARED
                    && stream.source() == null
                    // A durable one is filled by clients.
                    && stream.shards() == 0
                    && read.contains(stream)
                    && workspace.feeders.getOrDefault(entry, List.of()).isEmpty()) {
                workspace.reports.report(UNFILLED, entry.span, stream.name());
            }
        }
    }
}
