package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import kpipe.compiler.generate.ClassMembers.JavaTypes;
import kpipe.compiler.pipeline.Expr;
import org.jspecify.annotations.Nullable;

/** The row that a projection gives: values in locals, and columns of its input that it only passes on. */
final class Computed implements Environment {

    private static final int MAX_PARAMETERS = 100;

    private final Environment input;
    private final List<Expr> expressions;
    private final @Nullable Value[] values;
    private final @Nullable Stamp time;

    /**
     * @param values one for each expression that is not a mere column, null for those that are
     * @param time what the query sets it to, or null
     */
    Computed(Environment input, List<Expr> expressions, @Nullable Value[] values, @Nullable Stamp time) {
        this.input = input;
        this.expressions = expressions;
        this.values = values;
        this.time = time;
    }

    @Override
    public Value column(int index) {
        Value value = values[index];
        return value != null ? value : input.column(source(index));
    }

    @Override
    public @Nullable CodeBlock cell(int index) {
        return values[index] != null ? null : input.cell(source(index));
    }

    @Override
    public @Nullable CodeBlock cells(int index) {
        return values[index] != null ? null : input.cells(source(index));
    }

    @Override
    public void knownNotNull(int index) {
        if (values[index] == null) {
            input.knownNotNull(source(index));
        }
    }

    @Override
    public @Nullable CodeBlock isNull(int index) {
        Value value = values[index];
        return value != null ? value.isNull() : input.isNull(source(index));
    }

    private int source(int index) {
        return ((Expr.Column) Objects.requireNonNull(expressions.get(index))).index();
    }

    /** What the row under it needs, and the locals of the values. */
    @Override
    public @Nullable List<ParameterSpec> parameters() {
        List<ParameterSpec> before = input.parameters();
        if (before == null) {
            return null;
        }
        Map<String, ParameterSpec> parameters = new LinkedHashMap<>();
        before.forEach(parameter -> parameters.put(parameter.name(), parameter));
        for (Value value : values) {
            if (value == null) {
                continue;
            }
            boolean slice = value.shape() == Value.Shape.SLICE || value.shape() == Value.Shape.PACKED;
            if (slice
                    || !passed(value.code(), JavaTypes.of(value.type()), parameters)
                    || value.isNull() != null && !passed(value.isNull(), TypeName.BOOLEAN, parameters)) {
                return null;
            }
        }
        return parameters.size() > MAX_PARAMETERS ? null : new ArrayList<>(parameters.values());
    }

    /** Adds the local that the code is; false if it is more than a local, a constant or a number. */
    private static boolean passed(CodeBlock code, TypeName type, Map<String, ParameterSpec> parameters) {
        String name = code.toString();
        if (!Expressions.isName(code)) {
            return false;
        }
        if (Character.isJavaIdentifierStart(name.charAt(0)) && !SourceVersion.isKeyword(name)) {
            parameters.put(
                    name, ParameterSpec.builder(type, name, Modifier.FINAL).build());
        }
        return true;
    }

    @Override
    public Environment inMethod() {
        return new Computed(input.inMethod(), expressions, values, time);
    }

    @Override
    public CodeBlock rowtime() {
        return time != null ? time.rowtime() : input.rowtime();
    }

    @Override
    public CodeBlock watermark() {
        return time != null ? time.watermark() : input.watermark();
    }
}
