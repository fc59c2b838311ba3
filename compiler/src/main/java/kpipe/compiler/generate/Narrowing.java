package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;

/** Makes an expression with very many operands side by side into one that nests them and means the same, so that it can be divided. */
final class Narrowing implements Expr.Visitor<Expr> {

    private static final int WIDTH = 16;

    static Expr narrow(Expr expr) {
        return expr.accept(new Narrowing());
    }

    private List<Expr> all(List<Expr> expressions) {
        List<Expr> narrowed = new ArrayList<>();
        expressions.forEach(expr -> narrowed.add(expr.accept(this)));
        return narrowed;
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
        List<Expr> operands = all(expr.operands());
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
            branches.add(new Expr.Case.Branch(
                    branch.condition().accept(this), branch.result().accept(this)));
        }
        Expr otherwise = expr.otherwise().accept(this);
        while (branches.size() > WIDTH) {
            int from = branches.size() - WIDTH;
            otherwise = new Expr.Case(branches.subList(from, branches.size()), otherwise, expr.type(), expr.span());
            branches = branches.subList(0, from);
        }
        return new Expr.Case(branches, otherwise, expr.type(), expr.span());
    }

    @Override
    public Expr coalesce(Expr.Coalesce expr) {
        List<Expr> operands = all(expr.operands());
        while (operands.size() > WIDTH) {
            int from = operands.size() - WIDTH;
            List<Expr> shorter = new ArrayList<>(operands.subList(0, from));
            shorter.add(new Expr.Coalesce(operands.subList(from, operands.size()), expr.type(), expr.span()));
            operands = shorter;
        }
        return new Expr.Coalesce(operands, expr.type(), expr.span());
    }

    @Override
    public Expr cast(Expr.Cast expr) {
        return new Expr.Cast(expr.operand().accept(this), expr.mode(), expr.type(), expr.span());
    }

    @Override
    public Expr functionCall(Expr.FunctionCall expr) {
        return new Expr.FunctionCall(expr.name(), expr.overload(), all(expr.arguments()), expr.type(), expr.span());
    }

    @Override
    public Expr javaCall(Expr.JavaCall expr) {
        return new Expr.JavaCall(expr.unit(), all(expr.arguments()), expr.type(), expr.span());
    }
}
