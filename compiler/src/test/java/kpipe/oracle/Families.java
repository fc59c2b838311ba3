package kpipe.oracle;

import kpipe.data.Type;

/** The types of results, as docs/language/types.md has them, and the arithmetic of DECIMAL, which DuckDB rounds and divides in its own way. */
final class Families {

    private static final int DIGITS = 18;
    private static final int QUOTIENT_SCALE = 6;

    private Families() {}

    /** Of whole numbers the wider type; of others the first. */
    static Type common(Type left, Type right) {
        boolean wider = Family.of(left) == Family.WHOLE
                && right.kind().ordinal() > left.kind().ordinal();
        return (wider ? right : left).withNullable(left.nullable() || right.nullable());
    }

    private static Type asDecimal(Type type) {
        return switch (type.kind()) {
            case TINYINT -> Type.decimal(3, 0, true);
            case SMALLINT -> Type.decimal(5, 0, true);
            case INTEGER -> Type.decimal(10, 0, true);
            case BIGINT -> Type.decimal(19, 0, true);
            default -> type;
        };
    }

    static Type decimalType(char operator, Sql left, Sql right) {
        Type a = asDecimal(left.type());
        Type b = asDecimal(right.type());
        int before = a.precision() - a.scale();
        int other = b.precision() - b.scale();
        int longer = Math.max(a.scale(), b.scale());
        return switch (operator) {
            case '+', '-' -> capped(Math.max(before, other) + 1, longer, longer);
            case '*' -> capped(before + other, a.scale() + b.scale(), longer);
            default ->
                capped(
                        before + b.scale(),
                        Math.max(QUOTIENT_SCALE, a.scale() + b.precision() + 1),
                        Math.max(QUOTIENT_SCALE, a.scale()));
        };
    }

    private static Type capped(int before, int behind, int least) {
        if (before + behind <= DIGITS) {
            return Type.decimal(before + behind, behind, true);
        }
        return Type.decimal(DIGITS, Math.min(Math.max(Math.min(behind, least), DIGITS - before), DIGITS), true);
    }

    /** Computed in whole numbers of 38 digits and rounded once, halves away from zero; what does not fit fails. */
    static String decimal(char operator, Sql left, Sql right) {
        Type type = decimalType(operator, left, right);
        int a = asDecimal(left.type()).scale();
        int b = asDecimal(right.type()).scale();
        String x = unscaled(left);
        String y = unscaled(right);
        int scale = Math.max(a, b);
        return switch (operator) {
            case '+', '-' ->
                scaled("(" + times(x, scale - a) + " " + operator + " " + times(y, scale - b) + ")", scale, type);
            case '*' -> scaled("(" + x + " * " + y + ")", a + b, type);
            default -> {
                int more = type.scale() + b - a;
                String dividend = times(x, Math.max(more, 0));
                String divisor = times(y, Math.max(-more, 0));
                yield scaled(
                        "kp_round_quotient(" + dividend + ", kp_divisor(" + divisor + ", " + dividend + "))",
                        type.scale(),
                        type);
            }
        };
    }

    private static String times(String number, int digits) {
        return digits == 0 ? number : "(" + number + " * CAST(1" + "0".repeat(digits) + " AS HUGEINT))";
    }

    /** A DECIMAL as the whole number of its last digit. */
    static String unscaled(Sql sql) {
        Type type = asDecimal(sql.type());
        return "CAST(replace(CAST(CAST(" + sql.duck() + " AS DECIMAL(38, " + type.scale()
                + ")) AS VARCHAR), '.', '') AS HUGEINT)";
    }

    /** The DECIMAL of a whole number of so many digits behind the point. DuckDB refuses what lies next to the ends where it rounds by itself. */
    static String scaled(String number, int scale, Type type) {
        int given = scale - type.scale();
        String rounded = given <= 0
                ? times(number, -given)
                : "kp_round_quotient(" + number + ", CAST(1" + "0".repeat(given) + " AS HUGEINT))";
        return "CAST(CAST(CAST(" + rounded + " AS VARCHAR) || 'e-" + type.scale() + "' AS DECIMAL(38, " + type.scale()
                + ")) AS DECIMAL(" + type.precision() + ", " + type.scale() + "))";
    }
}
