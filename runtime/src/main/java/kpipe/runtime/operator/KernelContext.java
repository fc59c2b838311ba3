package kpipe.runtime.operator;

import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** What the engine gives a kernel. */
public interface KernelContext {

    /** Where results go. */
    Outlet main();

    /** Where rows go that came too late for every window that could have taken them. */
    LateOutlet late();

    /** Where rows go that failed in an expression. */
    ErrorOutlet errors();

    /** The reference table of that name, loaded. What it holds may be replaced by a refresh between two batches, never within one. */
    ReferenceTable table(String name);

    /** The value of a PARAMETER in the Java form of its type: Long, Double, Boolean, {@link kpipe.data.Text}; or null. */
    @Nullable
    Object parameter(String name);

    /** For CURRENT_ROW_TIMESTAMP; virtual in tests. */
    Clock clock();

    /** When the pipeline started, in milliseconds: what CURRENT_TIMESTAMP is, frozen as in the KDA dialect. */
    long startTime();
}
