package kpipe.compiler.plan;

import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.PumpDeclaration;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** The plan of a pump, or of the condition and the partition expressions of a destination: exactly one of the two is there. */
record PlannedQuery(
        @Nullable PumpDeclaration pump, @Nullable DestinationDeclaration destination, RelNode plan) {}
