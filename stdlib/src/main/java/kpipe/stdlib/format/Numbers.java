package kpipe.stdlib.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Words;

/** Numbers as text: read from bytes and written to them, without garbage for all but unusual ones. Stateless. */
public final class Numbers {

    /** ERROR_NAME of a value that its column cannot hold. */
    public static final String BAD_VALUE = "BAD_VALUE";

    private static final double[] POWERS_OF_TEN = new double[23];
    private static final long[] LONG_POWERS = new long[19];
    private static final long MAX_EXACT_MANTISSA = 1L << 53;
    /** BigDecimal takes a time that grows with the square of the length. */
    private static final int MAX_DECIMAL_TEXT = 1000;

    private static final long ZEROS = 0x3030303030303030L;

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
        long whole = 1;
        for (int i = 0; i < LONG_POWERS.length; i++) {
            LONG_POWERS[i] = whole;
            whole *= 10;
        }
    }

    private Numbers() {}

    /** The least value of an integer kind. */
    public static long least(Kind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    /** The greatest value of an integer kind. */
    public static long greatest(Kind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** 10 to the power of {@code exponent}, 0 to 18. */
    public static long powerOfTen(int exponent) {
        return LONG_POWERS[exponent];
    }

    /** Whether eight bytes are all digits. */
    public static boolean isEightDigits(long word) {
        return ((word & 0xF0F0F0F0F0F0F0F0L) ^ ZEROS | ((word + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) ^ ZEROS)
                == 0;
    }

    /** How many of eight bytes, from the lowest on, are digits before the first that is none. */
    public static int leadingDigits(long word) {
        long values = word ^ ZEROS;
        long others = ((values & 0x7F7F7F7F7F7F7F7FL) + 0x7676767676767676L | values) & 0x8080808080808080L;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The value of the first {@code count} digits, 0 to 8, in the lowest bytes. */
    public static int firstDigits(long word, int count) {
        // Digits move up, zeros come in below: in front of the number. Two steps, for a shift by 64 does nothing.
        long shifted = (word ^ ZEROS) << 4 * (8 - count) << 4 * (8 - count);
        return eightDigits(shifted + ZEROS);
    }

    /** The value of eight digits, the first in the lowest byte. */
    public static int eightDigits(long word) {
        long digits = word - ZEROS;
        digits = digits * 10 + (digits >>> 8);
        return (int) (((digits & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (digits >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32);
    }

    /**
     * Reads an integer: digits with an optional sign, or a number of another form whose value is whole.
     *
     * @throws RowException if it is none, or out of range
     */
    public static long integer(byte[] bytes, int start, int end, Kind kind) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        if (at == end || end - at > 18) {
            return unusualInteger(bytes, start, end, kind);
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return unusualInteger(bytes, start, end, kind);
            }
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        if (value < least(kind) || value > greatest(kind)) {
            throw outOfRange(bytes, start, end, kind.toString());
        }
        return value;
    }

    private static long unusualInteger(byte[] bytes, int start, int end, Kind kind) {
        BigDecimal value = decimal(bytes, start, end, kind.toString());
        BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(value) != 0) {
            throw new RowException(
                    BAD_VALUE, quote(bytes, start, end) + " has a fraction, which " + kind + " cannot hold");
        }
        if (whole.compareTo(BigDecimal.valueOf(least(kind))) < 0
                || whole.compareTo(BigDecimal.valueOf(greatest(kind))) > 0) {
            throw outOfRange(bytes, start, end, kind.toString());
        }
        return whole.longValue();
    }

    /**
     * Reads the unscaled value of a DECIMAL; digits behind the scale are rounded half away from zero.
     *
     * @throws RowException if it is no number, or has too many digits
     */
    public static long unscaled(byte[] bytes, int start, int end, int precision, int scale) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int fraction = -1;
        boolean plain = at < end && end - at <= 19;
        for (; plain && at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (bytes[at] == '.' && fraction < 0 && at + 1 < end && at > start) {
                fraction = 0;
            } else {
                plain = false;
            }
        }
        int missing = scale - Math.max(fraction, 0);
        if (!plain || missing < 0 || missing > 18 || value > Long.MAX_VALUE / LONG_POWERS[missing]) {
            return unusualUnscaled(bytes, start, end, precision, scale);
        }
        value *= LONG_POWERS[missing];
        if (precision < 19 && value >= LONG_POWERS[precision]) {
            throw outOfRange(bytes, start, end, "DECIMAL(" + precision + "," + scale + ")");
        }
        return negative ? -value : value;
    }

    private static long unusualUnscaled(byte[] bytes, int start, int end, int precision, int scale) {
        String type = "DECIMAL(" + precision + "," + scale + ")";
        BigDecimal value = decimal(bytes, start, end, type).setScale(scale, RoundingMode.HALF_UP);
        if (value.precision() > precision || value.unscaledValue().bitLength() > 63) {
            throw outOfRange(bytes, start, end, type);
        }
        return value.unscaledValue().longValue();
    }

    /** Reads any number, bounded so that no text makes a gigantic one. */
    private static BigDecimal decimal(byte[] bytes, int start, int end, String type) {
        if (end - start > MAX_DECIMAL_TEXT) {
            throw notA(bytes, start, end, type);
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text(bytes, start, end));
        } catch (NumberFormatException e) {
            throw notA(bytes, start, end, type);
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long magnitude = (long) value.precision() - value.scale();
        if (magnitude > 40) {
            throw outOfRange(bytes, start, end, type);
        }
        return magnitude < -40 ? BigDecimal.valueOf(value.signum(), 41) : value;
    }

    /**
     * Reads a floating-point number, rounded as {@link Double#parseDouble} rounds.
     *
     * @throws RowException if it is none, or too great
     */
    public static double floating(byte[] bytes, int start, int end) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        boolean point = false;
        for (; at < end; at++) {
            if (at + 8 <= end) {
                long word = Words.at(bytes, at);
                if (digits <= 10 && isEightDigits(word)) {
                    mantissa = mantissa * 100_000_000 + eightDigits(word);
                    digits += 8;
                    scale += point ? 8 : 0;
                    at += 7;
                    continue;
                }
            }
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
                scale += point ? 1 : 0;
            } else if (bytes[at] == '.' && !point) {
                point = true;
            } else {
                return unusualFloating(bytes, start, end);
            }
        }
        if (digits == 0 || digits > 18 || mantissa > MAX_EXACT_MANTISSA || scale > 22) {
            return unusualFloating(bytes, start, end);
        }
        double value = mantissa / POWERS_OF_TEN[scale];
        return negative ? -value : value;
    }

    private static double unusualFloating(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if ((b < '0' || b > '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                throw notA(bytes, start, end, "DOUBLE");
            }
        }
        double value;
        try {
            value = Double.parseDouble(text(bytes, start, end));
        } catch (NumberFormatException e) {
            throw notA(bytes, start, end, "DOUBLE");
        }
        if (Double.isInfinite(value)) {
            throw outOfRange(bytes, start, end, "DOUBLE");
        }
        return value;
    }

    /** Rounds to a REAL, which the cell holds as the {@code double} of the same value. */
    public static double real(double value) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded)) {
            throw new RowException(BAD_VALUE, "'" + value + "' is out of the range of REAL");
        }
        return rounded;
    }

    /** Appends an integer in decimal. */
    public static void write(long value, ByteBuilder out) {
        byte[] bytes = out.reserve(20);
        int at = out.length();
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                out.append("-9223372036854775808");
                return;
            }
            bytes[at++] = '-';
            value = -value;
        }
        int end = at + digits(value);
        writeDigits(value, bytes, at, end);
        out.advance(end - out.length());
    }

    /** Appends a DECIMAL with all the digits of its scale. */
    public static void writeDecimal(long unscaled, int scale, ByteBuilder out) {
        if (scale == 0) {
            write(unscaled, out);
            return;
        }
        if (unscaled == Long.MIN_VALUE) {
            out.append(BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        if (unscaled < 0) {
            out.append((byte) '-');
            unscaled = -unscaled;
        }
        write(scale > 18 ? 0 : unscaled / LONG_POWERS[scale], out);
        byte[] bytes = out.reserve(scale + 1);
        int at = out.length();
        bytes[at] = '.';
        writeDigits(scale > 18 ? unscaled : unscaled % LONG_POWERS[scale], bytes, at + 1, at + 1 + scale);
        out.advance(scale + 1);
    }

    /** Appends a finite DOUBLE in the form of {@link Double#toString(double)}. */
    public static void write(double value, ByteBuilder out) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-3 && magnitude < 1e7) {
            double millionths = magnitude * 1e6;
            long rounded = (long) (millionths + 0.5);
            if (rounded / 1e6 == magnitude) {
                if (value < 0) {
                    out.append((byte) '-');
                }
                writeMillionths(rounded, out);
                return;
            }
        }
        out.append(Double.toString(value));
    }

    /** Appends a REAL in the form of {@link Float#toString(float)}. */
    public static void writeReal(double value, ByteBuilder out) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1 && magnitude < 1e6 && magnitude == Math.rint(magnitude)) {
            write(value, out);
        } else {
            out.append(Float.toString((float) value));
        }
    }

    private static void writeMillionths(long millionths, ByteBuilder out) {
        long whole = millionths / 1_000_000;
        int fraction = (int) (millionths - whole * 1_000_000);
        write(whole, out);
        byte[] bytes = out.reserve(7);
        int at = out.length();
        bytes[at++] = '.';
        int places = 6;
        if (fraction % 1000 == 0) {
            fraction /= 1000;
            places = 3;
        }
        while (places > 1 && fraction % 10 == 0) {
            fraction /= 10;
            places--;
        }
        writeDigits(fraction, bytes, at, at + places);
        out.advance(places + 1);
    }

    private static int digits(long value) {
        int count = 1;
        while (count < 19 && value >= LONG_POWERS[count]) {
            count++;
        }
        return count;
    }

    /** Writes the digits of a value that is not negative so that they end at {@code end}, with zeros in front down to {@code start}. */
    public static void writeDigits(long value, byte[] bytes, int start, int end) {
        int at = end;
        while (at > start) {
            long tenth = value / 10;
            bytes[--at] = (byte) ('0' + (value - tenth * 10));
            value = tenth;
        }
    }

    static RowException notA(byte[] bytes, int start, int end, String type) {
        return new RowException(BAD_VALUE, quote(bytes, start, end) + " is no " + type);
    }

    static RowException outOfRange(byte[] bytes, int start, int end, String type) {
        return new RowException(BAD_VALUE, quote(bytes, start, end) + " is out of the range of " + type);
    }

    /** The text in quotes, cut where it is long, for a message. */
    public static String quote(byte[] bytes, int start, int end) {
        int shown = Math.min(end, start + 60);
        return "'" + new String(bytes, start, shown - start, StandardCharsets.UTF_8) + (shown < end ? "…" : "") + "'";
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
