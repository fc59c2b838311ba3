package kpipe.compiler.plan;

import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * How the types of operands give the type of a result, by the rules of the KDA dialect. A method returns null where the types do not fit together.
 *
 * <p>Two types are of no value: {@link #UNTYPED_NULL} is that of the word NULL before its place gives it one, and {@link #BROKEN} that of an expression about which an error
 * has been reported, so that it causes no second one.
 */
public final class TypeRules {

    /** The type of the word NULL. */
    static final Type UNTYPED_NULL = new Type(Kind.VARCHAR, -1, 0, true);

    /** The type of an expression that has been reported as wrong. */
    static final Type BROKEN = new Type(Kind.VARCHAR, -2, 0, true);

    /** The digits that results are capped at; 19 are accepted in declarations alone. */
    private static final int DECIMAL_DIGITS = 18;

    private static final int MINIMAL_QUOTIENT_SCALE = 6;

    private TypeRules() {}

    static boolean isSpecial(Type type) {
        return type.precision() < 0;
    }

    static boolean isNull(Type type) {
        return type.precision() == UNTYPED_NULL.precision();
    }

    public static boolean isBroken(Type type) {
        return type.precision() == BROKEN.precision();
    }

    /** The type of {@code left operator right}, for {@code + - * /} over numbers, datetimes and intervals. */
    static @Nullable Type arithmetic(char operator, Type left, Type right) {
        boolean nullable = left.nullable() || right.nullable();
        if (isNull(left) && isNull(right)) {
            return null;
        }
        if (isNull(left)) {
            return arithmetic(operator, counterpart(operator, right), right);
        }
        if (isNull(right)) {
            return arithmetic(operator, left, counterpart(operator, left));
        }
        Kind leftKind = left.kind();
        Kind rightKind = right.kind();
        if (leftKind.isNumeric() && rightKind.isNumeric()) {
            return numeric(operator, left, right).withNullable(nullable);
        }
        return switch (operator) {
            case '+' -> {
                if (leftKind.isDatetime() && rightKind.isInterval() && takesInterval(leftKind, rightKind)) {
                    yield left.withNullable(nullable);
                }
                if (leftKind.isInterval() && rightKind.isDatetime() && takesInterval(rightKind, leftKind)) {
                    yield right.withNullable(nullable);
                }
                yield leftKind.isInterval() && leftKind == rightKind ? Intervals.common(left, right) : null;
            }
            case '-' -> {
                if (leftKind.isDatetime() && rightKind.isInterval() && takesInterval(leftKind, rightKind)) {
                    yield left.withNullable(nullable);
                }
                yield leftKind.isInterval() && leftKind == rightKind ? Intervals.common(left, right) : null;
            }
            case '*' -> {
                if (leftKind.isInterval() && rightKind.isNumeric()) {
                    yield left.withNullable(nullable);
                }
                yield leftKind.isNumeric() && rightKind.isInterval() ? right.withNullable(nullable) : null;
            }
            case '/' -> leftKind.isInterval() && rightKind.isNumeric() ? left.withNullable(nullable) : null;
            default -> throw new IllegalArgumentException("operator " + operator);
        };
    }

    private static boolean takesInterval(Kind datetime, Kind interval) {
        return datetime != Kind.TIME || interval == Kind.INTERVAL_DAY_TIME;
    }

    /** What NULL stands for beside {@code other}. */
    private static Type counterpart(char operator, Type other) {
        if (other.kind().isDatetime()) {
            return Type.of(Kind.INTERVAL_DAY_TIME, true);
        }
        if (other.kind().isInterval() && (operator == '*' || operator == '/')) {
            return Type.of(Kind.INTEGER, true);
        }
        return other.withNullable(true);
    }

    private static Type numeric(char operator, Type left, Type right) {
        Kind leftKind = left.kind();
        Kind rightKind = right.kind();
        if (leftKind.isApproximate() || rightKind.isApproximate()) {
            return Type.of(leftKind == Kind.REAL && rightKind == Kind.REAL ? Kind.REAL : Kind.DOUBLE, false);
        }
        if (leftKind.isInteger() && rightKind.isInteger()) {
            return Type.of(leftKind.ordinal() > rightKind.ordinal() ? leftKind : rightKind, false);
        }
        return decimal(operator, asDecimal(left), asDecimal(right));
    }

    private static Type decimal(char operator, Type left, Type right) {
        int leftWhole = left.precision() - left.scale();
        int rightWhole = right.precision() - right.scale();
        int widerScale = Math.max(left.scale(), right.scale());
        return switch (operator) {
            case '+', '-' -> capped(Math.max(leftWhole, rightWhole) + 1, widerScale, widerScale);
            case '*' -> capped(leftWhole + rightWhole, left.scale() + right.scale(), widerScale);
            case '/' ->
                capped(
                        leftWhole + right.scale(),
                        Math.max(MINIMAL_QUOTIENT_SCALE, left.scale() + right.precision() + 1),
                        Math.max(MINIMAL_QUOTIENT_SCALE, left.scale()));
            default -> throw new IllegalArgumentException("operator " + operator);
        };
    }

    /** DECIMAL of so many whole and fraction digits; where they are too many, the fraction gives way first, down to {@code leastScale}, then the whole digits. */
    private static Type capped(int whole, int scale, int leastScale) {
        if (whole + scale <= DECIMAL_DIGITS) {
            return Type.decimal(Math.max(whole + scale, 1), scale, false);
        }
        int kept = Math.max(Math.min(scale, leastScale), DECIMAL_DIGITS - whole);
        return Type.decimal(DECIMAL_DIGITS, Math.min(kept, DECIMAL_DIGITS), false);
    }

    /** The DECIMAL with a digit more before the point, where a result may have one more. */
    static Type carried(Type decimal) {
        int precision = Math.max(decimal.precision(), Math.min(decimal.precision() + 1, DECIMAL_DIGITS));
        return Type.decimal(precision, decimal.scale(), decimal.nullable());
    }

    /** The DECIMAL that holds every value of an exact numeric type. */
    static Type asDecimal(Type type) {
        int digits = switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision();
        };
        return Type.decimal(digits, type.scale(), type.nullable());
    }

    /** The type that both are brought to before they are compared. */
    static @Nullable Type comparison(Type left, Type right) {
        return common(List.of(left, right));
    }

    /** The least type that holds the values of all: of CASE, COALESCE, IN, UNION ALL. {@link #UNTYPED_NULL} where all are. */
    static @Nullable Type common(List<Type> types) {
        Type result = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            Type both = common(result, type);
            if (both == null) {
                return null;
            }
            result = both;
        }
        return result;
    }

    private static @Nullable Type common(Type left, Type right) {
        boolean nullable = left.nullable() || right.nullable();
        if (isBroken(left) || isBroken(right)) {
            return BROKEN;
        }
        if (isNull(left)) {
            return right.withNullable(true);
        }
        if (isNull(right)) {
            return left.withNullable(true);
        }
        Kind leftKind = left.kind();
        Kind rightKind = right.kind();
        if (leftKind.isNumeric() && rightKind.isNumeric()) {
            return commonNumeric(left, right).withNullable(nullable);
        }
        if (leftKind.isText() && rightKind.isText() || leftKind.isBinary() && rightKind.isBinary()) {
            boolean same = leftKind == rightKind && left.precision() == right.precision();
            Kind kind = same ? leftKind : leftKind.isText() ? Kind.VARCHAR : Kind.VARBINARY;
            return new Type(kind, Math.max(left.precision(), right.precision()), 0, nullable);
        }
        if (leftKind.isInterval() && leftKind == rightKind) {
            return Intervals.common(left, right);
        }
        if (leftKind == rightKind && leftKind.isNested()) {
            return left.holds(right)
                    ? left.withNullable(nullable)
                    : right.holds(left) ? right.withNullable(nullable) : null;
        }
        if (leftKind == rightKind) {
            return left.withNullable(nullable);
        }
        boolean dateAndTimestamp = leftKind == Kind.DATE && rightKind == Kind.TIMESTAMP
                || leftKind == Kind.TIMESTAMP && rightKind == Kind.DATE;
        return dateAndTimestamp ? Type.of(Kind.TIMESTAMP, nullable) : null;
    }

    /** Whether these are exact numbers, a DECIMAL among them, and no DECIMAL holds the values of all. */
    static boolean exceedDecimal(List<Type> types) {
        int whole = 0;
        int scale = 0;
        boolean decimals = false;
        for (Type type : types) {
            if (!type.kind().isInteger() && type.kind() != Kind.DECIMAL) {
                return false;
            }
            Type decimal = asDecimal(type);
            whole = Math.max(whole, decimal.precision() - decimal.scale());
            scale = Math.max(scale, decimal.scale());
            decimals |= type.kind() == Kind.DECIMAL;
        }
        return decimals && whole + scale > DECIMAL_DIGITS + 1;
    }

    private static Type commonNumeric(Type left, Type right) {
        Kind leftKind = left.kind();
        Kind rightKind = right.kind();
        if (leftKind.isApproximate() || rightKind.isApproximate() || leftKind.isInteger() && rightKind.isInteger()) {
            return numeric('+', left, right);
        }
        Type leftDecimal = asDecimal(left);
        Type rightDecimal = asDecimal(right);
        int scale = Math.max(leftDecimal.scale(), rightDecimal.scale());
        int whole = Math.max(
                leftDecimal.precision() - leftDecimal.scale(), rightDecimal.precision() - rightDecimal.scale());
        if (whole + scale == DECIMAL_DIGITS + 1) {
            return Type.decimal(DECIMAL_DIGITS + 1, scale, false);
        }
        return capped(whole, scale, scale);
    }

    /** The type of {@code left || right}; null if one of them is no text. */
    static @Nullable Type concatenation(Type left, Type right) {
        if (!isNull(left) && !left.kind().isText()
                || !isNull(right) && !right.kind().isText()) {
            return null;
        }
        int length = Math.max(left.precision(), 0) + Math.max(right.precision(), 0);
        return Type.varchar(Math.min(Math.max(length, 1), Type.MAX_VARCHAR), left.nullable() || right.nullable());
    }

    /** Whether CAST takes one to the other: the table of the dialect, and INTERVAL of the same class. */
    static boolean canCast(Type from, Type to) {
        Kind source = from.kind();
        Kind target = to.kind();
        if (source.isNested() || target.isNested()) {
            return isSpecial(from) || to.holds(from);
        }
        if (isSpecial(from) || source == target || target.isText()) {
            return !source.isBinary() || target.isBinary() || isSpecial(from);
        }
        return switch (source) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> target.isNumeric();
            case CHAR, VARCHAR ->
                target.isNumeric() || target.isDatetime() || target == Kind.BOOLEAN || target == Kind.INTERVAL_DAY_TIME;
            case DATE, TIME -> target == Kind.TIMESTAMP;
            case TIMESTAMP -> target == Kind.DATE || target == Kind.TIME;
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH ->
                target == Kind.BIGINT || target == Kind.DECIMAL || target == Kind.INTEGER;
            case BINARY, VARBINARY -> target.isBinary();
            case BOOLEAN, ARRAY, MAP, ROW -> false;
        };
    }

    /** Whether a value may flow into a column of another type without a CAST: as the dialect assigns. */
    public static boolean canAssign(Type from, Type to) {
        Kind source = from.kind();
        Kind target = to.kind();
        if (source.isNested() || target.isNested()) {
            return isSpecial(from) || to.holds(from);
        }
        return isSpecial(from)
                || source == target
                || source.isNumeric() && target.isNumeric()
                || source.isText() && target.isText()
                || source.isBinary() && target.isBinary();
    }
}
