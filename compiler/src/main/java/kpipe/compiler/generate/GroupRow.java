package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.generate.Accumulators.Result;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.DistinctSketch;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Gathering;
import kpipe.runtime.operator.GroupWords;
import kpipe.runtime.operator.NumberList;
import kpipe.runtime.operator.PairedSums;
import kpipe.runtime.operator.QuantileSketch;
import kpipe.runtime.operator.Spread;
import kpipe.runtime.operator.TextList;
import org.jspecify.annotations.Nullable;

/** The row that a closed group gives: keys, results of aggregates, bounds of the window. The group stands in {@code groups}, whose words are {@code words}, at {@code at}. */
final class GroupRow implements Environment {

    private final Expressions expressions;
    private final Operator.WindowAggregate aggregate;
    private final Accumulators accumulators;
    private final Class<? extends GroupWords> table;

    GroupRow(
            Expressions expressions,
            Operator.WindowAggregate aggregate,
            Accumulators accumulators,
            Class<? extends GroupWords> table) {
        this.expressions = expressions;
        this.aggregate = aggregate;
        this.accumulators = accumulators;
        this.table = table;
    }

    @Override
    public Value column(int index) {
        return expressions.once("group " + index, () -> read(index));
    }

    /** Computes all results that can fail, for one that does not fit costs the group, whether it is read or not; many are all computed, by several methods. Returns the row to read. */
    Environment settled() {
        if (accumulators.isLarge()) {
            return wide();
        }
        settle();
        return this;
    }

    private Environment wide() {
        int first = aggregate.keys().size();
        int end = first + accumulators.results.size();
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < aggregate.output().size(); i++) {
            columns.add(new Expr.Column(i, aggregate.output().type(i), aggregate.span()));
        }
        expressions.setRow(this);
        return WideRow.write(expressions, columns, this, index -> index >= first && index < end);
    }

    private void settle() {
        int keys = aggregate.keys().size();
        for (int i = 0; i < accumulators.results.size(); i++) {
            Aggregate.AggregateFunction function =
                    accumulators.results.get(i).aggregate().function();
            if (function == Aggregate.AggregateFunction.SUM
                    || function == Aggregate.AggregateFunction.AVG
                    || function == Aggregate.AggregateFunction.LISTAGG
                    || function == Aggregate.AggregateFunction.ARRAY_AGG
                    || Aggregate.SPREADS.contains(function)) {
                column(keys + i);
            }
        }
    }

    private Value read(int index) {
        int keys = aggregate.keys().size();
        int bounds = keys + accumulators.results.size();
        if (index < keys) {
            return key(index);
        }
        if (index < bounds) {
            return result(
                    accumulators.results.get(index - keys), aggregate.output().name(index));
        }
        return Value.primitive(
                aggregate.output().type(index), CodeBlock.of(index == bounds ? "windowStart" : "windowEnd"), null);
    }

    private static CodeBlock word(int offset) {
        return CodeBlock.of("words[at + $L]", offset);
    }

    private Value key(int index) {
        Type type = aggregate.keys().get(index).type();
        CodeBlock isNull = null;
        if (type.nullable()) {
            int bit = (int) aggregate.keys().subList(0, index).stream()
                    .filter(key -> key.type().nullable())
                    .count();
            CodeBlock test = bit < 15
                    ? CodeBlock.of("($L & $LL) != 0", word(0), 2L << bit)
                    : CodeBlock.of(
                            "($L >>> $L & 1) != 0",
                            word(1 + aggregate.keys().size() + (bit - 15) / 64),
                            (bit - 15) % 64);
            isNull = expressions.condition(test, aggregate.output().name(index) + "IsNull");
        }
        if (Value.isBytes(type)) {
            return new Value(type, word(index + 1), isNull, Value.Shape.PACKED, CodeBlock.of("groups.heap"));
        }
        return expressions.local(
                Value.primitive(type, fromWord(word(index + 1), type), isNull),
                aggregate.output().name(index));
    }

    private static CodeBlock fromWord(CodeBlock word, Type type) {
        if (type.kind() == Kind.BOOLEAN) {
            return CodeBlock.of("$L != 0", word);
        }
        return type.form() == Kind.Form.DOUBLE ? CodeBlock.of("Double.longBitsToDouble($L)", word) : word;
    }

    private Value result(Result result, String name) {
        Aggregate function = result.aggregate();
        Type type = function.type();
        Type argument = function.arguments().isEmpty()
                ? type
                : function.arguments().get(0).type();
        boolean set = function.distinct()
                && accumulators.slots.stream()
                        .anyMatch(slot -> slot.offset() == result.offset()
                                && slot.kind().name().startsWith("DISTINCT"));
        if (set) {
            return distinct(result, type, argument, name);
        }
        int at = result.offset();
        CodeBlock none =
                result.count() < 0 || !argument.nullable() || function.function() == Aggregate.AggregateFunction.COUNT
                        ? null
                        : expressions.condition(CodeBlock.of("$L == 0", word(result.count())), name + "IsNull");
        return switch (function.function()) {
            case COUNT -> Value.primitive(type, word(at), null);
            case SUM -> sum(result, type, argument, none, name);
            case AVG -> average(result, type, argument, none, name);
            case MIN, MAX, ANY, EVERY ->
                Value.isBytes(type)
                        ? Value.slice(type, word(at), CodeBlock.of("groups.heap"), none)
                        : expressions.local(Value.primitive(type, fromWord(word(at), type), none), name);
            case FIRST_VALUE, LAST_VALUE -> edge(at, type, name);
            case BIT_AND, BIT_OR, BIT_XOR -> expressions.local(Value.primitive(type, word(at), none), name);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> spread(result, type, argument, name);
            case APPROX_COUNT_DISTINCT ->
                expressions.local(
                        Value.primitive(type, CodeBlock.of("$L.count()", gathering(DistinctSketch.class, at)), null),
                        name);
            case LISTAGG, ARRAY_AGG -> list(at, type, argument, name);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_COUNT, REGR_AVGX, REGR_AVGY ->
                pair(result, type, name);
            case PERCENTILE_CONT, PERCENTILE_DISC, APPROX_QUANTILE -> percentile(result, type, argument, name);
        };
    }

    private static CodeBlock gathering(Class<? extends Gathering> kind, int offset) {
        return CodeBlock.of("(($T) groups.gathering(at + $L))", kind, offset);
    }

    private Value list(int at, Type type, Type argument, String name) {
        CodeBlock list = gathering(TextList.class, at);
        CodeBlock none =
                argument.nullable() ? expressions.condition(CodeBlock.of("$L.isEmpty()", list), name + "IsNull") : null;
        Value empty = Value.primitive(Type.of(Kind.BOOLEAN, true), CodeBlock.of("$L.isEmpty()", list), none);
        CodeBlock result = type.kind() == Kind.ARRAY
                ? CodeBlock.of("$L.array()", list)
                : CodeBlock.of("$L.joined($S)", list, type.sql());
        return expressions.strict(type, line(), List.of(empty), true, name, values -> result);
    }

    private Value percentile(Result result, Type type, Type argument, String name) {
        Aggregate.AggregateFunction function = result.aggregate().function();
        Aggregate.Fraction fraction =
                java.util.Objects.requireNonNull(result.aggregate().fraction());
        CodeBlock part = CodeBlock.of("$LL, $LL", fraction.numerator(), fraction.denominator());
        boolean floating = argument.form() == Kind.Form.DOUBLE;
        CodeBlock code;
        CodeBlock size;
        if (function == Aggregate.AggregateFunction.APPROX_QUANTILE) {
            CodeBlock sketch = gathering(QuantileSketch.class, result.offset());
            size = CodeBlock.of("$L.count()", sketch);
            code = CodeBlock.of("$L.quantile($L)", sketch, part);
        } else {
            CodeBlock list = gathering(NumberList.class, result.offset());
            size = CodeBlock.of("$L.size()", list);
            boolean continuous = function == Aggregate.AggregateFunction.PERCENTILE_CONT;
            String method = (continuous ? "continuous" : "discrete") + (floating ? "Double" : "");
            CodeBlock scale = continuous && !floating ? CodeBlock.of(", $L", argument.scale()) : CodeBlock.of("");
            code = CodeBlock.of("$L.$L($L, $L$L)", list, method, part, fraction.descending(), scale);
        }
        if (type.kind() == Kind.BOOLEAN) {
            code = CodeBlock.of("$L != 0", code);
        }
        CodeBlock none =
                argument.nullable() ? expressions.condition(CodeBlock.of("$L == 0", size), name + "IsNull") : null;
        CodeBlock found = code;
        Value raw = Value.primitive(type, found, none);
        return expressions.strict(type, line(), List.of(raw), true, name, values -> found);
    }

    private Value pair(Result result, Type type, String name) {
        CodeBlock sums = gathering(PairedSums.class, result.offset());
        if (result.aggregate().function() == Aggregate.AggregateFunction.REGR_COUNT) {
            return expressions.local(Value.primitive(type, CodeBlock.of("$L.count()", sums), null), name);
        }
        CodeBlock none = CodeBlock.of("$L.count() == 0", sums);
        String method = switch (result.aggregate().function()) {
            case COVAR_POP -> "covariance";
            case COVAR_SAMP -> {
                none = CodeBlock.of("$L.count() < 2", sums);
                yield "sampleCovariance";
            }
            case CORR -> {
                none = CodeBlock.of("!$L.hasCorrelation()", sums);
                yield "correlation";
            }
            case REGR_AVGX -> "meanX";
            case REGR_AVGY -> "meanY";
            default -> {
                none = CodeBlock.of("!$L.hasLine()", sums);
                yield switch (result.aggregate().function()) {
                    case REGR_SLOPE -> "slope";
                    case REGR_INTERCEPT -> "intercept";
                    default -> "determination";
                };
            }
        };
        CodeBlock isNull = type.nullable() ? expressions.condition(none, name + "IsNull") : null;
        CodeBlock finite = CodeBlock.of("$T.finite($L.$L(), $S)", Exact.class, sums, method, type.sql());
        return totals().checked(type, isNull, name, finite);
    }

    private static boolean ofSample(Aggregate.AggregateFunction function) {
        return function == Aggregate.AggregateFunction.VAR_SAMP || function == Aggregate.AggregateFunction.STDDEV_SAMP;
    }

    private Value spread(Result result, Type type, Type argument, String name) {
        boolean sample = ofSample(result.aggregate().function());
        CodeBlock none = sample || argument.nullable()
                ? expressions.condition(CodeBlock.of("$L < $L", word(result.offset()), sample ? 2 : 1), name + "IsNull")
                : null;
        CodeBlock place = CodeBlock.of("words, at + $L", result.offset());
        CodeBlock variance = argument.form() == Kind.Form.DOUBLE
                ? CodeBlock.of("$T.variance($L, $L)", Spread.class, place, sample)
                : CodeBlock.of("$T.exactVariance($L, $L, $L)", Spread.class, place, argument.scale(), sample);
        return totals().checked(type, none, name, rooted(result, variance));
    }

    private static CodeBlock rooted(Result result, CodeBlock variance) {
        Aggregate.AggregateFunction function = result.aggregate().function();
        boolean deviation = function == Aggregate.AggregateFunction.STDDEV_POP
                || function == Aggregate.AggregateFunction.STDDEV_SAMP;
        return deviation ? CodeBlock.of("Math.sqrt($L)", variance) : variance;
    }

    private Value edge(int at, Type type, String name) {
        CodeBlock none = expressions.condition(CodeBlock.of("$L == 0", word(at + 1)), name + "IsNull");
        return Value.isBytes(type)
                ? Value.slice(type, word(at + 2), CodeBlock.of("groups.heap"), none)
                : expressions.local(Value.primitive(type, fromWord(word(at + 2), type), none), name);
    }

    private Value sum(Result result, Type type, Type argument, @Nullable CodeBlock none, String name) {
        int at = result.offset();
        return totals().sum(type, argument, none, name, total(at, argument), word(at + 1));
    }

    private Value average(Result result, Type type, Type argument, @Nullable CodeBlock none, String name) {
        int at = result.offset();
        return totals().average(type, argument, none, name, total(at, argument), word(at + 1), word(result.count()));
    }

    private static CodeBlock total(int at, Type argument) {
        return argument.form() == Kind.Form.DOUBLE ? fromWord(word(at), argument) : word(at);
    }

    private Totals totals() {
        return new Totals(expressions, line());
    }

    private Value distinct(Result result, Type type, Type argument, String name) {
        CodeBlock set =
                CodeBlock.of("groups.$L(at + $L)", Value.isBytes(argument) ? "textSet" : "longSet", result.offset());
        if (result.aggregate().function() == Aggregate.AggregateFunction.COUNT) {
            return expressions.local(Value.primitive(type, CodeBlock.of("$L.size()", set), null), name);
        }
        boolean sample = ofSample(result.aggregate().function());
        CodeBlock none = argument.nullable() || sample
                ? expressions.condition(CodeBlock.of("$L.size() < $L", set, sample ? 2 : 1), name + "IsNull")
                : null;
        if (result.aggregate().function() == Aggregate.AggregateFunction.BIT_XOR) {
            return expressions.local(Value.primitive(type, CodeBlock.of("$L.xor()", set), none), name);
        }
        if (Aggregate.SPREADS.contains(result.aggregate().function())) {
            CodeBlock variance = argument.form() == Kind.Form.DOUBLE
                    ? CodeBlock.of("$L.variance($L)", set, sample)
                    : CodeBlock.of("$L.exactVariance($L, $L)", set, argument.scale(), sample);
            return totals().checked(type, none, name, rooted(result, variance));
        }
        Value size = Value.primitive(type, CodeBlock.of("$L.size()", set), none);
        boolean sum = result.aggregate().function() == Aggregate.AggregateFunction.SUM;
        boolean floating = argument.form() == Kind.Form.DOUBLE;
        return expressions.strict(type, line(), List.of(size), true, name, values -> {
            CodeBlock total = CodeBlock.of("$L.$L($S)", set, floating ? "doubleSum" : "longSum", type.sql());
            if (floating) {
                CodeBlock number = sum ? total : CodeBlock.of("$L / $L.size()", total, set);
                return type.kind() == Kind.REAL
                        ? CodeBlock.of("$T.finiteReal($L, $S)", Exact.class, number, type.sql())
                        : number;
            }
            CodeBlock number = sum
                    ? total
                    : CodeBlock.of(
                            "$L.mean($L, $L)", set, argument.kind() == Kind.DECIMAL, type.scale() - argument.scale());
            return Operations.ranged(number, type);
        });
    }

    private int line() {
        return aggregate.span().line();
    }

    @Override
    public CodeBlock rowtime() {
        return CodeBlock.of("windowEnd");
    }

    @Override
    public CodeBlock watermark() {
        return CodeBlock.of("windowEnd");
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.builder(table, "groups", Modifier.FINAL).build(),
                ParameterSpec.builder(long[].class, "words", Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.INT, "at", Modifier.FINAL).build(),
                ParameterSpec.builder(TypeName.LONG, "windowStart", Modifier.FINAL)
                        .build(),
                ParameterSpec.builder(TypeName.LONG, "windowEnd", Modifier.FINAL)
                        .build());
    }
}
