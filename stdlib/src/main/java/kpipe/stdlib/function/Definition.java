package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import kpipe.spi.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** What a function says of itself, gathered by the constructor of each: its names, its overloads in order of preference, its examples. */
abstract class Definition implements ScalarFunction {

    private final String name;
    private final String summary;
    private final Class<?> owner;
    private final List<String> aliases = new ArrayList<>();
    private final List<Overload> overloads = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();

    /** @param owner the class that holds the methods */
    Definition(Class<?> owner, String name, String summary) {
        this.owner = owner;
        this.name = name;
        this.summary = summary;
    }

    final void alias(String alias) {
        aliases.add(alias);
    }

    /** An overload that is NULL where an argument is, and never else. */
    final void takes(ResultRule result, String method, Parameter... parameters) {
        add(List.of(parameters), false, result, Nulls.STRICT, false, method);
    }

    /** An overload that is NULL where an argument is, and may be NULL otherwise. */
    final void mayBeNull(ResultRule result, String method, Parameter... parameters) {
        add(List.of(parameters), false, result, Nulls.STRICT, true, method);
    }

    /** An overload that gives a ROW, or NULL where there is nothing to take apart. */
    final void record(String method, Parameter... parameters) {
        add(List.of(parameters), false, ResultRule.ROW, Nulls.STRICT, true, method);
    }

    /** An overload whose last parameter may be repeated. */
    final void takesMany(ResultRule result, String method, Parameter... parameters) {
        add(List.of(parameters), true, result, Nulls.STRICT, false, method);
    }

    /** An overload that is called with NULLs too. */
    final void takesNulls(ResultRule result, boolean many, String method, Parameter... parameters) {
        add(List.of(parameters), many, result, Nulls.CALLED, true, method);
    }

    private void add(
            List<Parameter> parameters,
            boolean many,
            ResultRule result,
            Nulls nulls,
            boolean mayReturnNull,
            String method) {
        overloads.add(new Overload(parameters, many, result, nulls, mayReturnNull, true, owner, method));
    }

    final void example(String expression, @Nullable String result) {
        examples.add(new Example(expression, result));
    }

    static Parameter truth(String name) {
        return new Parameter(name, Family.BOOLEAN);
    }

    static Parameter integer(String name) {
        return new Parameter(name, Family.INTEGER);
    }

    static Parameter decimal(String name) {
        return new Parameter(name, Family.DECIMAL);
    }

    static Parameter floating(String name) {
        return new Parameter(name, Family.DOUBLE);
    }

    static Parameter interval(String name) {
        return new Parameter(name, Family.INTERVAL);
    }

    static Parameter text(String name) {
        return new Parameter(name, Family.TEXT);
    }

    static Parameter binary(String name) {
        return new Parameter(name, Family.BINARY);
    }

    static Parameter timestamp(String name) {
        return new Parameter(name, Family.TIMESTAMP);
    }

    static Parameter date(String name) {
        return new Parameter(name, Family.DATE);
    }

    static Parameter time(String name) {
        return new Parameter(name, Family.TIME);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<String> aliases() {
        return List.copyOf(aliases);
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final List<Overload> overloads() {
        return List.copyOf(overloads);
    }

    @Override
    public final List<Example> examples() {
        return List.copyOf(examples);
    }
}
