package kpipe.compiler.generate;

import java.util.Arrays;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator.TableJoin;

/** A text that is the same for expressions that compute the same, wherever they stand in the file. */
final class Signature implements Expr.Visitor<String> {

    String of(Expr expr) {
        StringBuilder text = new StringBuilder(expr.accept(this)).append(':').append(expr.type());
        for (Expr part : Subexpressions.of(expr)) {
            text.append('(').append(of(part)).append(')');
        }
        return text.toString();
    }

    @Override
    public String column(Expr.Column expr) {
        return "column " + expr.index();
    }

    @Override
    public String rowtime(Expr.Rowtime expr) {
        return "rowtime";
    }

    @Override
    public String literal(Expr.Literal expr) {
        return "literal " + (expr.value() instanceof byte[] bytes ? Arrays.toString(bytes) : expr.value());
    }

    @Override
    public String parameter(Expr.Parameter expr) {
        return "parameter " + expr.name();
    }

    @Override
    public String call(Expr.Call expr) {
        return expr.operation().name();
    }

    @Override
    public String caseWhen(Expr.Case expr) {
        return "case";
    }

    @Override
    public String coalesce(Expr.Coalesce expr) {
        return "coalesce";
    }

    @Override
    public String cast(Expr.Cast expr) {
        return "cast " + expr.mode();
    }

    @Override
    public String functionCall(Expr.FunctionCall expr) {
        // A function that is not deterministic, or remembers, is called for each place of the text.
        return "function " + expr.name() + " " + (expr.overload().deterministic() ? "" : System.identityHashCode(expr));
    }

    @Override
    public String javaCall(Expr.JavaCall expr) {
        return "java " + expr.unit().name() + " " + System.identityHashCode(expr);
    }

    @Override
    public String tableColumn(Expr.TableColumn expr) {
        return "table column " + expr.index();
    }

    @Override
    public String lookup(Expr.Lookup expr) {
        List<Integer> columns =
                expr.keys().stream().map(TableJoin.KeyPair::tableColumn).toList();
        return "lookup " + expr.table() + " " + columns + expr.nullColumns() + (expr.condition() != null)
                + (expr.value() != null);
    }
}
