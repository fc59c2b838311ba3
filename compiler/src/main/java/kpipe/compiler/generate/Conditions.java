package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;

/** Writes expressions as conditions of Java: where only TRUE counts, NULL needs no variable of its own. */
final class Conditions {

    private final Expressions expressions;

    /** For a comparison of whole numbers the opposite one. */
    final Map<CodeBlock, CodeBlock> negated = new IdentityHashMap<>();

    /** For a condition that asks by itself whether its operands are NULL: what it asks beside that. */
    final Map<CodeBlock, CodeBlock> bare = new IdentityHashMap<>();

    Conditions(Expressions expressions) {
        this.expressions = expressions;
    }

    /** A Java condition that holds where the expression is TRUE. */
    CodeBlock isTrue(Expr expr) {
        return decided(expr, true);
    }

    /** A Java condition that holds where the expression is TRUE (or, without {@code truth}, FALSE). */
    CodeBlock decided(Expr whole, boolean truth) {
        Expr expr = expressions.division.prepared(whole);
        if (expr instanceof Expr.Call call && !expressions.division.isCutOff(expr)) {
            switch (call.operation()) {
                case NOT:
                    return decided(call.operand(0), !truth);
                case AND:
                case OR:
                    if (mayStop(call, truth)) {
                        return chain(call, truth);
                    }
                    break;
                default:
                    break;
            }
        }
        Value value = expressions.evaluate(expr);
        if (value.isNull() == null) {
            return truth ? value.code() : negation(value.code());
        }
        CodeBlock bareCode = bare.getOrDefault(value.code(), value.code());
        CodeBlock is = truth ? bareCode : negation(bareCode);
        return CodeBlock.of("!$L && $L", Expressions.operand(value.isNull()), operand(is, true));
    }

    /** A Java condition that holds where the expression is FALSE or NULL. */
    CodeBlock isNotTrue(Expr expr) {
        boolean junction = expr instanceof Expr.Call call
                && (call.operation() == Operation.AND
                        || call.operation() == Operation.OR
                        || call.operation() == Operation.NOT);
        if (junction) {
            return Expressions.not(isTrue(expr));
        }
        Value value = expressions.evaluate(expr);
        if (value.isNull() == null) {
            return negation(value.code());
        }
        if (Expressions.isAlways(value.isNull())) {
            return Expressions.TRUE;
        }
        return CodeBlock.of(
                "$L || $L", operand(value.isNull(), false), negation(bare.getOrDefault(value.code(), value.code())));
    }

    /** The conditions that must be TRUE one after the other for the whole to be TRUE, where the first that is not may end the matter. */
    List<Expr> conjuncts(Expr whole) {
        boolean divisible = whole instanceof Expr.Call call
                && call.operation() == Operation.AND
                && mayStop(call, true)
                && expressions.division.weight(whole) <= MethodDivision.MAX_NODES;
        if (!divisible) {
            return List.of(whole);
        }
        List<Expr> all = new ArrayList<>();
        Subexpressions.of(whole).forEach(operand -> all.addAll(conjuncts(operand)));
        return all;
    }

    /** Whether the Java of a chain, which stops at the first operand that decides, also where one is NULL, evaluates nothing less than the text asks for. */
    private boolean mayStop(Expr.Call call, boolean truth) {
        boolean stopsAtDecision = (call.operation() == Operation.OR) == truth;
        if (stopsAtDecision) {
            return true;
        }
        for (int i = 0; i < call.operands().size(); i++) {
            boolean laterFails = false;
            for (int j = i + 1; j < call.operands().size(); j++) {
                laterFails |= expressions.canFail(call.operand(j));
            }
            if (laterFails && call.operand(i).type().nullable()) {
                return false;
            }
        }
        return true;
    }

    /** AND or OR as {@code &&} and {@code ||}, with a local where an operand needs statements. */
    private CodeBlock chain(Expr.Call call, boolean truth) {
        boolean all = (call.operation() == Operation.AND) == truth;
        CodeBlock result = decided(call.operand(0), truth);
        for (int i = 1; i < call.operands().size(); i++) {
            Expr operand = call.operand(i);
            CodeBlock[] condition = new CodeBlock[1];
            Block inner = expressions.inner(() -> condition[0] = decided(operand, truth));
            if (inner.isEmpty()) {
                result = CodeBlock.of(all ? "$L && $L" : "$L || $L", operand(result, all), operand(condition[0], all));
                continue;
            }
            String name = expressions.members.names.variable(call.operation() == Operation.AND ? "and" : "or");
            expressions.block.statement("boolean $L = $L", name, result);
            expressions.block.begin(all ? "if ($L)" : "if (!$L)", name);
            expressions.block.add(inner.code());
            expressions.block.statement("$L = $L", name, condition[0]);
            expressions.block.end();
            result = CodeBlock.of("$N", name);
        }
        return result;
    }

    /** Parentheses around what is not one chain of the same operator. */
    private static CodeBlock operand(CodeBlock code, boolean all) {
        String text = code.toString();
        return text.contains(all ? "||" : "&&") || text.contains("?") ? CodeBlock.of("($L)", code) : code;
    }

    private CodeBlock negation(CodeBlock condition) {
        CodeBlock opposite = negated.get(condition);
        return opposite == null ? Expressions.not(condition) : opposite;
    }

    /** An AND or OR in three-valued logic whose result may be NULL. */
    Value threeValued(Expr.Call call) {
        boolean and = call.operation() == Operation.AND;
        if (!call.type().nullable()
                || call.operands().stream().noneMatch(operand -> operand.type().nullable())) {
            return Value.primitive(call.type(), decided(call, true), null);
        }
        String name = expressions.members.names.variable(and ? "and" : "or");
        String isNull = expressions.members.names.variable(and ? "andIsNull" : "orIsNull");
        expressions.block.statement("boolean $L = $L", name, and);
        expressions.block.statement("boolean $L = false", isNull);
        for (int i = 0; i < call.operands().size(); i++) {
            Expr operand = call.operand(i);
            if (i > 0) {
                expressions.block.begin(and ? "if ($L)" : "if (!$L)", name);
            }
            expressions.block.add(expressions
                    .inner(() -> {
                        Value value = expressions.evaluate(operand);
                        if (value.isNull() != null) {
                            CodeBlock nullName = expressions.condition(value.isNull(), "operandIsNull");
                            expressions.block.statement("$L |= $L", isNull, nullName);
                            expressions.block.statement(
                                    and ? "$L = $L || $L" : "$L = !$L && $L",
                                    name,
                                    nullName,
                                    Expressions.operand(value.code()));
                        } else {
                            expressions.block.statement("$L = $L", name, value.code());
                        }
                    })
                    .code());
            if (i > 0) {
                expressions.block.end();
            }
        }
        // A decided result is not NULL, whatever operands were.
        CodeBlock nullAndOpen = CodeBlock.of(and ? "$N && $N" : "$N && !$N", isNull, name);
        return Value.primitive(call.type(), CodeBlock.of("$N", name), nullAndOpen);
    }

    static String opposite(String sign) {
        return switch (sign) {
            case "==" -> "!=";
            case "!=" -> "==";
            case "<" -> ">=";
            case "<=" -> ">";
            case ">" -> "<=";
            default -> "<";
        };
    }
}
