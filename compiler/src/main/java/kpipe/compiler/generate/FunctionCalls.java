package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kpipe.compiler.generate.ClassMembers.JavaTypes;
import kpipe.compiler.pipeline.Expr;
import kpipe.data.Kind;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.runtime.operator.BodyValues;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;

/** Writes calls of plug-in functions and of inline Java. */
final class FunctionCalls {

    private final Expressions expressions;

    FunctionCalls(Expressions expressions) {
        this.expressions = expressions;
    }

    // ---- functions of the standard library and of plug-ins

    Value function(Expr.FunctionCall call) {
        Overload overload = call.overload();
        Method method = method(call);
        List<Value> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(expressions.evaluate(argument));
        }
        CodeBlock target = Modifier.isStatic(method.getModifiers())
                ? CodeBlock.of("$T", overload.owner())
                : CodeBlock.of(
                        "$N",
                        expressions.members.field(
                                ClassName.get(overload.owner()),
                                call.name(),
                                CodeBlock.of("new $T()", overload.owner())));
        String hint = words(call.name());
        if (overload.nulls() == Nulls.CALLED) {
            expressions.mark(call);
            return received(call.type(), method, invocation(call, method, target, arguments, true), hint);
        }
        boolean boxed =
                overload.mayReturnNull() || !method.getReturnType().isPrimitive() && !Value.isBytes(call.type());
        if (!boxed) {
            return expressions.strict(
                    call,
                    arguments,
                    true,
                    hint,
                    values -> inDigits(invocation(call, method, target, values, false), call.type()));
        }
        return nullableResult(call, method, target, arguments, hint);
    }

    /** A STRICT function that may return null itself. */
    private Value nullableResult(
            Expr.FunctionCall call, Method method, CodeBlock target, List<Value> arguments, String hint) {
        CodeBlock isNull = Expressions.anyNull(arguments);
        if (isNull == null) {
            expressions.mark(call);
            return received(call.type(), method, invocation(call, method, target, arguments, false), hint);
        }
        Type type = call.type();
        TypeName boxedType = TypeName.get(method.getReturnType()).box();
        String name = expressions.members.names.variable(hint);
        CodeBlock nullName = expressions.condition(isNull, hint + "IsNull");
        expressions.block.statement("$T $L = null", boxedType, name);
        expressions.block.begin("if (!$L)", nullName);
        expressions.block.add(expressions
                .inner(() -> {
                    expressions.mark(call);
                    expressions.block.statement("$L = $L", name, invocation(call, method, target, arguments, false));
                })
                .code());
        expressions.block.end();
        return unboxed(type, name, hint);
    }

    /** The result of a call that may be null, in locals. */
    private Value received(Type type, Method method, CodeBlock invocation, String hint) {
        if (method.getReturnType().isPrimitive()) {
            return expressions.local(Value.local(type, inDigits(invocation, type), null), hint);
        }
        String name = expressions.members.names.variable(hint);
        expressions.block.statement("final $T $L = $L", TypeName.get(method.getReturnType()), name, invocation);
        return unboxed(type, name, hint);
    }

    private Value unboxed(Type type, String name, String hint) {
        CodeBlock isNull = CodeBlock.of("$N == null", name);
        if (Value.isBytes(type)) {
            return Value.text(type, CodeBlock.of("$N", name), isNull);
        }
        String value = expressions.members.names.variable(hint + "Value");
        String unboxing = type.kind() == Kind.BOOLEAN
                ? "booleanValue"
                : type.form() == Kind.Form.DOUBLE ? "doubleValue" : "longValue";
        expressions.block.statement(
                "final $T $L = $N == null ? $L : $L",
                JavaTypes.of(type),
                value,
                name,
                JavaTypes.zero(type),
                inDigits(CodeBlock.of("$N.$L()", name, unboxing), type));
        return Value.primitive(type, CodeBlock.of("$N", value), isNull);
    }

    /** The result of a function: a DECIMAL may have become longer than the type that it was promised, as by rounding 99.9 up. */
    private static CodeBlock inDigits(CodeBlock result, Type type) {
        return type.kind() == Kind.DECIMAL ? Operations.ranged(result, type) : result;
    }

    private CodeBlock invocation(
            Expr.FunctionCall call, Method method, CodeBlock target, List<Value> arguments, boolean boxed) {
        Overload overload = call.overload();
        List<CodeBlock> passed = new ArrayList<>();
        int fixed = overload.variadic() ? overload.parameters().size() - 1 : arguments.size();
        for (int i = 0; i < fixed; i++) {
            passed.add(argument(arguments.get(i), boxed));
            if (overload.parameters().get(i).family() == Family.DECIMAL) {
                passed.add(CodeBlock.of("$L", call.arguments().get(i).type().scale()));
            }
        }
        if (overload.variadic()) {
            List<CodeBlock> rest = new ArrayList<>();
            for (int i = fixed; i < arguments.size(); i++) {
                rest.add(argument(arguments.get(i), boxed));
            }
            Class<?>[] types = method.getParameterTypes();
            passed.add(CodeBlock.of(
                    "new $T[] {$L}", types[types.length - 1].getComponentType(), CodeBlock.join(rest, ", ")));
        }
        return CodeBlock.of("$L.$L($L)", target, method.getName(), CodeBlock.join(passed, ", "));
    }

    private CodeBlock argument(Value value, boolean boxed) {
        if (Value.isBytes(value.type())) {
            CodeBlock text = expressions.text(value);
            return boxed && value.isNull() != null
                    ? CodeBlock.of("$L ? null : $L", Expressions.operand(value.isNull()), text)
                    : text;
        }
        if (!boxed) {
            return value.code();
        }
        String box = JavaTypes.box(value.type());
        return value.isNull() == null
                ? CodeBlock.of("$L.valueOf($L)", box, value.code())
                : CodeBlock.of("$L ? null : $L.valueOf($L)", Expressions.operand(value.isNull()), box, value.code());
    }

    /** The method of the overload's name whose parameters take the Java forms of the overload's parameters. */
    private static Method method(Expr.FunctionCall call) {
        Overload overload = call.overload();
        List<Class<?>> wanted = parameterTypes(overload);
        for (Method candidate : overload.owner().getMethods()) {
            if (candidate.getName().equals(overload.method())
                    && Arrays.asList(candidate.getParameterTypes()).equals(wanted)) {
                return candidate;
            }
        }
        throw new IllegalStateException(call.name() + " has no public method " + overload.method() + wanted);
    }

    private static List<Class<?>> parameterTypes(Overload overload) {
        List<Class<?>> types = new ArrayList<>();
        boolean strict = overload.nulls() == Nulls.STRICT;
        int last = overload.parameters().size() - 1;
        for (int i = 0; i <= last; i++) {
            Family family = overload.parameters().get(i).family();
            Class<?> form = switch (family) {
                case BOOLEAN -> strict ? boolean.class : Boolean.class;
                case DOUBLE -> strict ? double.class : Double.class;
                case TEXT, BINARY -> Text.class;
                default -> strict ? long.class : Long.class;
            };
            types.add(overload.variadic() && i == last ? form.arrayType() : form);
            if (family == Family.DECIMAL) {
                types.add(int.class);
            }
        }
        return types;
    }

    private static String words(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    // ---- inline Java

    Value java(Expr.JavaCall call) {
        List<Value> arguments = new ArrayList<>();
        List<CodeBlock> passed = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(expressions.evaluate(argument));
        }
        for (int i = 0; i < arguments.size(); i++) {
            passed.add(
                    bodyForm(arguments.get(i), call.unit().parameters().get(i).type()));
        }
        expressions.mark(call);
        String hint = words(call.unit().name());
        ClassName unit = InlineJava.className(call.unit());
        CodeBlock invocation = CodeBlock.of("$T.call($L)", unit, CodeBlock.join(passed, ", "));
        Type type = call.type();
        String name = expressions.members.names.variable(hint + "Result");
        expressions.block.statement("final $T $L = $L", InlineJava.bodyType(type), name, invocation);
        boolean primitive = InlineJava.bodyType(type).isPrimitive();
        CodeBlock isNull = primitive ? null : CodeBlock.of("$N == null", name);
        if (!primitive && !type.nullable()) {
            expressions.block.begin("if ($N == null)", name);
            expressions.block.statement("throw $T.nullValue()", kpipe.runtime.operator.Exact.class);
            expressions.block.end();
            isNull = null;
        }
        Value raw = Value.local(type, CodeBlock.of("$N", name), isNull);
        String builder = Value.isBytes(type) ? expressions.textBuilder() : "";
        return expressions.strict(
                type, call.span().line(), List.of(raw), true, hint, values -> fromBody(name, builder, type));
    }

    private CodeBlock fromBody(String name, String builder, Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> CodeBlock.of("$N", name);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Operations.ranged(CodeBlock.of("$N", name), type);
            case DECIMAL ->
                CodeBlock.of(
                        "$T.decimal($N, $L, $L, $L)",
                        BodyValues.class,
                        name,
                        type.scale(),
                        type.precision(),
                        Expressions.typeText(type));
            case REAL ->
                CodeBlock.of(
                        "$T.finiteReal($N, $L)", kpipe.runtime.operator.Exact.class, name, Expressions.typeText(type));
            case DOUBLE ->
                CodeBlock.of("$T.finite($N, $L)", kpipe.runtime.operator.Exact.class, name, Expressions.typeText(type));
            case VARCHAR ->
                CodeBlock.of(
                        "$N.fit($N.fromString($N), $L, $L)",
                        builder,
                        builder,
                        name,
                        type.precision(),
                        Expressions.typeText(type));
            case CHAR ->
                CodeBlock.of(
                        "$N.pad($N.fit($N.fromString($N), $L, $L), $L)",
                        builder,
                        builder,
                        builder,
                        name,
                        type.precision(),
                        Expressions.typeText(type),
                        type.precision());
            case BINARY, VARBINARY -> CodeBlock.of("$T.of($N)", Text.class, name);
            case DATE -> CodeBlock.of("$N.toEpochDay()", name);
            case TIME -> CodeBlock.of("$N.toNanoOfDay() / 1000000L", name);
            case TIMESTAMP -> CodeBlock.of("$N.toEpochMilli()", name);
            default -> throw new IllegalArgumentException(type.sql());
        };
    }

    /** An argument as the body sees it. */
    private CodeBlock bodyForm(Value value, Type type) {
        CodeBlock code = value.code();
        CodeBlock form = switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE ->
                type.nullable() ? CodeBlock.of("$L.valueOf($L)", JavaTypes.box(type), code) : code;
            case DECIMAL ->
                CodeBlock.of(
                        "$T.valueOf($L, $L)",
                        java.math.BigDecimal.class,
                        code,
                        value.type().scale());
            case CHAR, VARCHAR -> CodeBlock.of("$L.toString()", expressions.text(value));
            case BINARY, VARBINARY -> CodeBlock.of("$T.bytes($L)", BodyValues.class, expressions.text(value));
            case DATE -> CodeBlock.of("$T.ofEpochDay($L)", java.time.LocalDate.class, code);
            case TIME ->
                CodeBlock.of("$T.ofNanoOfDay($L * 1000000L)", java.time.LocalTime.class, Expressions.operand(code));
            case TIMESTAMP -> CodeBlock.of("$T.ofEpochMilli($L)", java.time.Instant.class, code);
            default -> throw new IllegalArgumentException(type.sql());
        };
        return value.isNull() == null
                ? form
                : CodeBlock.of("$L ? null : $L", Expressions.operand(value.isNull()), form);
    }
}
