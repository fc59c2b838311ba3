package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.WideSums;
import org.jspecify.annotations.Nullable;

/** Writes sums and averages out of what was gathered for them. A result that does not fit its type fails. */
final class Totals {

    private final Expressions expressions;
    private final int line;

    /** @param line of the text, for what fails */
    Totals(Expressions expressions, int line) {
        this.expressions = expressions;
        this.line = line;
    }

    /**
     * A sum.
     *
     * @param none the condition that there was no value, or null
     * @param total what was gathered: a double, a long, or the higher half of 128 bits, whose lower half is {@code low}
     */
    Value sum(Type type, Type argument, @Nullable CodeBlock none, String name, CodeBlock total, CodeBlock low) {
        if (argument.form() == Kind.Form.DOUBLE) {
            return checked(type, none, name, finite(total, type));
        }
        if (!Accumulators.isWide(argument)) {
            return expressions.local(Value.primitive(type, total, none), name);
        }
        CodeBlock narrow = CodeBlock.of("$T.narrow($L, $L, $S)", WideSums.class, total, low, type.sql());
        return checked(type, none, name, Operations.ranged(narrow, type));
    }

    /** An average, of {@code count} values. */
    Value average(
            Type type,
            Type argument,
            @Nullable CodeBlock none,
            String name,
            CodeBlock total,
            CodeBlock low,
            CodeBlock count) {
        if (argument.form() == Kind.Form.DOUBLE) {
            CodeBlock mean = CodeBlock.of("$T.finite($L, $S) / $L", Exact.class, total, "DOUBLE", count);
            return checked(type, none, name, type.kind() == Kind.REAL ? finite(mean, type) : mean);
        }
        if (!Accumulators.isWide(argument)) {
            CodeBlock mean = CodeBlock.of("$L / $L", total, count);
            return none == null
                    ? expressions.local(Value.primitive(type, mean, null), name)
                    : checked(type, none, name, mean);
        }
        CodeBlock mean = CodeBlock.of(
                "$T.mean($L, $L, $L, $L, $L)",
                Decimals.class,
                total,
                low,
                count,
                argument.kind() == Kind.DECIMAL,
                type.scale() - argument.scale());
        return checked(type, none, name, Operations.ranged(mean, type));
    }

    private static CodeBlock finite(CodeBlock number, Type type) {
        String check = type.kind() == Kind.REAL ? "finiteReal" : "finite";
        return CodeBlock.of("$T.$L($L, $S)", Exact.class, check, number, type.sql());
    }

    /** A result that fails where it does not fit its type. */
    Value checked(Type type, @Nullable CodeBlock none, String name, CodeBlock code) {
        Value raw = Value.primitive(type, code, none);
        return expressions.strict(type, line, List.of(raw), true, name, values -> code);
    }
}
