package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one Java block while it is written. What was computed in a block (a column's local) may be used again in it and in the blocks inside it, not beside it.
 */
final class Block {

    final @Nullable Block outer;
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final Map<Object, Value> known = new HashMap<>();

    private @Nullable String comment;

    /** The .kpipe line that the variable {@code line} holds here, or 0 where that is not known. */
    private int line;

    Block(@Nullable Block outer) {
        this.outer = outer;
        this.line = outer == null ? 0 : outer.line;
    }

    void statement(String format, Object... arguments) {
        code.addStatement(format, arguments);
    }

    void add(CodeBlock block) {
        code.add(block);
    }

    void begin(String format, Object... arguments) {
        code.beginControlFlow(format, arguments);
    }

    void next(String format, Object... arguments) {
        code.nextControlFlow(format, arguments);
    }

    void end() {
        code.endControlFlow();
    }

    void end(String format, Object... arguments) {
        code.endControlFlow(format, arguments);
    }

    /** A comment of one line; left out where the one before it, in this block or around it, is the same. */
    void comment(String text) {
        Block block = this;
        while (block.comment == null && block.outer != null) {
            block = block.outer;
        }
        if (!text.equals(block.comment)) {
            code.add("// $L\n", text);
            comment = text;
        }
    }

    boolean isEmpty() {
        return code.isEmpty();
    }

    CodeBlock code() {
        return code.build();
    }

    @Nullable
    Value known(Object key) {
        for (Block block = this; block != null; block = block.outer) {
            Value value = block.known.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    void remember(Object key, Value value) {
        known.put(key, value);
    }

    /** Where the value is used again, it is no longer asked whether it is NULL. */
    void knownNotNull(Object key) {
        Value value = known(key);
        if (value != null && value.isNull() != null) {
            remember(key, value.withNull(null));
        }
    }

    int line() {
        return line;
    }

    void setLine(int value) {
        line = value;
    }
}
