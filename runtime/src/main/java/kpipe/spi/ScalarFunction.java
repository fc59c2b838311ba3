package kpipe.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar SQL function: one value from the values of one row.
 *
 * <p>What runs is a Java method, called directly by generated code with unboxed values. Parameters are of the Java types {@code boolean} (BOOLEAN), {@code long}
 * (integers, DATE, TIME, TIMESTAMP, intervals), {@code double} (REAL, DOUBLE), {@link kpipe.data.Text} (text, binary), and for DECIMAL two
 * parameters, {@code long} unscaled and {@code int} scale. With {@link Nulls#CALLED} they are the boxed types (and null means NULL). A result that may be NULL for values that are not
 * is of the boxed type (or Text) and null; a DECIMAL result is its unscaled value in the scale of the result type, and fails the row where it has more
 * digits than that type. A value that cannot be
 * computed throws {@link kpipe.data.RowException}. A static method is pure; for one that is not static each call in the text gets an instance of
 * its own (of a class with a public constructor without parameters), which may remember things between rows, such as a compiled pattern.
 */
public interface ScalarFunction {

    /** How a function treats NULL arguments. */
    enum Nulls {
        /** Any NULL argument makes the result NULL and the method is not called. */
        STRICT,
        /** The method is called and decides. */
        CALLED
    }

    /** What an argument must be; numeric arguments are widened from left to right in this order: INTEGER, DECIMAL, DOUBLE. */
    enum Family {
        BOOLEAN,
        INTEGER,
        DECIMAL,
        DOUBLE,
        TEXT,
        BINARY,
        DATE,
        TIME,
        TIMESTAMP,
        INTERVAL
    }

    /** How the type of the result follows from those of the arguments. */
    enum ResultRule {
        BOOLEAN,
        INTEGER,
        BIGINT,
        DOUBLE,
        /** VARCHAR of the greatest length. */
        TEXT,
        /** VARCHAR as long as the first argument. */
        TEXT_AS_FIRST,
        /** VARCHAR as long as all text arguments together. */
        TEXT_SUM,
        DATE,
        TIME,
        TIMESTAMP,
        /** The type of the first argument. */
        AS_FIRST,
        /** DECIMAL of the first argument's precision and scale 0. */
        DECIMAL_WHOLE,
        /** The DECIMAL of the first argument with one digit more before the point, unless it has 18 or more: rounding may carry. */
        DECIMAL_CARRIED,
        /** The least DECIMAL that holds each of the arguments, which all come in its scale. */
        DECIMAL_COMMON,
        BINARY,
        /** The ROW that {@link RecordFunction#record} tells. */
        ROW
    }

    /** A parameter of an overload; its name is shown in completion and documentation. */
    record Parameter(String name, Family family) {}

    /**
     * One way to call the function.
     *
     * @param variadic the last parameter may be repeated; the method takes an array of its Java type last
     * @param mayReturnNull whether the result can be NULL though no argument is
     * @param deterministic the same arguments always give the same result, so that constants may be folded
     * @param owner the class of the method
     * @param method its name
     */
    record Overload(
            List<Parameter> parameters,
            boolean variadic,
            ResultRule result,
            Nulls nulls,
            boolean mayReturnNull,
            boolean deterministic,
            Class<?> owner,
            String method) {

        public Overload {
            parameters = List.copyOf(parameters);
        }
    }

    /** An example that the build runs: {@code UPPER('abc')} gives {@code ABC}; a null result is NULL. */
    record Example(String expression, @Nullable String result) {}

    /** The name, in capitals. */
    String name();

    /** Other names for the same. */
    default List<String> aliases() {
        return List.of();
    }

    /** One or two plain sentences. */
    String summary();

    /** In order of preference: the first that takes the arguments is called. */
    List<Overload> overloads();

    List<Example> examples();

    /**
     * Looks at the constants of a call when compiling, so that what is wrong for every row, such as a pattern, is said before there is one.
     *
     * @param constants the arguments: String or Long where one is written as a constant, else null
     * @throws RecordFunction.BadConstantException where the function could not take one of them for any row
     */
    default void check(List<@Nullable Object> constants) throws RecordFunction.BadConstantException {}
}
