package kpipe.compiler.interpret;

import kpipe.compiler.pipeline.JavaUnit;
import org.jspecify.annotations.Nullable;

/** Calls functions written in inline Java. Compiling them is not the interpreter's work, so whoever makes one brings it. */
public interface JavaBodies {

    /** For stages without inline Java. */
    JavaBodies NONE = (unit, arguments) -> {
        throw new IllegalStateException("no inline Java was compiled for " + unit.name());
    };

    /**
     * Calls a function.
     *
     * @param arguments as the body sees them: String, Long, Double, Boolean, BigDecimal, LocalDate, LocalTime, Instant, byte[], or null
     * @return as the body returns it
     * @throws kpipe.data.RowException for what the body throws
     */
    @Nullable
    Object call(JavaUnit unit, @Nullable Object[] arguments);
}
