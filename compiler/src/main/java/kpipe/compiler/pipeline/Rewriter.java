package kpipe.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;

/** Copies an expression; a subclass says what becomes of some of its parts. */
public abstract class Rewriter implements Expr.Visitor<Expr> {

    /** What becomes of the expression. */
    public final Expr rewrite(Expr expr) {
        return expr.accept(this);
    }

    protected final List<Expr> rewriteAll(List<Expr> exprs) {
        List<Expr> copies = new ArrayList<>();
        exprs.forEach(expr -> copies.add(rewrite(expr)));
        return copies;
    }

    @Override
    public Expr column(Expr.Column expr) {
        return expr;
    }

    @Override
    public Expr rowtime(Expr.Rowtime expr) {
        return expr;
    }

    @Override
    public Expr literal(Expr.Literal expr) {
        return expr;
    }

    @Override
    public Expr parameter(Expr.Parameter expr) {
        return expr;
    }

    @Override
    public Expr call(Expr.Call expr) {
        return new Expr.Call(expr.operation(), rewriteAll(expr.operands()), expr.type(), expr.span());
    }

    @Override
    public Expr caseWhen(Expr.Case expr) {
        List<Expr.Case.Branch> branches = new ArrayList<>();
        for (Expr.Case.Branch branch : expr.branches()) {
            branches.add(new Expr.Case.Branch(rewrite(branch.condition()), rewrite(branch.result())));
        }
        return new Expr.Case(branches, rewrite(expr.otherwise()), expr.type(), expr.span());
    }

    @Override
    public Expr coalesce(Expr.Coalesce expr) {
        return new Expr.Coalesce(rewriteAll(expr.operands()), expr.type(), expr.span());
    }

    @Override
    public Expr cast(Expr.Cast expr) {
        return new Expr.Cast(rewrite(expr.operand()), expr.mode(), expr.type(), expr.span());
    }

    @Override
    public Expr functionCall(Expr.FunctionCall expr) {
        return new Expr.FunctionCall(
                expr.name(), expr.overload(), rewriteAll(expr.arguments()), expr.type(), expr.span());
    }

    @Override
    public Expr javaCall(Expr.JavaCall expr) {
        return new Expr.JavaCall(expr.unit(), rewriteAll(expr.arguments()), expr.type(), expr.span());
    }

    @Override
    public Expr tableColumn(Expr.TableColumn expr) {
        return expr;
    }

    @Override
    public Expr lookup(Expr.Lookup expr) {
        List<KeyPair> keys = new ArrayList<>();
        expr.keys().forEach(pair -> keys.add(new KeyPair(rewrite(pair.key()), pair.tableColumn())));
        return new Expr.Lookup(
                expr.table(),
                expr.columns(),
                keys,
                expr.nullColumns(),
                expr.condition() == null ? null : rewrite(expr.condition()),
                expr.value() == null ? null : rewrite(expr.value()),
                expr.type(),
                expr.span());
    }
}
