package kpipe.tool.description;

import java.math.BigDecimal;
import java.math.MathContext;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Kind;
import kpipe.tool.description.Value.Scalar;

/** What the operators of Terraform's language do with values that are known. */
final class HclArithmetic {

    private HclArithmetic() {}

    static Scalar of(Span span, String operator, Scalar left, Scalar right) throws MalformedException {
        switch (operator) {
            case "&&", "||" -> {
                boolean one = HclEvaluator.isTrue(left);
                boolean other = HclEvaluator.isTrue(right);
                return Scalar.truth(span, operator.equals("&&") ? one && other : one || other);
            }
            case "==", "!=" -> {
                return Scalar.truth(span, same(left, right) == operator.equals("=="));
            }
            default -> {
                return number(span, operator, decimal(left), decimal(right));
            }
        }
    }

    static Scalar negated(Span span, Scalar operand) throws MalformedException {
        return written(span, decimal(operand).negate());
    }

    private static boolean same(Scalar left, Scalar right) throws MalformedException {
        if (left.kind() == Kind.NUMBER && right.kind() == Kind.NUMBER) {
            return decimal(left).compareTo(decimal(right)) == 0;
        }
        return left.kind() == right.kind() && left.text().equals(right.text());
    }

    private static Scalar number(Span span, String operator, BigDecimal left, BigDecimal right)
            throws MalformedException {
        int order = left.compareTo(right);
        switch (operator) {
            case "<" -> {
                return Scalar.truth(span, order < 0);
            }
            case "<=" -> {
                return Scalar.truth(span, order <= 0);
            }
            case ">" -> {
                return Scalar.truth(span, order > 0);
            }
            case ">=" -> {
                return Scalar.truth(span, order >= 0);
            }
            case "+" -> {
                return written(span, left.add(right));
            }
            case "-" -> {
                return written(span, left.subtract(right));
            }
            case "*" -> {
                return written(span, left.multiply(right));
            }
            default -> {
                if (right.signum() == 0) {
                    throw new MalformedException(HclCursor.FORMAT, span, "this divides by zero");
                }
                return written(
                        span, operator.equals("/") ? left.divide(right, MathContext.DECIMAL64) : left.remainder(right));
            }
        }
    }

    static Scalar written(Span span, BigDecimal number) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return Scalar.number(span, plain.toPlainString());
    }

    /** A number, or a text that is one. */
    static BigDecimal decimal(Scalar scalar) throws MalformedException {
        if (scalar.text().length() <= 40 && scalar.text().matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?")) {
            return new BigDecimal(scalar.text());
        }
        throw new MalformedException(HclCursor.FORMAT, scalar.span(), "this is no number");
    }
}
