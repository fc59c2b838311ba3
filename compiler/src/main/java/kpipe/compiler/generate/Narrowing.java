package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Rewriter;

/** Makes an expression with very many operands side by side into one that nests them and means the same, so that it can be divided. */
final class Narrowing extends Rewriter {

    private static final int WIDTH = 16;

    static Expr narrow(Expr expr) {
        return new Narrowing().rewrite(expr);
    }

    @Override
    public Expr call(Expr.Call expr) {
        List<Expr> operands = rewriteAll(expr.operands());
        if (expr.operation() == Operation.AND || expr.operation() == Operation.OR) {
            operands = grouped(operands, expr);
        }
        return new Expr.Call(expr.operation(), operands, expr.type(), expr.span());
    }

    /** The operands in groups of at most {@link #WIDTH}, and those in groups again. */
    private static List<Expr> grouped(List<Expr> operands, Expr.Call whole) {
        List<Expr> level = operands;
        while (level.size() > WIDTH) {
            List<Expr> next = new ArrayList<>();
            for (int from = 0; from < level.size(); from += WIDTH) {
                List<Expr> part = level.subList(from, Math.min(level.size(), from + WIDTH));
                next.add(
                        part.size() == 1
                                ? part.get(0)
                                : new Expr.Call(whole.operation(), part, whole.type(), whole.span()));
            }
            level = next;
        }
        return level;
    }

    @Override
    public Expr caseWhen(Expr.Case expr) {
        List<Expr.Case.Branch> branches = new ArrayList<>();
        for (Expr.Case.Branch branch : expr.branches()) {
            branches.add(new Expr.Case.Branch(rewrite(branch.condition()), rewrite(branch.result())));
        }
        Expr otherwise = rewrite(expr.otherwise());
        while (branches.size() > WIDTH) {
            int from = branches.size() - WIDTH;
            otherwise = new Expr.Case(branches.subList(from, branches.size()), otherwise, expr.type(), expr.span());
            branches = branches.subList(0, from);
        }
        return new Expr.Case(branches, otherwise, expr.type(), expr.span());
    }

    @Override
    public Expr coalesce(Expr.Coalesce expr) {
        List<Expr> operands = rewriteAll(expr.operands());
        while (operands.size() > WIDTH) {
            int from = operands.size() - WIDTH;
            List<Expr> shorter = new ArrayList<>(operands.subList(0, from));
            shorter.add(new Expr.Coalesce(operands.subList(from, operands.size()), expr.type(), expr.span()));
            operands = shorter;
        }
        return new Expr.Coalesce(operands, expr.type(), expr.span());
    }
}
