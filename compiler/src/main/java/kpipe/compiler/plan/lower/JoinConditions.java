package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a join with a reference table, taken apart: equalities with a column of the table become keys, by which rows are looked up; the rest is tested for each
 * pair.
 *
 * @param keys to look up by
 * @param residual what remains, or null
 */
record JoinConditions(List<KeyPair> keys, @Nullable Expr residual) {

    /** @param width how many columns the stream's side has; those of the table stand behind them */
    static JoinConditions of(Expr condition, int width, Span span) {
        List<KeyPair> keys = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        List<Expr> conjuncts = conjuncts(condition);
        for (int i = 0; i < conjuncts.size(); i++) {
            KeyPair key = key(conjuncts.get(i), width);
            boolean mayGoFirst = i == 0 || key != null && Traits.neverFails(key.key());
            if (key != null && mayGoFirst) {
                keys.add(key);
            } else {
                rest.add(conjuncts.get(i));
            }
        }
        return new JoinConditions(keys, and(rest, span));
    }

    /** What AND joins, without TRUE. */
    static List<Expr> conjuncts(Expr condition) {
        List<Expr> conjuncts = new ArrayList<>();
        if (condition instanceof Expr.Call call && call.operation() == Operation.AND) {
            call.operands().forEach(operand -> conjuncts.addAll(conjuncts(operand)));
        } else if (!(condition instanceof Expr.Literal literal) || !Boolean.TRUE.equals(literal.value())) {
            conjuncts.add(condition);
        }
        return conjuncts;
    }

    static @Nullable Expr and(List<Expr> conjuncts, Span span) {
        if (conjuncts.size() <= 1) {
            return conjuncts.isEmpty() ? null : conjuncts.get(0);
        }
        boolean nullable =
                conjuncts.stream().anyMatch(conjunct -> conjunct.type().nullable());
        return new Expr.Call(Operation.AND, conjuncts, Type.of(Kind.BOOLEAN, nullable), span);
    }

    private static @Nullable KeyPair key(Expr conjunct, int width) {
        if (!(conjunct instanceof Expr.Call call) || call.operation() != Operation.EQUAL) {
            return null;
        }
        KeyPair key = pair(call.operand(0), call.operand(1), width);
        return key != null ? key : pair(call.operand(1), call.operand(0), width);
    }

    private static @Nullable KeyPair pair(Expr ofStream, Expr ofTable, int width) {
        Expr column = withoutWidening(ofTable);
        boolean fits = column instanceof Expr.Column table
                && table.index() >= width
                && standAlike(ofStream.type(), column.type())
                && !Traits.usesColumn(ofStream, index -> index >= width);
        return fits ? new KeyPair(ofStream, ((Expr.Column) column).index() - width) : null;
    }

    /** Whether equal values of both stand in cells alike, so that one finds the other. */
    static boolean standAlike(Type stream, Type column) {
        boolean fixed = stream.kind() == Kind.CHAR || column.kind() == Kind.CHAR;
        return stream.scale() == column.scale()
                && (!fixed || stream.kind() == column.kind() && stream.precision() == column.precision());
    }

    /** Integers of all widths stand in cells alike, so that a column need not be converted to be compared with a wider one. */
    static Expr withoutWidening(Expr expr) {
        boolean widening = expr instanceof Expr.Cast cast
                && cast.type().kind().isInteger()
                && cast.operand().kind().isInteger()
                && cast.operand().kind().ordinal() < cast.type().kind().ordinal();
        return widening ? ((Expr.Cast) expr).operand() : expr;
    }
}
