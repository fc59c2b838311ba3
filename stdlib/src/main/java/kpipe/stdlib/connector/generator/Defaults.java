package kpipe.stdlib.connector.generator;

import kpipe.data.Column;
import kpipe.data.Type;
import kpipe.stdlib.connector.generator.Expression.Unfit;

/** What the values of a column are like of which nothing is said. */
final class Defaults {

    private Defaults() {}

    static Draw draw(Column column) throws Unfit {
        if (column.type().kind().isBinary()) {
            return new Draw.Bytes(Math.min(8, column.type().precision()));
        }
        String expression = expression(column.name(), column.type());
        return ExpressionBinder.bind(column, ExpressionParser.parse(expression));
    }

    /** The expression by which values are made where the type decides; binary columns get random bytes. */
    static String expression(String name, Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> "chance(0.5)";
            case TINYINT, SMALLINT, INTEGER -> "uniform(0, 100)";
            case BIGINT -> "sequence(1)";
            case DECIMAL -> type.precision() - type.scale() >= 3 ? "uniform(0, 100)" : "uniform(0, 0.9)";
            case REAL, DOUBLE -> "uniform(0, 100)";
            case CHAR, VARCHAR -> text(name, type.precision());
            default -> "time()";
        };
    }

    /** A hundred different texts that show which column they are of, or letters where there is no room. */
    private static String text(String name, int length) {
        int characters = name.codePointCount(0, name.length());
        boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
        if (plain && characters + 3 <= length) {
            return "pattern('" + name + "-##')";
        }
        return "pattern('" + "?".repeat(Math.max(1, Math.min(length, 3))) + "')";
    }
}
