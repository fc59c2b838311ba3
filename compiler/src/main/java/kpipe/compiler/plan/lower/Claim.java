package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A key of GROUP BY of a time that is not ROWTIME, but good for windows: the text calls it MONOTONIC, or it is that of one side of a join, which is never far behind. It becomes the time of the rows, and the key is then a
 * window of that time like any other.
 *
 * @param time what is called so, a TIMESTAMP
 * @param key the windows of which the key has one value each, of that time
 * @param value the key in terms of that time, which stands in it as ROWTIME
 * @param lag how far behind ROWTIME it can be, in milliseconds; null where the text calls it MONOTONIC
 */
record Claim(Expr time, TimeKey key, Expr value, @Nullable Long lag) {

    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);

    /** The claim on which a key rests; null if there is none, or nothing that groups could end by. */
    static @Nullable Claim of(Chain chain, Expr key) {
        Expr whole = chain.claim(key);
        if (whole != null) {
            return key.kind() == Kind.TIMESTAMP ? new Claim(key, windows(whole), at(key), null) : null;
        }
        List<Expr> claims = new ArrayList<>();
        find(chain, key, claims);
        if (claims.size() != 1 || claims.get(0).kind() != Kind.TIMESTAMP) {
            return null;
        }
        Expr time = claims.get(0);
        Expr value = replaced(key, time);
        boolean alone = !Traits.any(value, part -> part instanceof Expr.Column);
        TimeKey windows = alone ? TimeKey.of(value) : null;
        return windows == null ? null : new Claim(time, windows, value, chain.lag(time));
    }

    private static void find(Chain chain, Expr expr, List<Expr> claims) {
        if (chain.claim(expr) != null || chain.lag(expr) != null) {
            claims.add(expr);
        } else {
            Traits.parts(expr).forEach(part -> find(chain, part, claims));
        }
    }

    private static Expr at(Expr place) {
        return new Expr.Rowtime(TIME, place.span());
    }

    private static Expr replaced(Expr key, Expr time) {
        return new Rewriter() {
            @Override
            public Expr call(Expr.Call call) {
                return call == time ? at(time) : super.call(call);
            }

            @Override
            public Expr column(Expr.Column column) {
                return column == time ? at(time) : column;
            }
        }.rewrite(key);
    }

    /** The windows of a key that is claimed as a whole: those to which it rounds, or each value by itself. */
    private static TimeKey windows(Expr claim) {
        boolean rounds = claim instanceof Expr.Call call
                && (call.operation() == Operation.STEP || call.operation() == Operation.FLOOR_TO);
        TimeKey rounded = rounds ? TimeKey.of(ofRowtime((Expr.Call) claim)) : null;
        return rounded != null ? rounded : new TimeKey(new WindowSpec.Tumbling(1, 0), false);
    }

    /** The same rounding of ROWTIME. */
    private static Expr ofRowtime(Expr.Call call) {
        return new Expr.Call(
                call.operation(),
                List.of(at(call), call.operand(1)),
                call.type().withNullable(false),
                call.span());
    }

    /** Makes it the time of the rows, and ROWTIME the field that is the key. */
    void promote(Chain chain, int field, List<String> names, Span span) {
        List<Expr> fields = new ArrayList<>(chain.fields());
        fields.set(field, new Expr.Literal(null, TIME.withNullable(true), span));
        chain.project(fields, time, lag == null ? 0 : lag, lag != null, names, span);
        List<Expr> after = new ArrayList<>(chain.fields());
        after.set(field, new Expr.Rowtime(TIME, span));
        chain.setFields(after);
    }
}
