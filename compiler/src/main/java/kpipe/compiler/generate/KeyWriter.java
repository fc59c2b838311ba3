package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Type;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Writes the key of a row and its comparison with the keys of groups. In the code {@code words} are the words of the table that holds the groups, {@code groups} is the table, and
 * {@code hash} and {@code meta} are the hash of the row's key and the word 0 that a group of the key has.
 */
final class KeyWriter {

    private static final int NULL_KEYS_IN_HEAD = 15;
    private static final int MAX_KEYS_PASSED = 40;

    /** A key as written: its word, and for text the array that the word points into. */
    private record Key(
            Type type,
            CodeBlock word,
            @Nullable CodeBlock heap,
            @Nullable CodeBlock isNull) {}

    private final Expressions expressions;
    private final List<Key> keys = new ArrayList<>();
    private final List<CodeBlock> nullWords = new ArrayList<>();

    KeyWriter(Expressions expressions) {
        this.expressions = expressions;
    }

    /** How many words of a group, from word 1 on, hold keys: one each, and whole words of bits for the NULLs of which the head cannot tell. */
    static int words(List<Expr> keys) {
        int nullable = (int) keys.stream().filter(key -> key.type().nullable()).count();
        return keys.size() + (Math.max(0, nullable - NULL_KEYS_IN_HEAD) + 63) / 64;
    }

    /** Computes keys into locals. */
    void evaluate(List<Expr> exprs, IntFunction<String> names) {
        for (int i = 0; i < exprs.size(); i++) {
            String name = names.apply(i);
            keys.add(key(expressions.settled(exprs.get(i), name), name));
        }
    }

    private Key key(Value value, String name) {
        if (isAlwaysNull(value)) {
            boolean text = Value.isBytes(value.type());
            return new Key(
                    value.type(),
                    text ? CodeBlock.of("$T.MIN_VALUE", Long.class) : CodeBlock.of("0L"),
                    text ? CodeBlock.of("(byte[]) null") : null,
                    value.isNull());
        }
        CodeBlock word;
        CodeBlock heap = null;
        Names names = expressions.members.names;
        String local = names.variable(name + " key");
        switch (value.shape()) {
            case PRIMITIVE ->
                word = value.type().form() == kpipe.data.Kind.Form.DOUBLE
                        ? CodeBlock.of(
                                "$T.doubleToRawLongBits($L + 0.0)", Double.class, Expressions.operand(value.code()))
                        : OutputWriter.word(value);
            case TEXT -> {
                heap = CodeBlock.of("$L.bytes()", value.code());
                word = CodeBlock.of("$T.pack($L, $T.slice($L))", Texts.class, heap, Texts.class, value.code());
            }
            case SLICE, PACKED -> {
                heap = value.heap();
                word = value.shape() == Value.Shape.PACKED
                        ? value.code()
                        : CodeBlock.of("$T.pack($L, $L)", Texts.class, heap, value.code());
            }
            default -> throw new IllegalStateException();
        }
        if (value.isNull() != null) {
            // An empty packed text has no heap to look into, whatever the view of a NULL points at.
            CodeBlock zero = heap == null ? CodeBlock.of("0L") : CodeBlock.of("$T.MIN_VALUE", Long.class);
            word = CodeBlock.of("$L ? $L : $L", value.isNull(), zero, word);
            if (heap != null && value.shape() == Value.Shape.TEXT) {
                heap = CodeBlock.of("($L ? null : $L)", value.isNull(), heap);
            }
        } else if (Expressions.isName(word)) {
            return new Key(value.type(), word, heap, null);
        }
        expressions.block.statement("final long $L = $L", local, word);
        return new Key(value.type(), CodeBlock.of("$N", local), heap, value.isNull());
    }

    /** Declares {@code hash} and {@code meta}. */
    void hash() {
        Block block = expressions.block;
        CodeBlock hash = null;
        CodeBlock nulls = null;
        List<CodeBlock> extra = new ArrayList<>();
        int nullable = 0;
        for (Key key : keys) {
            CodeBlock next = key.heap() == null
                    ? CodeBlock.of("$T.of($L)", Hashes.class, key.word())
                    : CodeBlock.of("$T.ofText($L, $L)", Hashes.class, key.word(), key.heap());
            hash = hash == null ? next : CodeBlock.of("$T.combine($L, $L)", Hashes.class, hash, next);
            if (key.type().nullable()) {
                CodeBlock isNull = key.isNull();
                int bit = nullable++;
                if (isNull != null && bit < NULL_KEYS_IN_HEAD) {
                    CodeBlock shifted = CodeBlock.of("($L ? $LL : 0L)", isNull, 2L << bit);
                    nulls = nulls == null ? shifted : CodeBlock.of("$L | $L", nulls, shifted);
                } else if (bit >= NULL_KEYS_IN_HEAD) {
                    extra.add(
                            isNull == null
                                    ? CodeBlock.of("0L")
                                    : CodeBlock.of("($L ? 1L << $L : 0L)", isNull, bit - NULL_KEYS_IN_HEAD));
                }
            }
        }
        block.statement("final long hash = $L", hash == null ? CodeBlock.of("0L") : hash);
        block.statement(
                "final long meta = hash << 16 | $L1L", nulls == null ? CodeBlock.of("") : CodeBlock.of("$L | ", nulls));
        for (int from = 0; from < extra.size(); from += 64) {
            String name = expressions.members.names.variable("nullKeys");
            block.statement(
                    "final long $L = $L",
                    name,
                    CodeBlock.join(extra.subList(from, Math.min(extra.size(), from + 64)), " | "));
            nullWords.add(CodeBlock.of("$N", name));
        }
    }

    /** Whether there are keys. */
    boolean any() {
        return !keys.isEmpty();
    }

    /** The condition that the group at {@code at} has another key than this row; there must be a key. */
    CodeBlock isOther() {
        List<CodeBlock> terms = sameKeys("at", false);
        if (keys.stream().anyMatch(key -> key.isNull() != null || key.heap() != null)) {
            terms.add(0, CodeBlock.of("words[at] != meta"));
        }
        CodeBlock other = CodeBlock.join(terms, " || ");
        return terms.size() == 1 ? other : CodeBlock.of("($L)", other);
    }

    /** The condition that the group at {@code place} has this row's key. */
    CodeBlock isSame() {
        List<CodeBlock> terms = sameKeys("place", true);
        terms.add(0, CodeBlock.of("words[place] == meta"));
        return CodeBlock.join(terms, " && ");
    }

    private List<CodeBlock> sameKeys(String place, boolean same) {
        String is = same ? "==" : "!=";
        List<CodeBlock> terms = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            terms.add(
                    key.heap() == null
                            ? CodeBlock.of("words[$L + $L] $L $L", place, i + 1, is, key.word())
                            : CodeBlock.of(
                                    "$L$T.samePacked(words[$L + $L], groups.heap, $L, $L)",
                                    same ? "" : "!",
                                    Texts.class,
                                    place,
                                    i + 1,
                                    key.word(),
                                    key.heap()));
        }
        for (int i = 0; i < nullWords.size(); i++) {
            terms.add(CodeBlock.of("words[$L + $L] $L $L", place, 1 + keys.size() + i, is, nullWords.get(i)));
        }
        return terms;
    }

    /**
     * Adds the parameters that keys need to a method that fills a group, the statements that put them into it, and what a call passes for them. Very many keys are put there before
     * the call.
     */
    void store(MethodSpec.Builder method, CodeBlock.Builder body, List<CodeBlock> passed) {
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            String name = "key" + (i + 1);
            if (keys.size() > MAX_KEYS_PASSED) {
                // A method has no more than 255 parameters.
                expressions.block.statement(
                        "words[at + $L] = $L",
                        i + 1,
                        key.heap() == null ? key.word() : CodeBlock.of("groups.keep($L, $L)", key.word(), key.heap()));
                continue;
            }
            method.addParameter(TypeName.LONG, name, Modifier.FINAL);
            passed.add(key.word());
            if (key.heap() == null) {
                body.addStatement("words[at + $L] = $L", i + 1, name);
            } else {
                method.addParameter(byte[].class, name + "Heap", Modifier.FINAL);
                passed.add(key.heap());
                body.addStatement("words[at + $L] = groups.keep($L, $LHeap)", i + 1, name, name);
            }
        }
        for (int i = 0; i < nullWords.size(); i++) {
            method.addParameter(TypeName.LONG, "nullKeys" + i, Modifier.FINAL);
            passed.add(nullWords.get(i));
            body.addStatement("words[at + $L] = nullKeys$L", 1 + keys.size() + i, i);
        }
    }

    private static boolean isAlwaysNull(Value value) {
        return value.isNull() != null && value.isNull().toString().equals("true");
    }
}
