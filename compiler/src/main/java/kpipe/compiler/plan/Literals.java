package kpipe.compiler.plan;

import java.math.BigDecimal;
import java.util.HexFormat;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Constants of the text as values and types. One that makes no sense is reported. */
final class Literals {

    private static final int MAX_DIGITS = 19;

    private final Problems problems;

    Literals(Problems problems) {
        this.problems = problems;
    }

    /** A value in the Java form of {@link kpipe.compiler.pipeline.Expr.Literal}, and its type. */
    record Constant(@Nullable Object value, Type type) {}

    private static final Constant BROKEN = new Constant(null, TypeRules.BROKEN);

    Constant read(Literal literal) {
        if (literal instanceof Literal.Numeric numeric) {
            return number(numeric);
        }
        if (literal instanceof Literal.Text text) {
            String value = text.value();
            return new Constant(value, Type.varchar(Math.max(1, value.codePointCount(0, value.length())), false));
        }
        if (literal instanceof Literal.Truth truth) {
            Object value = truth.value() == Literal.Truth.Value.UNKNOWN
                    ? null
                    : (Object) (truth.value() == Literal.Truth.Value.TRUE);
            return new Constant(value, Type.of(Kind.BOOLEAN, value == null));
        }
        if (literal instanceof Literal.Binary binary) {
            return binary(binary);
        }
        if (literal instanceof Literal.DateTime time) {
            return datetime(time);
        }
        return literal instanceof Literal.Interval interval
                ? interval(interval)
                : new Constant(null, TypeRules.UNTYPED_NULL);
    }

    private Constant number(Literal.Numeric numeric) {
        String text = numeric.text();
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value)
                    ? broken(numeric, "DOUBLE")
                    : new Constant(value, Type.of(Kind.DOUBLE, false));
        }
        BigDecimal value = new BigDecimal(text);
        if (value.scale() <= 0) {
            if (value.toBigInteger().bitLength() > 63) {
                return broken(numeric, "BIGINT");
            }
            long whole = value.longValueExact();
            Kind kind = whole <= Integer.MAX_VALUE ? Kind.INTEGER : Kind.BIGINT;
            return new Constant(whole, Type.of(kind, false));
        }
        int digits = Math.max(value.precision(), value.scale());
        if (digits > MAX_DIGITS || value.unscaledValue().bitLength() > 63) {
            return new Constant(value.doubleValue(), Type.of(Kind.DOUBLE, false));
        }
        return new Constant(value.unscaledValue().longValueExact(), Type.decimal(digits, value.scale(), false));
    }

    private Constant binary(Literal.Binary binary) {
        try {
            byte[] value = HexFormat.of().parseHex(binary.digits());
            return new Constant(value, new Type(Kind.BINARY, Math.max(1, value.length), 0, false));
        } catch (IllegalArgumentException notHex) {
            return broken(binary, "binary literal");
        }
    }

    private Constant datetime(Literal.DateTime literal) {
        String text = literal.text().value();
        Long value = switch (literal.kind()) {
            case DATE -> DatetimeText.date(text);
            case TIME -> DatetimeText.time(text);
            case TIMESTAMP -> DatetimeText.timestamp(text);
        };
        Kind kind = Kind.valueOf(literal.kind().name());
        if (value == null) {
            String form = switch (literal.kind()) {
                case DATE -> "`DATE`: write it as 'yyyy-MM-dd'";
                case TIME -> "`TIME`: write it as 'HH:mm:ss' or 'HH:mm:ss.SSS'";
                case TIMESTAMP -> "`TIMESTAMP`: write it as 'yyyy-MM-dd HH:mm:ss' or 'yyyy-MM-dd HH:mm:ss.SSS'";
            };
            problems.badLiteral(literal.text().span(), text, form);
            return BROKEN;
        }
        return new Constant(value, Type.of(kind, false));
    }

    private Constant interval(Literal.Interval literal) {
        Type type = Intervals.type(literal.qualifier(), false);
        if (type == null) {
            problems.badLiteral(
                    literal.qualifier().span(), literal.qualifier().span().text(), "range of fields of an interval");
            return BROKEN;
        }
        Long value = Intervals.value(literal);
        if (value == null) {
            problems.badLiteral(
                    literal.text().span(),
                    literal.text().value(),
                    "interval of " + literal.qualifier().span().text());
            return BROKEN;
        }
        return new Constant(value, type);
    }

    private Constant broken(Literal literal, String kind) {
        problems.badLiteral(literal.span(), literal.span().text(), kind);
        return BROKEN;
    }
}
