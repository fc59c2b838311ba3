package kpipe.compiler.interpret;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import org.jspecify.annotations.Nullable;

/** One call in the text of a function of the standard library or a plug-in: finds the Java method and calls it by reflection. */
final class FunctionCaller {

    private final Expr.FunctionCall call;
    private final Method method;
    private final @Nullable Object instance;

    FunctionCaller(Expr.FunctionCall call) {
        this.call = call;
        this.method = find(call);
        this.instance = Modifier.isStatic(method.getModifiers()) ? null : instantiate(method.getDeclaringClass());
    }

    private static Object instantiate(Class<?> owner) {
        try {
            return owner.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(owner + " has no public constructor without parameters", e);
        }
    }

    /** The method of the overload's name whose parameters take the Java forms of the overload's parameters. */
    private static Method find(Expr.FunctionCall call) {
        Overload overload = call.overload();
        for (Method candidate : overload.owner().getMethods()) {
            if (candidate.getName().equals(overload.method()) && takes(candidate, overload)) {
                return candidate;
            }
        }
        throw new IllegalStateException(call.name() + " has no method " + overload.method() + " for its parameters");
    }

    private static boolean takes(Method candidate, Overload overload) {
        List<Class<?>> wanted = new ArrayList<>();
        int last = overload.parameters().size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean strict = overload.nulls() == Nulls.STRICT;
            Class<?> form = switch (overload.parameters().get(i).family()) {
                case BOOLEAN -> strict ? boolean.class : Boolean.class;
                case DOUBLE -> strict ? double.class : Double.class;
                case TEXT, BINARY -> Text.class;
                default -> strict ? long.class : Long.class;
            };
            wanted.add(overload.variadic() && i == last ? form.arrayType() : form);
            if (overload.parameters().get(i).family() == Family.DECIMAL) {
                wanted.add(int.class);
            }
        }
        return Arrays.asList(candidate.getParameterTypes()).equals(wanted);
    }

    /** @param values of the arguments, boxed as {@link Values} says */
    @Nullable
    Object call(List<@Nullable Object> values) {
        Overload overload = call.overload();
        if (overload.nulls() == Nulls.STRICT && values.contains(null)) {
            return null;
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        int fixed = overload.variadic() ? overload.parameters().size() - 1 : values.size();
        for (int i = 0; i < fixed; i++) {
            arguments.add(javaForm(values.get(i)));
            Type type = call.arguments().get(i).type();
            if (overload.parameters().get(i).family() == Family.DECIMAL) {
                arguments.add(type.scale());
            }
        }
        if (overload.variadic()) {
            Class<?>[] types = method.getParameterTypes();
            Object rest = Array.newInstance(types[types.length - 1].getComponentType(), values.size() - fixed);
            for (int i = fixed; i < values.size(); i++) {
                Array.set(rest, i - fixed, javaForm(values.get(i)));
            }
            arguments.add(rest);
        }
        try {
            Object result = Values.ofJavaForm(method.invoke(instance, arguments.toArray()), call.type());
            return result instanceof BigDecimal decimal ? Values.fit(decimal, call.type()) : result;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RowException reason) {
                throw reason;
            }
            throw new IllegalStateException(call.name() + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public", e);
        }
    }

    private static @Nullable Object javaForm(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue().longValueExact();
        }
        if (value instanceof String text) {
            return Text.of(text);
        }
        return value instanceof byte[] bytes ? Text.of(bytes) : value;
    }
}
