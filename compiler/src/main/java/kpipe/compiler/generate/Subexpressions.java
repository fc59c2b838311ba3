package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;

/** The expressions directly inside an expression, in the order of the text. */
final class Subexpressions implements Expr.Visitor<List<Expr>> {

    private static final Subexpressions VISITOR = new Subexpressions();

    private Subexpressions() {}

    static List<Expr> of(Expr expr) {
        return expr.accept(VISITOR);
    }

    @Override
    public List<Expr> column(Expr.Column expr) {
        return List.of();
    }

    @Override
    public List<Expr> rowtime(Expr.Rowtime expr) {
        return List.of();
    }

    @Override
    public List<Expr> literal(Expr.Literal expr) {
        return List.of();
    }

    @Override
    public List<Expr> parameter(Expr.Parameter expr) {
        return List.of();
    }

    @Override
    public List<Expr> call(Expr.Call expr) {
        return expr.operands();
    }

    @Override
    public List<Expr> caseWhen(Expr.Case expr) {
        List<Expr> parts = new ArrayList<>();
        for (Expr.Case.Branch branch : expr.branches()) {
            parts.add(branch.condition());
            parts.add(branch.result());
        }
        parts.add(expr.otherwise());
        return parts;
    }

    @Override
    public List<Expr> coalesce(Expr.Coalesce expr) {
        return expr.operands();
    }

    @Override
    public List<Expr> cast(Expr.Cast expr) {
        return List.of(expr.operand());
    }

    @Override
    public List<Expr> functionCall(Expr.FunctionCall expr) {
        return expr.arguments();
    }

    @Override
    public List<Expr> javaCall(Expr.JavaCall expr) {
        return expr.arguments();
    }

    @Override
    public List<Expr> tableColumn(Expr.TableColumn expr) {
        return List.of();
    }

    @Override
    public List<Expr> lookup(Expr.Lookup expr) {
        return expr.parts();
    }
}
