package kpipe.compiler.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;

/** The implicit conversions of the dialect, made explicit: the pipeline has none. Constants are converted here and now where that cannot fail. */
public final class Conversions {

    private static final long MILLIS_PER_DAY = 86_400_000L;

    private Conversions() {}

    /** The expression in the kind (and scale) of {@code target}; its own precision and nullability stay. */
    public static Expr convert(Expr expr, Type target) {
        Type plain = Intervals.plain(target);
        if (expr instanceof Expr.Literal literal) {
            if (literal.value() == null) {
                return new Expr.Literal(null, plain.withNullable(true), literal.span());
            }
            Expr converted = constant(literal, plain);
            if (converted != null) {
                return converted;
            }
        }
        return fits(expr.type(), plain)
                ? expr
                : new Expr.Cast(
                        expr,
                        Expr.Cast.Mode.CAST,
                        plain.withNullable(expr.type().nullable()),
                        expr.span());
    }

    /** Every operand in the kind and scale of {@code target}. */
    static List<Expr> convertAll(List<Expr> operands, Type target) {
        List<Expr> converted = new ArrayList<>();
        for (Expr operand : operands) {
            converted.add(convert(operand, target));
        }
        return converted;
    }

    /** Whether a value of one type is, bit for bit, one of the other. */
    private static boolean fits(Type from, Type to) {
        if (from.kind() != to.kind()) {
            return false;
        }
        return switch (from.kind()) {
            case DECIMAL -> from.scale() == to.scale() && from.precision() <= to.precision();
            case CHAR, BINARY -> from.precision() == to.precision();
            case VARCHAR, VARBINARY -> from.precision() <= to.precision();
            case ARRAY, MAP, ROW -> to.holds(from);
            default -> true;
        };
    }

    private static Expr.@org.jspecify.annotations.Nullable Literal constant(Expr.Literal literal, Type target) {
        Object value = literal.value();
        Type from = literal.type();
        Kind kind = target.kind();
        if (value == null) {
            return null;
        }
        Type type = target.withNullable(false);
        if (kind == Kind.DOUBLE && from.kind().isNumeric()) {
            return new Expr.Literal(number(literal).doubleValue(), type, literal.span());
        }
        if (kind == Kind.DECIMAL && (from.kind().isInteger() || from.kind() == Kind.DECIMAL)) {
            BigDecimal scaled = number(literal).setScale(target.scale(), RoundingMode.HALF_UP);
            boolean fits = scaled.precision() <= target.precision();
            return fits ? new Expr.Literal(scaled.unscaledValue().longValueExact(), type, literal.span()) : null;
        }
        if (kind.isInteger()
                && from.kind().isInteger()
                && kind.ordinal() >= from.kind().ordinal()) {
            return new Expr.Literal(value, type, literal.span());
        }
        if (kind == Kind.TIMESTAMP && from.kind() == Kind.DATE) {
            return new Expr.Literal((Long) value * MILLIS_PER_DAY, type, literal.span());
        }
        boolean wider = kind == Kind.VARCHAR && from.kind() == kind && from.precision() <= target.precision();
        return wider ? new Expr.Literal(value, type, literal.span()) : null;
    }

    private static BigDecimal number(Expr.Literal literal) {
        Object value = literal.value();
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole, literal.type().scale());
        }
        if (value instanceof Double real) {
            return BigDecimal.valueOf(real);
        }
        throw new IllegalArgumentException("no number: " + literal);
    }

    /**
     * CAST of an interval to a number: how many of its last unit it is. To an integer it is cut, to a DECIMAL exact. The type of the operand knows its fields.
     */
    static Expr intervalToNumber(Expr interval, Type fields, Type target, Span span) {
        boolean nullable = target.nullable();
        Type bigint = Type.of(Kind.BIGINT, nullable);
        Expr raw = new Expr.Cast(interval, Expr.Cast.Mode.CAST, bigint, span);
        long unit = Intervals.unitOf(fields);
        if (unit == 1) {
            return convert(raw, target);
        }
        if (target.kind() != Kind.DECIMAL) {
            Expr divisor = new Expr.Literal(unit, Type.of(Kind.BIGINT, false), span);
            Expr count = new Expr.Call(Operation.DIVIDE, List.of(raw, divisor), bigint, span);
            return convert(count, target);
        }
        Type digits = Type.decimal(19, 0, nullable);
        Expr divisor = new Expr.Literal(unit, Type.decimal(19, 0, false), span);
        Expr exact = new Expr.Call(
                Operation.DIVIDE, List.of(convert(raw, digits), divisor), Type.decimal(19, 3, nullable), span);
        return convert(exact, target);
    }

    /** The expression as a column of a declared stream takes it: NULL into NOT NULL and text that is too long fail the row. */
    public static Expr assign(Expr expr, Type column) {
        Type from = expr.type();
        boolean nullsFit = column.nullable() || !from.nullable();
        if (expr instanceof Expr.Literal literal && literal.value() == null && column.nullable()) {
            return new Expr.Literal(null, column, literal.span());
        }
        if (nullsFit && expr instanceof Expr.Literal literal && literal.value() != null) {
            Expr converted = constant(literal, column);
            if (converted != null) {
                return converted;
            }
        }
        return nullsFit && fits(from, column)
                ? expr
                : new Expr.Cast(expr, Expr.Cast.Mode.ASSIGNMENT, column, expr.span());
    }
}
