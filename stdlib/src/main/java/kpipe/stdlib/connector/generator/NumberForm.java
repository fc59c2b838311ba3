package kpipe.stdlib.connector.generator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.stdlib.connector.generator.Draw.Cell;
import kpipe.stdlib.format.Numbers;

/**
 * How numbers stand in a column: as {@code double}, as text, or counted in units of the last digit of an integer or DECIMAL, within limits. A random number
 * beyond the limits becomes the limit. Immutable.
 */
final class NumberForm {

    private final Kind kind;
    private final int scale;
    private final double unitsPerOne;
    final long least;
    final long greatest;

    NumberForm(Type type) {
        kind = type.kind();
        scale = kind == Kind.DECIMAL ? type.scale() : 0;
        unitsPerOne = Math.pow(10, scale);
        if (kind == Kind.DECIMAL && type.precision() < 19) {
            greatest = Numbers.powerOfTen(type.precision()) - 1;
            least = -greatest;
        } else {
            greatest = Numbers.greatest(kind);
            least = kind == Kind.DECIMAL ? -greatest : Numbers.least(kind);
        }
    }

    /** Whether a value is a whole number of units, rather than a {@code double}. */
    boolean isExact() {
        return kind.isInteger() || kind == Kind.DECIMAL;
    }

    boolean isText() {
        return kind.isText();
    }

    /** A constant in units, rounded; it may lie beyond the limits. */
    BigDecimal units(BigDecimal number, RoundingMode rounding) {
        return number.movePointRight(scale).setScale(0, rounding);
    }

    /** Whether a constant is a whole number of units. */
    boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= scale;
    }

    /** Stores a number, rounded to what the column can hold. */
    void store(double number, Cell cell) {
        if (isText()) {
            Numbers.write(number, cell.text);
        } else if (isExact()) {
            // The cast takes what is beyond a long to its limits.
            cell.bits = Math.max(least, Math.min(greatest, (long) Math.rint(number * unitsPerOne)));
        } else {
            cell.bits = Double.doubleToRawLongBits(kind == Kind.REAL ? (float) number : number);
        }
    }

    /** Stores a count of units within the limits. */
    void storeUnits(long units, Cell cell) {
        if (isText()) {
            Numbers.write(units, cell.text);
        } else if (isExact()) {
            cell.bits = units;
        } else {
            cell.bits = Double.doubleToRawLongBits(units);
        }
    }
}
