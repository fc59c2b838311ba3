package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import kpipe.compiler.generate.ClassMembers.JavaTypes;
import kpipe.compiler.pipeline.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Keeps methods short: the Java virtual machine compiles only methods of less than 8,000 bytes and loads none of more than 64 KB. Large expressions are cut, and what is cut off
 * becomes a method of its own that leaves its value in fields.
 */
final class MethodDivision {

    /** How many nodes of expressions stay in one method. */
    static final int MAX_NODES = 150;

    /** How many columns one method copies. */
    static final int MAX_COLUMNS = 50;

    private final Expressions expressions;
    private final Map<Expr, Integer> weights = new IdentityHashMap<>();

    /** The nodes of large expressions, and whether they begin a method of their own. */
    private final Map<Expr, Boolean> cuts = new IdentityHashMap<>();

    MethodDivision(Expressions expressions) {
        this.expressions = expressions;
    }

    /** How many nodes an expression has. */
    int weight(Expr expr) {
        Integer known = weights.get(expr);
        if (known == null) {
            known = 1;
            for (Expr part : Subexpressions.of(expr)) {
                known += weight(part);
            }
            weights.put(expr, known);
        }
        return known;
    }

    /** The expression, ready to be written in parts if it is large. */
    Expr prepared(Expr expr) {
        if (weight(expr) <= MAX_NODES
                || cuts.containsKey(expr)
                || expressions.row().parameters() == null) {
            return expr;
        }
        Expr narrow = Narrowing.narrow(expr);
        tile(narrow);
        return narrow;
    }

    /** Cuts off the heaviest parts until what is left fits; returns how many nodes are left. */
    private int tile(Expr expr) {
        if (weight(expr) <= MAX_NODES) {
            return weight(expr);
        }
        cuts.put(expr, false);
        List<Expr> parts = Subexpressions.of(expr);
        int[] left = new int[parts.size()];
        int sum = 1;
        for (int i = 0; i < left.length; i++) {
            left[i] = tile(parts.get(i));
            sum += left[i];
        }
        while (sum > MAX_NODES) {
            int heaviest = 0;
            for (int i = 1; i < left.length; i++) {
                heaviest = left[i] > left[heaviest] ? i : heaviest;
            }
            if (left[heaviest] == 1) {
                break;
            }
            cuts.put(parts.get(heaviest), true);
            sum -= left[heaviest] - 1;
            left[heaviest] = 1;
        }
        return sum;
    }

    /** Whether an expression begins a method of its own. */
    boolean isCutOff(Expr expr) {
        return Boolean.TRUE.equals(cuts.get(expr));
    }

    /** The value of an expression that begins a method of its own: the call of that method is written, and the value stands in fields. Null if it does not begin one. */
    @Nullable
    Value cutOff(Expr expr) {
        if (!isCutOff(expr)) {
            return null;
        }
        cuts.put(expr, false);
        ClassMembers members = expressions.members;
        String field = members.variable(JavaTypes.of(expr.type()), "part");
        String isNull = expr.type().nullable() ? members.variable(TypeName.BOOLEAN, "partIsNull") : null;
        CodeBlock call = method("compute " + field, List.of(), () -> {
            Value value = expressions.evaluate(expr);
            Block block = expressions.block;
            CodeBlock valueIsNull = value.isNull();
            CodeBlock code = Value.isBytes(expr.type()) && !Expressions.isAlways(valueIsNull)
                    ? expressions.text(value)
                    : value.code();
            if (isNull == null || valueIsNull == null) {
                if (isNull != null) {
                    block.statement("$N = false", isNull);
                }
                block.statement("$N = $L", field, code);
                return;
            }
            block.statement("$N = $L", isNull, valueIsNull);
            block.begin("if (!$N)", isNull);
            block.statement("$N = $L", field, code);
            block.end();
        });
        expressions.block.statement("$L", call);
        return Value.local(expr.type(), CodeBlock.of("$N", field), isNull == null ? null : CodeBlock.of("$N", isNull));
    }

    /**
     * Writes a method over the row at hand and returns its call.
     *
     * @param more parameters beside the row, of the names of variables where it is called
     */
    CodeBlock method(String hint, List<ParameterSpec> more, Runnable body) {
        Environment row = expressions.row();
        Block caller = expressions.block;
        List<ParameterSpec> parameters = new ArrayList<>(java.util.Objects.requireNonNull(row.parameters()));
        parameters.addAll(more);
        boolean marked = expressions.marks;
        expressions.marks = false;
        expressions.block = new Block(null);
        expressions.setRow(row.inMethod());
        body.run();
        if (expressions.marks) {
            expressions.members.lineField();
        }
        expressions.marks |= marked;
        String name = expressions.members.names.variable(hint);
        expressions.members.method(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .addParameters(parameters)
                .addCode(expressions.block.code())
                .build());
        expressions.block = caller;
        expressions.setRow(row);
        caller.setLine(0);
        CodeBlock arguments = parameters.stream()
                .map(parameter -> CodeBlock.of("$N", parameter.name()))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of("$N($L)", name, arguments);
    }
}
