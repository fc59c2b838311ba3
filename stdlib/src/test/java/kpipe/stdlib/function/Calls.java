package kpipe.stdlib.function;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.ByteBuilder;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.ResultRule;
import kpipe.stdlib.format.Datetimes;
import kpipe.stdlib.format.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates calls of scalar functions with literal arguments, as the compiler would: picks the first overload that takes the arguments, widens them, calls
 * its method. Enough SQL for examples and tests, and no more.
 */
final class Calls {

    /** A value: {@code value} is Boolean, Long, Double, Text, BigDecimal, or null. */
    record Value(@Nullable Family family, @Nullable Object value) {}

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<string>'(?:[^']|'')*')|(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|(?<word>[A-Za-z_][A-Za-z_0-9]*)|(?<sign>[(),*.-]))");

    private static final Map<String, ScalarFunction> FUNCTIONS = new HashMap<>();

    static {
        for (ScalarFunction function : ServiceLoader.load(ScalarFunction.class)) {
            FUNCTIONS.put(function.name(), function);
            function.aliases().forEach(alias -> FUNCTIONS.put(alias, function));
        }
    }

    private final List<String> tokens = new ArrayList<>();
    private int at;

    private Calls(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group().trim());
            end = matcher.end();
        }
        if (end != text.trim().length()) {
            throw new AssertionError("cannot read " + text);
        }
        tokens.add("");
    }

    /** The value of an expression as text; null for NULL. */
    static @Nullable String evaluate(String expression) {
        Value value = new Calls(expression).expression();
        return value.value() == null ? null : show(value);
    }

    private static String show(Value value) {
        ByteBuilder out = new ByteBuilder();
        Object object = value.value();
        Family family = value.family();
        if (family == Family.TIMESTAMP) {
            Datetimes.writeTimestamp((Long) object, out);
        } else if (family == Family.DATE) {
            Datetimes.writeDate((Long) object, out);
        } else if (family == Family.TIME) {
            Datetimes.writeTime((Long) object, false, out);
        } else if (object instanceof Double number) {
            Numbers.write(number, out);
        } else if (object instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else {
            out.append(String.valueOf(object));
        }
        return out.toString();
    }

    private Value expression() {
        Value left = factor();
        while (tokens.get(at).equals("*")) {
            at++;
            left = new Value(Family.INTEGER, (Long) left.value() * (Long) factor().value());
        }
        return left;
    }

    private Value factor() {
        String token = tokens.get(at++);
        if (token.equals("-")) {
            Value value = factor();
            return value.value() instanceof Long number
                    ? new Value(Family.INTEGER, -number)
                    : new Value(Family.DECIMAL, ((BigDecimal) value.value()).negate());
        }
        if (token.startsWith("'")) {
            return new Value(Family.TEXT, Text.of(string(token)));
        }
        if (Character.isDigit(token.charAt(0))) {
            if (token.matches(".*[eE].*")) {
                return new Value(Family.DOUBLE, Double.valueOf(token));
            }
            return token.contains(".")
                    ? new Value(Family.DECIMAL, new BigDecimal(token))
                    : new Value(Family.INTEGER, Long.valueOf(token));
        }
        String next = tokens.get(at);
        if (next.startsWith("'")) {
            at++;
            byte[] bytes = string(next).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return switch (token) {
                case "TIMESTAMP" -> new Value(Family.TIMESTAMP, Datetimes.timestamp(bytes, 0, bytes.length));
                case "DATE" -> new Value(Family.DATE, Datetimes.date(bytes, 0, bytes.length));
                case "TIME" -> new Value(Family.TIME, Datetimes.time(bytes, 0, bytes.length));
                case "INTERVAL" -> new Value(Family.INTERVAL, Long.parseLong(string(next)) * unit(tokens.get(at++)));
                default -> throw new AssertionError(token);
            };
        }
        return switch (token) {
            case "NULL" -> new Value(null, null);
            case "TRUE", "FALSE" -> new Value(Family.BOOLEAN, token.equals("TRUE"));
            default -> call(token);
        };
    }

    private static long unit(String word) {
        return switch (word) {
            case "SECOND" -> 1_000L;
            case "MONTH" -> 1L;
            default -> throw new AssertionError(word);
        };
    }

    private static String string(String token) {
        return token.substring(1, token.length() - 1).replace("''", "'");
    }

    /** A call, with commas or with the words of SQL between the arguments. */
    private Value call(String word) {
        String name = word;
        at++;
        if (tokens.get(at).matches("BOTH|LEADING|TRAILING")) {
            name = tokens.get(at).equals("BOTH") ? "TRIM" : "TRIM_" + tokens.get(at);
            at++;
        }
        List<Value> arguments = new ArrayList<>();
        while (!tokens.get(at).equals(")")) {
            arguments.add(expression());
            String separator = tokens.get(at);
            if (separator.equals("FROM") && name.startsWith("SUBSTRING")) {
                name = tokens.get(at + 1).startsWith("'") ? "SUBSTRING_REGEX" : "SUBSTRING_FROM";
            }
            name = separator.equals("SIMILAR") ? "SUBSTRING_SIMILAR" : name;
            if (separator.equals("FROM") && name.startsWith("TRIM")) {
                at++;
                arguments.add(0, expression());
            } else if (separator.matches(",|FROM|FOR|PLACING|IN|SIMILAR|ESCAPE")) {
                at++;
            }
        }
        at++;
        Value result = call(name, arguments);
        if (tokens.get(at).equals(".")) {
            String field = tokens.get(at + 1);
            at += 2;
            return field(FUNCTIONS.get(name), arguments, (Text) result.value(), field);
        }
        return result;
    }

    /** A field of a ROW, which {@code record} is. */
    private static Value field(ScalarFunction function, List<Value> arguments, @Nullable Text record, String name) {
        List<@Nullable Object> constants = new ArrayList<>();
        for (Value argument : arguments) {
            Object constant = argument.value() instanceof Text text ? text.toString() : argument.value();
            constants.add(constants.isEmpty() ? null : constant);
        }
        try {
            Type row = ((RecordFunction) function).record(constants);
            for (int i = 0; i < row.parts().size(); i++) {
                if (row.parts().get(i).name().equals(name)) {
                    return part(row.parts().get(i).type(), record, i);
                }
            }
            throw new AssertionError("no field " + name + " in " + row);
        } catch (RecordFunction.BadConstantException e) {
            throw new AssertionError(e);
        }
    }

    private static Value part(Type type, @Nullable Text record, int part) {
        if (record == null || Nested.isNull(record.bytes(), record.offset(), part)) {
            return new Value(null, null);
        }
        if (type.kind().form() == Kind.Form.BYTES) {
            int start = Nested.start(record.bytes(), record.offset(), part);
            int length = Nested.length(record.bytes(), record.offset(), part);
            return new Value(Family.TEXT, new Text(record.bytes(), start, length));
        }
        long cell = Nested.cell(record.bytes(), record.offset(), part);
        return new Value(type.kind() == Kind.TIMESTAMP ? Family.TIMESTAMP : Family.INTEGER, cell);
    }

    static Value call(String name, List<Value> arguments) {
        ScalarFunction function = FUNCTIONS.get(name);
        if (function == null) {
            throw new AssertionError("no function " + name);
        }
        for (Overload overload : function.overloads()) {
            if (takes(overload, arguments)) {
                return invoke(overload, arguments);
            }
        }
        throw new AssertionError(name + " does not take " + arguments);
    }

    private static boolean takes(Overload overload, List<Value> arguments) {
        int parameters = overload.parameters().size();
        if (overload.variadic() ? arguments.size() < parameters : arguments.size() != parameters) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            Family wanted =
                    overload.parameters().get(Math.min(i, parameters - 1)).family();
            Family given = arguments.get(i).family();
            boolean widens = wanted == Family.DOUBLE && (given == Family.INTEGER || given == Family.DECIMAL)
                    || wanted == Family.DECIMAL && given == Family.INTEGER;
            if (given != null && given != wanted && !widens) {
                return false;
            }
        }
        return true;
    }

    private static Value invoke(Overload overload, List<Value> arguments) {
        boolean anyNull = arguments.stream().anyMatch(argument -> argument.value() == null);
        if (anyNull && overload.nulls() == Nulls.STRICT) {
            return new Value(null, null);
        }
        List<Object> values = new ArrayList<>();
        List<Object> more = new ArrayList<>();
        int parameters = overload.parameters().size();
        int scale = scale(arguments);
        for (int i = 0; i < arguments.size(); i++) {
            Family family =
                    overload.parameters().get(Math.min(i, parameters - 1)).family();
            Object value = widened(arguments.get(i).value(), family);
            if (overload.result() == ResultRule.DECIMAL_COMMON) {
                value = ((BigDecimal) value).setScale(scale);
            }
            if (overload.variadic() && i >= parameters - 1) {
                more.add(value);
            } else if (family == Family.DECIMAL) {
                values.add(((BigDecimal) value).unscaledValue().longValueExact());
                values.add(((BigDecimal) value).scale());
            } else {
                values.add(value);
            }
        }
        Method method = method(overload);
        if (overload.variadic()) {
            Class<?> element = method.getParameterTypes()[method.getParameterCount() - 1].getComponentType();
            Object array = java.lang.reflect.Array.newInstance(element, more.size());
            for (int i = 0; i < more.size(); i++) {
                java.lang.reflect.Array.set(array, i, more.get(i));
            }
            values.add(array);
        }
        try {
            Object owner = Modifier.isStatic(method.getModifiers())
                    ? null
                    : overload.owner().getConstructor().newInstance();
            return result(overload, arguments, method.invoke(owner, values.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The greatest scale of all. */
    private static int scale(List<Value> arguments) {
        int scale = 0;
        for (Value argument : arguments) {
            scale = Math.max(scale, argument.value() instanceof BigDecimal decimal ? decimal.scale() : 0);
        }
        return scale;
    }

    private static @Nullable Object widened(@Nullable Object value, Family family) {
        if (family == Family.DOUBLE && value instanceof Number number) {
            return number.doubleValue();
        }
        return family == Family.DECIMAL && value instanceof Long number ? BigDecimal.valueOf(number) : value;
    }

    private static Value result(Overload overload, List<Value> arguments, @Nullable Object result) {
        Family first = arguments.isEmpty() ? null : overload.parameters().get(0).family();
        return switch (overload.result()) {
            case BOOLEAN -> new Value(Family.BOOLEAN, result);
            case INTEGER, BIGINT -> new Value(Family.INTEGER, result);
            case DOUBLE -> new Value(Family.DOUBLE, result);
            case TEXT, TEXT_AS_FIRST, TEXT_SUM -> new Value(Family.TEXT, result);
            case DATE -> new Value(Family.DATE, result);
            case TIME -> new Value(Family.TIME, result);
            case TIMESTAMP -> new Value(Family.TIMESTAMP, result);
            case BINARY, ROW -> new Value(Family.BINARY, result);
            case DECIMAL_COMMON -> new Value(Family.DECIMAL, BigDecimal.valueOf((Long) result, scale(arguments)));
            case DECIMAL_WHOLE -> new Value(Family.DECIMAL, BigDecimal.valueOf((Long) result));
            case AS_FIRST, DECIMAL_CARRIED ->
                first == Family.DECIMAL
                        ? new Value(
                                first,
                                BigDecimal.valueOf(
                                        (Long) result,
                                        ((BigDecimal) arguments.get(0).value()).scale()))
                        : new Value(first, result);
        };
    }

    /** The method of an overload, by the Java types that the contract asks for. */
    static Method method(Overload overload) {
        List<Class<?>> types = new ArrayList<>();
        boolean boxed = overload.nulls() == Nulls.CALLED;
        for (int i = 0; i < overload.parameters().size(); i++) {
            Family family = overload.parameters().get(i).family();
            Class<?> type = switch (family) {
                case BOOLEAN -> boxed ? Boolean.class : boolean.class;
                case INTEGER, DECIMAL, DATE, TIME, TIMESTAMP, INTERVAL -> boxed ? Long.class : long.class;
                case DOUBLE -> boxed ? Double.class : double.class;
                case TEXT, BINARY -> Text.class;
            };
            boolean last = i == overload.parameters().size() - 1;
            types.add(last && overload.variadic() ? type.arrayType() : type);
            if (family == Family.DECIMAL) {
                types.add(int.class);
            }
        }
        try {
            return overload.owner().getMethod(overload.method(), types.toArray(new Class<?>[0]));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(overload.owner() + " lacks " + overload.method() + types, e);
        }
    }
}
