package kpipe.compiler.plan.lower;

import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.WindowSpec;
import org.jspecify.annotations.Nullable;

/** The windows, one behind the other, in each of which an expression has one value. */
final class Periods {

    /** Each instant by itself. */
    static final WindowSpec INSTANT = new WindowSpec.Tumbling(1, 0);

    private Periods() {}

    /** The windows of what is made of ROWTIME or of a bound of the window whose results the rows are; null for all else. */
    static @Nullable WindowSpec of(Expr expr, Chain chain) {
        Expr time = chain.asTime(expr);
        TimeKey rounded = time == null ? null : TimeKey.of(time);
        return rounded != null ? rounded.window() : chain.windowOf(expr) == null ? null : INSTANT;
    }
}
