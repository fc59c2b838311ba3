package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.data.Kind;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.runtime.operator.TextList;
import kpipe.runtime.operator.Texts;

/** Writes what LISTAGG and ARRAY_AGG gather. */
final class TextListWriter {

    private TextListWriter() {}

    /** The constant that says how the texts are sorted and put together. */
    static CodeBlock form(ClassMembers members, Aggregate aggregate) {
        Aggregate.Listing listing = Objects.requireNonNull(aggregate.listing());
        List<CodeBlock> kinds = new ArrayList<>();
        for (int i = 0; i < listing.orders().size(); i++) {
            Aggregate.Listing.Order order = listing.orders().get(i);
            Type type = aggregate.arguments().get(i + 1).type();
            int kind = Value.isBytes(type)
                    ? TextList.TEXT
                    : type.form() == Kind.Form.DOUBLE ? TextList.DOUBLE : TextList.WORD;
            kind += (order.descending() ? TextList.DESCENDING : 0) + (order.nullsFirst() ? TextList.NULLS_FIRST : 0);
            kinds.add(CodeBlock.of("$L", kind));
        }
        CodeBlock form = aggregate.type().kind() == Kind.ARRAY
                ? CodeBlock.of(
                        "new $T($L, new int[] {$L})",
                        TextList.Form.class,
                        aggregate.distinct(),
                        CodeBlock.join(kinds, ", "))
                : texts(aggregate, listing, kinds);
        return CodeBlock.of("$N", members.constant(form, ClassName.get(TextList.Form.class), "list", form));
    }

    private static CodeBlock texts(Aggregate aggregate, Aggregate.Listing listing, List<CodeBlock> kinds) {
        return CodeBlock.of(
                "new $T($T.of($S), $L, new int[] {$L}, $L)",
                TextList.Form.class,
                Text.class,
                listing.separator(),
                aggregate.distinct(),
                CodeBlock.join(kinds, ", "),
                aggregate.type().precision());
    }

    /** Adds the text and the keys of a row; the text is not NULL. */
    static void add(Block block, int offset, Accumulators.TextListing list, IntFunction<Value> arguments) {
        CodeBlock target = CodeBlock.of("(($T) groups.gathering(at + $L))", TextList.class, offset);
        Value text = arguments.apply(list.arguments().get(0));
        block.statement("$L.add(time, $L, $L)", target, heap(text), slice(text));
        for (int argument : list.arguments().subList(1, list.arguments().size())) {
            Value key = arguments.apply(argument);
            CodeBlock isNull = key.isNull();
            if (isNull != null) {
                block.begin("if ($L)", isNull);
                block.statement("$L.keyNull()", target);
                block.next("else");
            }
            if (isNull == null || !isNull.toString().equals("true")) {
                block.statement(
                        "$L.key($L)",
                        target,
                        Value.isBytes(key.type())
                                ? CodeBlock.of("$L, $L", heap(key), slice(key))
                                : OutputWriter.word(key));
            }
            if (isNull != null) {
                block.end();
            }
        }
    }

    private static CodeBlock heap(Value value) {
        return value.heap() != null ? value.heap() : CodeBlock.of("$L.bytes()", value.code());
    }

    private static CodeBlock slice(Value value) {
        return value.shape() == Value.Shape.SLICE
                ? value.code()
                : CodeBlock.of("$T.slice($L)", Texts.class, value.code());
    }
}
