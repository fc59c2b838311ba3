package kpipe.compiler.plan.lower;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.Type;

/** What can be told about an expression from its form. */
final class Traits {

    private static final Set<Operation> NEVER_FAIL = EnumSet.of(
            Operation.EQUAL,
            Operation.NOT_EQUAL,
            Operation.LESS,
            Operation.LESS_OR_EQUAL,
            Operation.GREATER,
            Operation.GREATER_OR_EQUAL,
            Operation.IS_DISTINCT_FROM,
            Operation.IS_NOT_DISTINCT_FROM,
            Operation.AND,
            Operation.OR,
            Operation.NOT,
            Operation.IS_NULL,
            Operation.IS_NOT_NULL,
            Operation.IS_TRUE,
            Operation.IS_NOT_TRUE,
            Operation.IS_FALSE,
            Operation.IS_NOT_FALSE,
            Operation.CONCATENATE,
            Operation.MONOTONIC);

    private Traits() {}

    /** A column, a constant or ROWTIME: free to be computed anywhere and any number of times. */
    static boolean isTrivial(Expr expr) {
        return expr instanceof Expr.Column
                || expr instanceof Expr.Rowtime
                || expr instanceof Expr.Literal
                || expr instanceof Expr.Parameter;
    }

    /** Whether it surely fails for no row, so that it may be computed for rows for which the text would not. */
    static boolean neverFails(Expr expr) {
        if (isTrivial(expr)) {
            return true;
        }
        if (expr instanceof Expr.Call call) {
            return NEVER_FAIL.contains(call.operation())
                    && call.operands().stream().allMatch(Traits::neverFails);
        }
        if (expr instanceof Expr.Cast cast) {
            boolean fits = cast.mode() == Expr.Cast.Mode.TRY
                    || !cast.assignment() && widens(cast.operand().type(), cast.type());
            return fits && neverFails(cast.operand());
        }
        if (expr instanceof Expr.Lookup lookup) {
            return lookup.value() == null && lookup.parts().stream().allMatch(Traits::neverFails);
        }
        return expr instanceof Expr.TableColumn
                || expr instanceof Expr.Coalesce coalesce
                        && coalesce.operands().stream().allMatch(Traits::neverFails);
    }

    private static boolean widens(Type from, Type to) {
        Kind source = from.kind();
        Kind target = to.kind();
        if (source.isInteger() && target.isInteger()) {
            return source.ordinal() <= target.ordinal();
        }
        return source.isNumeric() && target == Kind.DOUBLE
                || source.isText() && target == Kind.VARCHAR
                || source == Kind.DATE && target == Kind.TIMESTAMP;
    }

    /** FLOOR or STEP of ROWTIME itself. */
    static boolean isRounding(Expr expr) {
        return expr instanceof Expr.Call call
                && (call.operation() == Operation.FLOOR_TO || call.operation() == Operation.STEP)
                && call.operand(0) instanceof Expr.Rowtime;
    }

    /** Whether some part of the expression, itself included, is as asked for. */
    static boolean any(Expr expr, Predicate<Expr> wanted) {
        return wanted.test(expr) || parts(expr).stream().anyMatch(part -> any(part, wanted));
    }

    /** Whether it names a column of which {@code wanted} holds. */
    static boolean usesColumn(Expr expr, Predicate<Integer> wanted) {
        return any(expr, part -> part instanceof Expr.Column column && wanted.test(column.index()));
    }

    /** The expressions of which it is made, in the order in which they are evaluated. */
    static List<Expr> parts(Expr expr) {
        List<Expr> parts = new java.util.ArrayList<>();
        if (expr instanceof Expr.Call call) {
            parts.addAll(call.operands());
        } else if (expr instanceof Expr.Case choice) {
            for (Expr.Case.Branch branch : choice.branches()) {
                parts.add(branch.condition());
                parts.add(branch.result());
            }
            parts.add(choice.otherwise());
        } else if (expr instanceof Expr.Coalesce coalesce) {
            parts.addAll(coalesce.operands());
        } else if (expr instanceof Expr.Cast cast) {
            parts.add(cast.operand());
        } else if (expr instanceof Expr.FunctionCall call) {
            parts.addAll(call.arguments());
        } else if (expr instanceof Expr.JavaCall call) {
            parts.addAll(call.arguments());
        } else if (expr instanceof Expr.Lookup lookup) {
            parts.addAll(lookup.parts());
        }
        return parts;
    }

    /** Whether two expressions compute the same, wherever in the text they stand. */
    static boolean same(Expr left, Expr right) {
        if (left.getClass() != right.getClass() || !left.type().equals(right.type())) {
            return false;
        }
        boolean alike = true;
        if (left instanceof Expr.Column column) {
            alike = column.index() == ((Expr.Column) right).index();
        } else if (left instanceof Expr.Literal literal) {
            alike = java.util.Objects.equals(literal.value(), ((Expr.Literal) right).value());
        } else if (left instanceof Expr.Parameter parameter) {
            alike = parameter.name().equals(((Expr.Parameter) right).name());
        } else if (left instanceof Expr.Call call) {
            alike = call.operation() == ((Expr.Call) right).operation();
        } else if (!(left instanceof Expr.Rowtime)) {
            return false;
        }
        List<Expr> leftParts = parts(left);
        List<Expr> rightParts = parts(right);
        alike &= leftParts.size() == rightParts.size();
        for (int i = 0; alike && i < leftParts.size(); i++) {
            alike = same(leftParts.get(i), rightParts.get(i));
        }
        return alike;
    }
}
