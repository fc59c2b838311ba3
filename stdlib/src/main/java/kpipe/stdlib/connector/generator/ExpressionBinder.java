package kpipe.stdlib.connector.generator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.stdlib.connector.generator.Expression.Call;
import kpipe.stdlib.connector.generator.Expression.Constant;
import kpipe.stdlib.connector.generator.Expression.Unfit;
import kpipe.stdlib.format.TextColumn;

/** Makes the draw of one column from its expression, and says in plain words where the two do not suit each other. */
final class ExpressionBinder {

    private static final Type WHOLE = Type.of(Kind.BIGINT, false);
    private static final Type INSTANT = Type.of(Kind.TIMESTAMP, false);

    private final Type type;

    private ExpressionBinder(Type type) {
        this.type = type;
    }

    /** @throws Unfit with a sentence that names the column */
    static Draw bind(Column column, Expression expression) throws Unfit {
        try {
            return new ExpressionBinder(column.type()).draw(expression);
        } catch (Unfit e) {
            throw new Unfit("column `" + column.name() + "`: " + e.getMessage());
        }
    }

    private Draw draw(Expression expression) throws Unfit {
        if (type.kind().isBinary() || type.kind().isInterval()) {
            throw new Unfit("a column of type " + type.sql() + " takes no expression");
        }
        return expression instanceof Call call ? call(call) : constant((Constant) expression);
    }

    private Draw call(Call call) throws Unfit {
        Function function = Function.find(call.name());
        if (function == null) {
            throw new Unfit("there is no function `" + call.name() + "`; there are " + Function.list());
        }
        List<Expression> arguments = call.arguments();
        if (!function.takes(arguments.size())) {
            throw new Unfit("it is " + function.form() + ", not with " + arguments.size()
                    + (arguments.size() == 1 ? " argument" : " arguments"));
        }
        return switch (function) {
            case PICK -> new Draw.Pick(draws(arguments));
            case CHANCE -> chance(arguments);
            case NULL -> new Draw.Chance(probability(arguments.get(0)), nullDraw(), draw(arguments.get(1)));
            case UNIFORM -> uniform(arguments.get(0), arguments.get(1));
            case NORMAL -> normal(arguments.get(0), arguments.get(1));
            case EXPONENTIAL -> exponential(arguments.get(0));
            case ZIPF -> zipf(arguments);
            case SEQUENCE -> sequence(arguments);
            case TIME -> time(arguments);
            case AGO -> {
                require(function, type.kind().isDatetime() || type.kind().isText(), "a time");
                yield new TimeDraws.RowTime(type.kind(), new ExpressionBinder(WHOLE).draw(arguments.get(0)));
            }
            case PATTERN -> {
                require(function, type.kind().isText(), "text");
                yield new Draw.Pattern(text(arguments.get(0)).getBytes(StandardCharsets.UTF_8));
            }
            case CONCAT -> {
                require(function, type.kind().isText(), "text");
                yield new Draw.Concat(new ExpressionBinder(Type.of(Kind.VARCHAR, false)).draws(arguments));
            }
        };
    }

    private Draw[] draws(List<Expression> expressions) throws Unfit {
        Draw[] draws = new Draw[expressions.size()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = draw(expressions.get(i));
        }
        return draws;
    }

    private void require(Function function, boolean suits, String what) throws Unfit {
        if (!suits) {
            throw new Unfit("`" + function.word() + "` makes " + what + ", and the column is " + type.sql());
        }
    }

    private Draw nullDraw() throws Unfit {
        if (!type.nullable()) {
            throw new Unfit("it is NOT NULL and can have no NULL here");
        }
        return new Draw.Null();
    }

    private Draw chance(List<Expression> arguments) throws Unfit {
        double probability = probability(arguments.get(0));
        if (arguments.size() == 1) {
            require(Function.CHANCE, type.kind() == Kind.BOOLEAN, "TRUE or FALSE");
            return new Draw.Chance(probability, new Draw.Constant(1), new Draw.Constant(0));
        }
        return new Draw.Chance(probability, draw(arguments.get(1)), draw(arguments.get(2)));
    }

    private Draw constant(Constant constant) throws Unfit {
        if (constant.isNull()) {
            return nullDraw();
        }
        String text = constant.text();
        if (type.kind().isText()) {
            if (text.codePointCount(0, text.length()) > type.precision()) {
                throw new Unfit("'" + text + "' is longer than " + type.sql());
            }
            return new Draw.ConstantText(text.getBytes(StandardCharsets.UTF_8));
        }
        if (type.kind() == Kind.BOOLEAN && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new Unfit("'" + text + "' is neither TRUE nor FALSE");
        }
        return new Draw.Constant(cell(text.trim(), type));
    }

    /** A constant that is no text, as the formats read it. */
    private static long cell(String text, Type type) throws Unfit {
        RowBatch batch = new RowBatch(Schema.of(new Column("constant", type)), 1);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            new TextColumn("constant", type, 0, true, null).read(bytes, 0, bytes.length, batch, 0);
        } catch (RowException e) {
            throw new Unfit("'" + text + "' is no value of type " + type.sql());
        }
        return batch.values[0][0];
    }

    private static String text(Expression expression) throws Unfit {
        if (expression instanceof Constant constant) {
            return constant.text();
        }
        throw new Unfit("a constant was expected, not a call of `" + ((Call) expression).name() + "`");
    }

    private static BigDecimal number(Expression expression) throws Unfit {
        String text = text(expression).trim();
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.precision() - number.scale()) <= 400 && number.scale() <= 400) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Unfit("'" + text + "' is no number");
        }
        throw new Unfit("'" + text + "' is out of range");
    }

    private static double probability(Expression expression) throws Unfit {
        double probability = number(expression).doubleValue();
        if (probability < 0 || probability > 1) {
            throw new Unfit("a probability is between 0 and 1, not " + text(expression));
        }
        return probability;
    }

    private NumberForm numberForm(Function function) throws Unfit {
        require(function, type.kind().isNumeric() || type.kind().isText(), "numbers");
        return new NumberForm(type);
    }

    private Draw normal(Expression mean, Expression deviation) throws Unfit {
        NumberForm form = numberForm(Function.NORMAL);
        if (number(deviation).signum() < 0) {
            throw new Unfit("the deviation of `normal` cannot be negative");
        }
        return new NumberDraws.Normal(
                form, number(mean).doubleValue(), number(deviation).doubleValue());
    }

    private Draw exponential(Expression mean) throws Unfit {
        NumberForm form = numberForm(Function.EXPONENTIAL);
        if (number(mean).signum() <= 0) {
            throw new Unfit("the mean of `exponential` must be greater than 0");
        }
        return new NumberDraws.Exponential(form, number(mean).doubleValue());
    }

    private Draw zipf(List<Expression> arguments) throws Unfit {
        NumberForm form = numberForm(Function.ZIPF);
        BigDecimal count = number(arguments.get(0));
        BigDecimal exponent = arguments.size() == 1 ? BigDecimal.ONE : number(arguments.get(1));
        boolean whole = count.stripTrailingZeros().scale() <= 0;
        if (!whole || count.signum() <= 0 || count.compareTo(BigDecimal.valueOf(1L << 52)) > 0) {
            throw new Unfit("the n of `zipf` must be a whole number from 1 on, not " + count.toPlainString());
        }
        if (exponent.signum() <= 0) {
            throw new Unfit("the s of `zipf` must be greater than 0");
        }
        if (form.isExact() && form.units(count, RoundingMode.DOWN).compareTo(BigDecimal.valueOf(form.greatest)) > 0) {
            throw new Unfit(count.toPlainString() + " is out of the range of " + type.sql());
        }
        return new NumberDraws.Zipf(form, count.longValue(), exponent.doubleValue());
    }

    private Draw uniform(Expression from, Expression to) throws Unfit {
        if (type.kind().isDatetime()) {
            return uniformUnits(cell(text(from).trim(), type), cell(text(to).trim(), type), new NumberForm(WHOLE));
        }
        NumberForm form = numberForm(Function.UNIFORM);
        BigDecimal least = number(from);
        BigDecimal greatest = number(to);
        if (least.compareTo(greatest) > 0) {
            throw new Unfit("the first number of `uniform` is greater than the second");
        }
        if (form.isExact() || form.isText() && isWhole(least) && isWhole(greatest)) {
            long first = inRange(form.units(least, RoundingMode.CEILING), form, least);
            return uniformUnits(first, inRange(form.units(greatest, RoundingMode.FLOOR), form, greatest), form);
        }
        return new NumberDraws.Uniform(form, least.doubleValue(), greatest.doubleValue());
    }

    private Draw uniformUnits(long least, long greatest, NumberForm form) throws Unfit {
        if (least > greatest) {
            throw new Unfit("`uniform` leaves no value of type " + type.sql() + " between its two ends");
        }
        return new NumberDraws.UniformUnits(form, least, greatest);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private long inRange(BigDecimal units, NumberForm form, BigDecimal number) throws Unfit {
        if (units.compareTo(BigDecimal.valueOf(form.least)) < 0
                || units.compareTo(BigDecimal.valueOf(form.greatest)) > 0) {
            throw new Unfit(number.toPlainString() + " is out of the range of " + type.sql());
        }
        return units.longValue();
    }

    private Draw sequence(List<Expression> arguments) throws Unfit {
        NumberForm form = numberForm(Function.SEQUENCE);
        BigDecimal start = arguments.isEmpty() ? BigDecimal.ONE : number(arguments.get(0));
        BigDecimal step = arguments.size() < 2 ? BigDecimal.ONE : number(arguments.get(1));
        if (!form.isExact() && !(form.isText() && isWhole(start) && isWhole(step))) {
            return new NumberDraws.Sequence(form, start.doubleValue(), step.doubleValue());
        }
        if (!form.isWhole(start) || !form.isWhole(step)) {
            throw new Unfit("`sequence` has a start or a step with more fraction digits than " + type.sql());
        }
        long first = inRange(form.units(start, RoundingMode.UNNECESSARY), form, start);
        long each = inRange(form.units(step, RoundingMode.UNNECESSARY), form, step);
        BigInteger room =
                BigInteger.valueOf(each >= 0 ? form.greatest : form.least).subtract(BigInteger.valueOf(first));
        BigInteger count = each == 0
                ? BigInteger.ONE
                : room.divide(BigInteger.valueOf(each)).add(BigInteger.ONE);
        return new NumberDraws.SequenceUnits(
                form, first, each, count.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }

    private Draw time(List<Expression> arguments) throws Unfit {
        require(Function.TIME, type.kind().isDatetime() || type.kind().isText(), "a time");
        if (arguments.isEmpty()) {
            return new TimeDraws.RowTime(type.kind(), new Draw.Constant(0));
        }
        long start = cell(text(arguments.get(0)).trim(), INSTANT);
        Expression step = arguments.get(1);
        Draw millis = step instanceof Constant constant
                ? new Draw.Constant(millis(constant.text()))
                : new ExpressionBinder(WHOLE).draw(step);
        return new TimeDraws.Steps(type.kind(), start, millis);
    }

    /** A length of time such as {@code 500 MILLISECONDS}. */
    static long millis(String text) throws Unfit {
        String[] parts = text.trim().split("\\s+");
        if (parts.length == 2 && parts[0].matches("[0-9]{1,9}")) {
            long count = Long.parseLong(parts[0]);
            String unit = parts[1].toUpperCase(java.util.Locale.ROOT);
            switch (unit.endsWith("S") ? unit.substring(0, unit.length() - 1) : unit) {
                case "MILLISECOND" -> {
                    return count;
                }
                case "SECOND" -> {
                    return count * 1000;
                }
                case "MINUTE" -> {
                    return count * 60_000;
                }
                case "HOUR" -> {
                    return count * 3_600_000;
                }
                case "DAY" -> {
                    return count * 86_400_000;
                }
                default -> {}
            }
        }
        throw new Unfit("'" + text.trim() + "' is no length of time such as 1 SECOND or 500 MILLISECONDS");
    }
}
