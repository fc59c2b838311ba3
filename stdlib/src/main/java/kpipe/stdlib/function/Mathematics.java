package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.DOUBLE;

/** Powers, logarithms and angles: functions of DOUBLE that give DOUBLE. Stateless. */
public final class Mathematics {

    private Mathematics() {}

    private static double positive(double n, String function) {
        if (n <= 0) {
            throw Failures.badArgument(function + " of " + n + ", which is not above 0");
        }
        return n;
    }

    private static double withinOne(double n, String function) {
        if (n < -1 || n > 1) {
            throw Failures.badArgument(function + " of " + n + ", which is not from -1 to 1");
        }
        return n;
    }

    /** POWER. */
    public static final class Power extends Definition {
        public Power() {
            super(Mathematics.class, "POWER", "A number to the power of another, as DOUBLE.");
            alias("POW");
            takes(DOUBLE, "power", floating("base"), floating("exponent"));
            example("POWER(4, -2)", "0.0625");
        }
    }

    public static double power(double base, double exponent) {
        if (base == 0 && exponent < 0 || base < 0 && exponent != Math.rint(exponent)) {
            throw Failures.badArgument("POWER(" + base + ", " + exponent + ") is no real number");
        }
        return Failures.finite(Math.pow(base, exponent), "POWER");
    }

    /** EXP. */
    public static final class Exp extends Definition {
        public Exp() {
            super(Mathematics.class, "EXP", "e to the power of a number.");
            takes(DOUBLE, "exp", floating("n"));
            example("EXP(0)", "1.0");
        }
    }

    public static double exp(double n) {
        return Failures.finite(Math.exp(n), "EXP");
    }

    /** LN. */
    public static final class Ln extends Definition {
        public Ln() {
            super(Mathematics.class, "LN", "The natural logarithm of a number above 0.");
            takes(DOUBLE, "ln", floating("n"));
            example("LN(10)", "2.302585092994046");
        }
    }

    public static double ln(double n) {
        return Math.log(positive(n, "LN"));
    }

    /** LOG10. */
    public static final class Log10 extends Definition {
        public Log10() {
            super(Mathematics.class, "LOG10", "The logarithm to the base of 10 of a number above 0.");
            takes(DOUBLE, "log10", floating("n"));
            example("LOG10(1000)", "3.0");
        }
    }

    public static double log10(double n) {
        return Math.log10(positive(n, "LOG10"));
    }

    /** LOG2. */
    public static final class Log2 extends Definition {
        public Log2() {
            super(Mathematics.class, "LOG2", "The logarithm to the base of 2 of a number above 0.");
            takes(DOUBLE, "log2", floating("n"));
            example("LOG2(8)", "3.0");
        }
    }

    public static double log2(double n) {
        int exponent = Math.getExponent(positive(n, "LOG2"));
        return Math.scalb(1.0, exponent) == n ? exponent : Math.log(n) / Math.log(2);
    }

    /** SQRT. */
    public static final class Sqrt extends Definition {
        public Sqrt() {
            super(Mathematics.class, "SQRT", "The square root of a number that is not negative.");
            takes(DOUBLE, "sqrt", floating("n"));
            example("SQRT(2.25)", "1.5");
        }
    }

    public static double sqrt(double n) {
        if (n < 0) {
            throw Failures.badArgument("SQRT of " + n + ", which is negative");
        }
        return Math.sqrt(n);
    }

    /** CBRT. */
    public static final class Cbrt extends Definition {
        public Cbrt() {
            super(Mathematics.class, "CBRT", "The cube root of a number.");
            takes(DOUBLE, "cbrt", floating("n"));
            example("CBRT(27)", "3.0");
        }
    }

    public static double cbrt(double n) {
        return Math.cbrt(n);
    }

    /** SIN. */
    public static final class Sin extends Definition {
        public Sin() {
            super(Mathematics.class, "SIN", "The sine of an angle in radians.");
            takes(DOUBLE, "sin", floating("angle"));
            example("SIN(0)", "0.0");
        }
    }

    public static double sin(double angle) {
        return Math.sin(angle);
    }

    /** COS. */
    public static final class Cos extends Definition {
        public Cos() {
            super(Mathematics.class, "COS", "The cosine of an angle in radians.");
            takes(DOUBLE, "cos", floating("angle"));
            example("COS(0)", "1.0");
        }
    }

    public static double cos(double angle) {
        return Math.cos(angle);
    }

    /** TAN. */
    public static final class Tan extends Definition {
        public Tan() {
            super(Mathematics.class, "TAN", "The tangent of an angle in radians.");
            takes(DOUBLE, "tan", floating("angle"));
            example("TAN(0)", "0.0");
        }
    }

    public static double tan(double angle) {
        return Math.tan(angle);
    }

    /** COT. */
    public static final class Cot extends Definition {
        public Cot() {
            super(Mathematics.class, "COT", "The cotangent of an angle in radians that is not 0.");
            takes(DOUBLE, "cot", floating("angle"));
            example("COT(1)", "0.6420926159343306");
        }
    }

    public static double cot(double angle) {
        if (angle == 0) {
            throw Failures.badArgument("COT of 0");
        }
        return 1 / Math.tan(angle);
    }

    /** ASIN. */
    public static final class Asin extends Definition {
        public Asin() {
            super(Mathematics.class, "ASIN", "The angle in radians whose sine is a number from -1 to 1.");
            takes(DOUBLE, "asin", floating("n"));
            example("ASIN(0)", "0.0");
        }
    }

    public static double asin(double n) {
        return Math.asin(withinOne(n, "ASIN"));
    }

    /** ACOS. */
    public static final class Acos extends Definition {
        public Acos() {
            super(Mathematics.class, "ACOS", "The angle in radians whose cosine is a number from -1 to 1.");
            takes(DOUBLE, "acos", floating("n"));
            example("ACOS(1)", "0.0");
        }
    }

    public static double acos(double n) {
        return Math.acos(withinOne(n, "ACOS"));
    }

    /** ATAN. */
    public static final class Atan extends Definition {
        public Atan() {
            super(Mathematics.class, "ATAN", "The angle in radians whose tangent is a number.");
            takes(DOUBLE, "atan", floating("n"));
            example("ATAN(0)", "0.0");
        }
    }

    public static double atan(double n) {
        return Math.atan(n);
    }

    /** ATAN2. */
    public static final class Atan2 extends Definition {
        public Atan2() {
            super(Mathematics.class, "ATAN2", "The angle in radians of the point (x, y).");
            takes(DOUBLE, "atan2", floating("y"), floating("x"));
            example("ATAN2(0, 1)", "0.0");
        }
    }

    public static double atan2(double y, double x) {
        return Math.atan2(y, x);
    }

    /** SINH. */
    public static final class Sinh extends Definition {
        public Sinh() {
            super(Mathematics.class, "SINH", "The hyperbolic sine of a number.");
            takes(DOUBLE, "sinh", floating("n"));
            example("SINH(0)", "0.0");
        }
    }

    public static double sinh(double n) {
        return Failures.finite(Math.sinh(n), "SINH");
    }

    /** COSH. */
    public static final class Cosh extends Definition {
        public Cosh() {
            super(Mathematics.class, "COSH", "The hyperbolic cosine of a number.");
            takes(DOUBLE, "cosh", floating("n"));
            example("COSH(0)", "1.0");
        }
    }

    public static double cosh(double n) {
        return Failures.finite(Math.cosh(n), "COSH");
    }

    /** TANH. */
    public static final class Tanh extends Definition {
        public Tanh() {
            super(Mathematics.class, "TANH", "The hyperbolic tangent of a number.");
            takes(DOUBLE, "tanh", floating("n"));
            example("TANH(0)", "0.0");
        }
    }

    public static double tanh(double n) {
        return Math.tanh(n);
    }

    /** DEGREES. */
    public static final class Degrees extends Definition {
        public Degrees() {
            super(Mathematics.class, "DEGREES", "An angle in radians as degrees.");
            takes(DOUBLE, "degrees", floating("angle"));
            example("DEGREES(PI())", "180.0");
        }
    }

    public static double degrees(double angle) {
        return Failures.finite(Math.toDegrees(angle), "DEGREES");
    }

    /** RADIANS. */
    public static final class Radians extends Definition {
        public Radians() {
            super(Mathematics.class, "RADIANS", "An angle in degrees as radians.");
            takes(DOUBLE, "radians", floating("angle"));
            example("RADIANS(0)", "0.0");
        }
    }

    public static double radians(double angle) {
        return Math.toRadians(angle);
    }

    /** PI. */
    public static final class Pi extends Definition {
        public Pi() {
            super(Mathematics.class, "PI", "The ratio of a circle's circumference to its diameter.");
            takes(DOUBLE, "pi");
            example("PI()", "3.141592653589793");
        }
    }

    public static double pi() {
        return Math.PI;
    }
}
