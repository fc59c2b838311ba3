package kpipe.compiler.generate;

import static kpipe.compiler.generate.Expressions.operand;
import static kpipe.compiler.generate.Expressions.typeText;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.Calendars;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Parse;

/** Writes CAST and the conversions of an assignment. */
final class Conversions {

    private static final long DAY = 86_400_000L;

    private final Expressions expressions;

    Conversions(Expressions expressions) {
        this.expressions = expressions;
    }

    /** Whether the conversion itself can throw. */
    boolean canFail(Expr.Cast cast) {
        Type from = cast.operand().type();
        Type to = cast.type();
        boolean fallible =
                cast.assignment() && !to.nullable() && from.nullable() || !isHarmless(from, to, cast.assignment());
        return fallible && cast.mode() != Expr.Cast.Mode.TRY;
    }

    private static boolean isHarmless(Type from, Type to, boolean assignment) {
        Kind kind = to.kind();
        if (from.kind().isText() && kind.isText() || from.kind().isBinary() && kind.isBinary()) {
            return !assignment || from.precision() <= to.precision();
        }
        if (from.kind().isText() || kind.isText()) {
            return false;
        }
        return switch (kind) {
            case BOOLEAN, BIGINT -> from.form() == Kind.Form.LONG && from.kind() != Kind.DECIMAL;
            case TINYINT, SMALLINT, INTEGER ->
                from.kind().isInteger() && from.kind().ordinal() <= kind.ordinal();
            case DOUBLE -> true;
            case REAL -> from.kind() == Kind.REAL;
            case DATE, TIME -> true;
            case TIMESTAMP -> from.kind() != Kind.DATE;
            case DECIMAL ->
                from.kind() == Kind.DECIMAL && from.scale() == to.scale() && from.precision() <= to.precision();
            default -> true;
        };
    }

    Value write(Expr.Cast cast) {
        Value value = expressions.evaluate(cast.operand());
        Type from = cast.operand().type();
        Type to = cast.type();
        if (cast.assignment() && !to.nullable() && value.isNull() != null) {
            expressions.mark(cast);
            expressions.block.begin("if ($L)", value.isNull());
            expressions.block.statement("throw $T.nullValue()", Exact.class);
            expressions.block.end();
            value = value.withNull(null);
        }
        if (isSame(from, to)) {
            return retyped(value, to);
        }
        boolean fallible = !isHarmless(from, to, cast.assignment());
        Expressions.Operator conversion = Value.isBytes(to) ? bytes(cast) : values -> number(values.get(0), from, to);
        String hint = Value.isBytes(to) ? "text" : "cast";
        return fallible && cast.mode() == Expr.Cast.Mode.TRY
                ? expressions.attempt(to, value, hint, conversion)
                : expressions.strict(to, cast.span().line(), List.of(value), fallible, hint, conversion);
    }

    /** Whether the cell stays as it is. */
    private static boolean isSame(Type from, Type to) {
        if (from.kind().isText() && to.kind() == Kind.VARCHAR
                || from.kind().isBinary() && to.kind() == Kind.VARBINARY) {
            return from.precision() <= to.precision();
        }
        if (from.kind() == to.kind()) {
            return switch (to.kind()) {
                case CHAR, BINARY -> from.precision() == to.precision();
                case DECIMAL -> from.scale() == to.scale() && from.precision() <= to.precision();
                default -> true;
            };
        }
        boolean widened = from.kind().isInteger()
                && to.kind().isInteger()
                && from.kind().ordinal() < to.kind().ordinal();
        return widened
                || from.kind() == Kind.REAL && to.kind() == Kind.DOUBLE
                || from.kind().isInterval() && to.kind() == Kind.BIGINT;
    }

    private static Value retyped(Value value, Type to) {
        return new Value(to, value.code(), value.isNull(), value.shape(), value.heap());
    }

    // ---- to text and binary

    private Expressions.Operator bytes(Expr.Cast cast) {
        Type from = cast.operand().type();
        Type to = cast.type();
        String builder = expressions.textBuilder();
        return values -> {
            Value operand = values.get(0);
            boolean binary = to.kind().isBinary();
            CodeBlock text = from.kind().isText() || from.kind().isBinary()
                    ? expressions.text(operand)
                    : form(builder, operand, from);
            boolean mayBeCut = from.kind().isInterval() || Value.isBytes(from) && !cast.assignment();
            if (!Value.isBytes(from) || from.precision() > to.precision()) {
                text = mayBeCut
                        ? CodeBlock.of("$N.$L($L, $L)", builder, binary ? "cutBytes" : "cut", text, to.precision())
                        : CodeBlock.of(
                                "$N.$L($L, $L, $L)",
                                builder,
                                binary ? "fitBytes" : "fit",
                                text,
                                to.precision(),
                                typeText(to));
            }
            if (to.kind() == Kind.CHAR || to.kind() == Kind.BINARY) {
                text = CodeBlock.of("$N.$L($L, $L)", builder, binary ? "padBytes" : "pad", text, to.precision());
            }
            return text;
        };
    }

    private static CodeBlock form(String builder, Value value, Type from) {
        CodeBlock code = value.code();
        return switch (from.kind()) {
            case BOOLEAN -> CodeBlock.of("$N.fromBoolean($L)", builder, code);
            case DECIMAL -> CodeBlock.of("$N.fromDecimal($L, $L)", builder, code, from.scale());
            case DOUBLE -> CodeBlock.of("$N.fromDouble($L)", builder, code);
            case REAL -> CodeBlock.of("$N.fromReal($L)", builder, code);
            case DATE -> CodeBlock.of("$N.fromDate($L)", builder, code);
            case TIME -> CodeBlock.of("$N.fromTime($L)", builder, code);
            case TIMESTAMP -> CodeBlock.of("$N.fromTimestamp($L)", builder, code);
            case INTERVAL_DAY_TIME -> CodeBlock.of("$N.fromDayTimeInterval($L)", builder, code);
            case INTERVAL_YEAR_MONTH -> CodeBlock.of("$N.fromYearMonthInterval($L)", builder, code);
            default -> CodeBlock.of("$N.fromLong($L)", builder, code);
        };
    }

    // ---- to numbers, dates, times

    private CodeBlock number(Value value, Type from, Type to) {
        if (from.kind().isText()) {
            return parse(expressions.text(value), to);
        }
        CodeBlock code = value.code();
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(code, from, to);
            case DECIMAL -> decimal(code, from, to);
            case REAL -> CodeBlock.of("$T.finiteReal($L, $L)", Exact.class, toDouble(code, from), typeText(to));
            case DOUBLE -> toDouble(code, from);
            case DATE ->
                from.kind() == Kind.TIMESTAMP ? CodeBlock.of("$T.floorDiv($L, $LL)", Math.class, code, DAY) : code;
            case TIME ->
                from.kind() == Kind.TIMESTAMP ? CodeBlock.of("$T.floorMod($L, $LL)", Math.class, code, DAY) : code;
            case TIMESTAMP ->
                switch (from.kind()) {
                    case DATE -> CodeBlock.of("$T.multiply($L, $LL, $L)", Exact.class, code, DAY, typeText(to));
                    case TIME ->
                        CodeBlock.of(
                                "$T.floor($N, $LL) + $L",
                                Calendars.class,
                                expressions.members.startTime(),
                                DAY,
                                operand(code));
                    default -> code;
                };
            default -> code;
        };
    }

    private static CodeBlock integer(CodeBlock code, Type from, Type to) {
        CodeBlock least = Operations.number(Operations.least(to));
        CodeBlock greatest = Operations.number(Operations.greatest(to));
        if (from.form() == Kind.Form.DOUBLE) {
            return CodeBlock.of("$T.round($L, $L, $L, $L)", Decimals.class, code, least, greatest, typeText(to));
        }
        CodeBlock whole = from.kind() == Kind.DECIMAL && from.scale() > 0
                ? CodeBlock.of("$T.divideRounded($L, $L)", Decimals.class, code, from.scale())
                : code;
        return to.kind() == Kind.BIGINT
                ? whole
                : CodeBlock.of("$T.inRange($L, $L, $L, $L)", Exact.class, whole, least, greatest, typeText(to));
    }

    private static CodeBlock decimal(CodeBlock code, Type from, Type to) {
        if (from.form() == Kind.Form.DOUBLE) {
            return CodeBlock.of(
                    "$T.fromDouble($L, $L, $L, $L)", Decimals.class, code, to.scale(), to.precision(), typeText(to));
        }
        return CodeBlock.of(
                "$T.rescale($L, $L, $L, $L, $L)",
                Decimals.class,
                code,
                from.scale(),
                to.scale(),
                to.precision(),
                typeText(to));
    }

    private static CodeBlock toDouble(CodeBlock code, Type from) {
        if (from.form() == Kind.Form.DOUBLE) {
            return code;
        }
        return from.kind() == Kind.DECIMAL && from.scale() > 0
                ? CodeBlock.of("$T.toDouble($L, $L)", Decimals.class, code, from.scale())
                : CodeBlock.of("(double) $L", operand(code));
    }

    private static CodeBlock parse(CodeBlock text, Type to) {
        CodeBlock name = typeText(to);
        return switch (to.kind()) {
            case BOOLEAN -> CodeBlock.of("$T.booleanValue($L, $L)", Parse.class, text, name);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                CodeBlock.of(
                        "$T.integer($L, $L, $L, $L)",
                        Parse.class,
                        text,
                        Operations.number(Operations.least(to)),
                        Operations.number(Operations.greatest(to)),
                        name);
            case DECIMAL ->
                CodeBlock.of("$T.decimal($L, $L, $L, $L)", Parse.class, text, to.scale(), to.precision(), name);
            case DOUBLE -> CodeBlock.of("$T.doubleValue($L, $L)", Parse.class, text, name);
            case REAL -> CodeBlock.of("$T.real($L, $L)", Parse.class, text, name);
            case DATE -> CodeBlock.of("$T.date($L, $L)", Parse.class, text, name);
            case TIME -> CodeBlock.of("$T.time($L, $L)", Parse.class, text, name);
            case TIMESTAMP -> CodeBlock.of("$T.timestamp($L, $L)", Parse.class, text, name);
            case INTERVAL_DAY_TIME -> CodeBlock.of("$T.dayTimeInterval($L, $S)", Parse.class, text, "INTERVAL");
            default -> throw new IllegalArgumentException("text to " + to.sql());
        };
    }
}
