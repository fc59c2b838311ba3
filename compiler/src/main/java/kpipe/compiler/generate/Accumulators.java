package kpipe.compiler.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.DistinctSketch;
import kpipe.runtime.operator.Gathering;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.GroupLayout.Accumulator;
import kpipe.runtime.operator.NumberList;
import kpipe.runtime.operator.PairedSums;
import kpipe.runtime.operator.QuantileSketch;
import kpipe.runtime.operator.TextList;

/**
 * Which accumulators the aggregates of a window need, each once however many aggregates share it, and where they stand in a group's words: word 0 is the head, then
 * the keys, then these.
 */
final class Accumulators {

    /**
     * One accumulator: what it gathers, from which argument (-1: none), of the rows for which another argument is TRUE (-1: of all), at which word, and at which word the count of its values
     * stands (-1: it always has one).
     */
    record Slot(Accumulator kind, int argument, int condition, int offset, int presence) {}

    /** Where an aggregate finds its result: its own slot, and the count beside it where there is one (-1: none). */
    record Result(Aggregate aggregate, int argument, int offset, int count) {}

    final List<Expr> arguments = new ArrayList<>();
    final List<Slot> slots = new ArrayList<>();
    final List<Result> results = new ArrayList<>();
    final int firstOffset;
    /** LISTAGG and ARRAY_AGG by the word of its number, with the numbers of its arguments. */
    final Map<Integer, TextListing> lists = new HashMap<>();

    /** The second argument of what takes pairs, by the word of its number. */
    final Map<Integer, Integer> pairs = new HashMap<>();

    record TextListing(Aggregate aggregate, List<Integer> arguments) {}

    /** What gathers, by the word of its number. */
    final Map<Integer, Class<? extends Gathering>> gatherings = new HashMap<>();

    private final Map<String, Integer> argumentNumbers = new HashMap<>();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final int tail;
    private int words;

    /**
     * @param sequenced whether a group tells when it was first seen
     * @param tail how many words of a group, the last of it, belong to the table
     */
    Accumulators(List<Expr> keys, List<Aggregate> aggregates, boolean sequenced, int tail) {
        this.tail = tail;
        firstOffset = 1 + KeyWriter.words(keys);
        words = firstOffset;
        aggregates.forEach(this::add);
        if (sequenced) {
            slot(Accumulator.SEQUENCE, -1, -1);
        }
    }

    /** Words from one group to the next: a power of two up to a cache line, then whole lines. */
    int stride() {
        int all = words + tail;
        if (all <= 8) {
            return Math.max(2, Integer.highestOneBit(all - 1) * 2);
        }
        return (all + 7) / 8 * 8;
    }

    /** Whether they are too many for one method. */
    boolean isLarge() {
        return slots.size() > MethodDivision.MAX_COLUMNS;
    }

    /** Slots in parts of as many as one method deals with. */
    static List<List<Slot>> parts(List<Slot> slots) {
        List<List<Slot>> parts = new ArrayList<>();
        for (int from = 0; from < slots.size(); from += MethodDivision.MAX_COLUMNS) {
            parts.add(slots.subList(from, Math.min(slots.size(), from + MethodDivision.MAX_COLUMNS)));
        }
        return parts;
    }

    private void add(Aggregate aggregate) {
        if (aggregate.arguments().isEmpty()) {
            results.add(new Result(aggregate, -1, slot(Accumulator.COUNT, -1, -1), -1));
            return;
        }
        Expr expr = aggregate.arguments().get(0);
        int argument = argument(expr);
        Type type = expr.type();
        boolean text = type.form() == Kind.Form.BYTES;
        boolean floating = type.form() == Kind.Form.DOUBLE;
        AggregateFunction function = aggregate.function();
        if (Aggregate.PAIRS.contains(function)) {
            int second = argument(aggregate.arguments().get(1));
            int offset = slot(Accumulator.GATHERING, argument, "pairs " + second);
            gatherings.put(offset, PairedSums.class);
            pairs.put(offset, second);
            results.add(new Result(aggregate, argument, offset, -1));
            return;
        }
        boolean edge = function == AggregateFunction.FIRST_VALUE || function == AggregateFunction.LAST_VALUE;
        boolean list = function == AggregateFunction.LISTAGG || function == AggregateFunction.ARRAY_AGG;
        if (aggregate.distinct() && !edge && !list && !isDeafToRepetition(function)) {
            int set = slot(text ? Accumulator.DISTINCT_TEXT : Accumulator.DISTINCT, argument, -1);
            results.add(new Result(aggregate, argument, set, -1));
            return;
        }
        if (Aggregate.GATHERINGS.contains(function)) {
            Class<? extends Gathering> gathering = gathering(function);
            List<Integer> keys = new ArrayList<>();
            aggregate.arguments().forEach(key -> keys.add(argument(key)));
            String what = gathering.getSimpleName()
                    + (list ? function + " " + keys + " " + aggregate.distinct() + aggregate.listing() : "");
            int offset = slot(Accumulator.GATHERING, argument, what);
            gatherings.put(offset, gathering);
            if (list) {
                lists.put(offset, new TextListing(aggregate, keys));
            }
            results.add(new Result(aggregate, argument, offset, -1));
            return;
        }
        int count = -1;
        boolean spread = Aggregate.SPREADS.contains(function);
        if (type.nullable() && !edge && !spread) {
            count = slot(Accumulator.COUNT, argument, -1);
        }
        int offset = switch (function) {
            case COUNT -> count >= 0 ? count : slot(Accumulator.COUNT, -1, -1);
            case SUM -> slot(sum(type), argument, -1);
            case AVG -> {
                count = count >= 0 ? count : slot(Accumulator.COUNT, -1, -1);
                yield slot(sum(type), argument, -1);
            }
            case MIN, EVERY ->
                slot(
                        text ? Accumulator.MIN_TEXT : floating ? Accumulator.MIN_DOUBLE : Accumulator.MIN_LONG,
                        argument,
                        count);
            case MAX, ANY ->
                slot(
                        text ? Accumulator.MAX_TEXT : floating ? Accumulator.MAX_DOUBLE : Accumulator.MAX_LONG,
                        argument,
                        count);
            case FIRST_VALUE -> edge(text ? Accumulator.FIRST_TEXT : Accumulator.FIRST, argument, aggregate);
            case LAST_VALUE -> edge(text ? Accumulator.LAST_TEXT : Accumulator.LAST, argument, aggregate);
            case BIT_AND -> slot(Accumulator.BIT_AND, argument, -1);
            case BIT_OR -> slot(Accumulator.BIT_OR, argument, -1);
            case BIT_XOR -> slot(Accumulator.BIT_XOR, argument, -1);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                slot(floating ? Accumulator.SPREAD : Accumulator.SPREAD_EXACT, argument, -1);
            case APPROX_COUNT_DISTINCT, PERCENTILE_CONT, PERCENTILE_DISC, APPROX_QUANTILE, LISTAGG, ARRAY_AGG ->
                throw new IllegalStateException(function + " gathers");
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_COUNT, REGR_AVGX, REGR_AVGY ->
                throw new IllegalStateException(function + " takes pairs");
        };
        results.add(new Result(aggregate, argument, offset, count));
    }

    private static Class<? extends Gathering> gathering(AggregateFunction function) {
        return switch (function) {
            case APPROX_COUNT_DISTINCT -> DistinctSketch.class;
            case APPROX_QUANTILE -> QuantileSketch.class;
            case LISTAGG, ARRAY_AGG -> TextList.class;
            default -> NumberList.class;
        };
    }

    /** Whether it makes no difference how often a value comes. */
    private static boolean isDeafToRepetition(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, ANY, EVERY, BIT_AND, BIT_OR -> true;
            default -> false;
        };
    }

    /** The sum of numbers of 32 bits, over fewer than 2^31 rows, fits 64. */
    private static Accumulator sum(Type type) {
        if (type.form() == Kind.Form.DOUBLE) {
            return Accumulator.SUM_DOUBLE;
        }
        return isWide(type) ? Accumulator.SUM_WIDE : Accumulator.SUM_LONG;
    }

    /** Whether the sum of values of an exact type needs 128 bits. */
    static boolean isWide(Type type) {
        return !type.kind().isInteger() || type.kind() == Kind.BIGINT;
    }

    /** FIRST and LAST that pass NULLs over are told apart from those that do not by a number of their own for the argument. */
    private int edge(Accumulator kind, int argument, Aggregate aggregate) {
        boolean filtered = aggregate.arguments().size() > 1;
        int condition = filtered ? argument(aggregate.arguments().get(1)) : -1;
        return slot(kind, aggregate.ignoreNulls() ? ~argument - 1 : argument, condition, -1);
    }

    /** The argument of a slot of FIRST or LAST, and whether it passes NULLs over. */
    static int edgeArgument(Slot slot) {
        return slot.argument() < -1 ? ~(slot.argument() + 1) : slot.argument();
    }

    static boolean ignoresNulls(Slot slot) {
        return slot.argument() < -1;
    }

    private int argument(Expr expr) {
        String key = new Signature().of(expr);
        return argumentNumbers.computeIfAbsent(key, k -> {
            arguments.add(expr);
            return arguments.size() - 1;
        });
    }

    private int slot(Accumulator kind, int argument, int presence) {
        return slot(kind, argument, -1, presence);
    }

    private int slot(Accumulator kind, int argument, int condition, int presence) {
        return slot(kind, argument, condition, presence, kind + " " + argument + " " + condition);
    }

    private int slot(Accumulator kind, int argument, String what) {
        return slot(kind, argument, -1, -1, kind + " " + argument + " " + what);
    }

    private int slot(Accumulator kind, int argument, int condition, int presence, String key) {
        Integer known = offsets.get(key);
        if (known != null) {
            return known;
        }
        int offset = words;
        slots.add(new Slot(kind, argument, condition, offset, presence));
        offsets.put(key, offset);
        words += kind.words();
        return offset;
    }

    /** The layout as Java, for the kernel's constant. */
    CodeBlock layout(List<Expr> keys, ClassMembers members) {
        List<CodeBlock> text = keys.stream()
                .map(key -> CodeBlock.of("$L", Value.isBytes(key.type())))
                .toList();
        CodeBlock kinds;
        CodeBlock presence;
        if (isLarge()) {
            kinds = CodeBlock.of("$N()", filled(ClassName.get(Accumulator.class), "kinds", members, this::kind));
            presence = CodeBlock.of("$N()", filled(TypeName.INT, "presence", members, this::presence));
        } else {
            kinds = CodeBlock.of(
                    "new $T[] {$L}",
                    Accumulator.class,
                    slots.stream().map(this::kind).collect(CodeBlock.joining(", ")));
            presence = CodeBlock.of(
                    "new int[] {$L}", slots.stream().map(this::presence).collect(CodeBlock.joining(", ")));
        }
        return CodeBlock.of(
                "new $T($L, new boolean[] {$L}, $L, $L, $L)",
                GroupLayout.class,
                stride(),
                CodeBlock.join(text, ", "),
                firstOffset,
                kinds,
                presence);
    }

    private CodeBlock kind(Slot slot) {
        return CodeBlock.of("$T.$L", Accumulator.class, slot.kind().name());
    }

    private CodeBlock presence(Slot slot) {
        return CodeBlock.of("$L", slot.presence());
    }

    /** Writes a method that makes an array of one element for each slot, by way of methods that fill in some of them each; returns its name. */
    private String filled(TypeName type, String hint, ClassMembers members, Function<Slot, CodeBlock> element) {
        CodeBlock.Builder whole =
                CodeBlock.builder().addStatement("final $1T[] all = new $1T[$2L]", type, slots.size());
        int index = 0;
        for (List<Slot> part : parts(slots)) {
            CodeBlock.Builder some = CodeBlock.builder();
            for (Slot slot : part) {
                some.addStatement("all[$L] = $L", index++, element.apply(slot));
            }
            String name = members.names.variable("some " + hint);
            members.method(MethodSpec.methodBuilder(name)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(ArrayTypeName.of(type), "all", Modifier.FINAL)
                    .addCode(some.build())
                    .build());
            whole.addStatement("$N(all)", name);
        }
        String name = members.names.variable("all " + hint);
        members.method(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(ArrayTypeName.of(type))
                .addCode(whole.addStatement("return all").build())
                .build());
        return name;
    }
}
