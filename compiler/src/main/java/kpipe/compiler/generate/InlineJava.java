package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.JavaUnit.JavaRole;
import kpipe.data.Column;
import kpipe.data.Type;

/**
 * Wraps the body of a FUNCTION or TRANSFORM into a class. The source is put together as text, not by JavaPoet, so that the body stands in it character by character and an error of
 * the Java compiler can be placed in the .kpipe file.
 */
public final class InlineJava {

    private static final String IMPORTS = """
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import java.util.regex.*;
            """;

    private InlineJava() {}

    /** The class of a unit; all units of a pipeline stand in one package of their own, so that a body cannot meet generated names. */
    static ClassName className(JavaUnit unit) {
        String suffix = unit.role() == JavaRole.FUNCTION ? "Function" : "Transform";
        return ClassName.get("kpipe.generated.inline", new Names().type(unit.name()) + suffix + number(unit));
    }

    /** Names that differ only in what Java does not allow still get classes of their own. */
    private static String number(JavaUnit unit) {
        String plain = new Names().type(unit.name());
        String back = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
        return back.equalsIgnoreCase(unit.name())
                ? ""
                : Integer.toHexString(unit.name().hashCode());
    }

    /** The Java type in which a body sees an argument, or gives its result. */
    static TypeName bodyType(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> type.nullable() ? TypeName.BOOLEAN.box() : TypeName.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> type.nullable() ? TypeName.LONG.box() : TypeName.LONG;
            case REAL, DOUBLE -> type.nullable() ? TypeName.DOUBLE.box() : TypeName.DOUBLE;
            case DECIMAL -> ClassName.get(java.math.BigDecimal.class);
            case CHAR, VARCHAR -> ClassName.get(String.class);
            case BINARY, VARBINARY -> TypeName.get(byte[].class);
            case DATE -> ClassName.get(java.time.LocalDate.class);
            case TIME -> ClassName.get(java.time.LocalTime.class);
            case TIMESTAMP -> ClassName.get(java.time.Instant.class);
            default -> throw new IllegalArgumentException(type.sql());
        };
    }

    /** The source of the class of a unit. */
    public static GeneratedFile file(JavaUnit unit) {
        ClassName name = className(unit);
        String head = head(unit, name);
        // The body begins at a line and column of its own: 1.
        int bodyLine = 1 + (int) head.chars().filter(c -> c == '\n').count();
        String source = head + unit.body() + "\n    }\n}\n";
        return new GeneratedFile(
                name.canonicalName(),
                source,
                LineMap.of(unit.bodySpan(), bodyLine),
                new GeneratedFile.Body(unit, bodyLine));
    }

    /** All that stands before the body. */
    private static String head(JavaUnit unit, ClassName name) {
        StringBuilder source = new StringBuilder();
        source.append("package ")
                .append(name.packageName())
                .append(";\n\n")
                .append(IMPORTS)
                .append('\n');
        boolean function = unit.role() == JavaRole.FUNCTION;
        source.append(function ? "/** FUNCTION " : "/** TRANSFORM ")
                .append(comment(unit.name()))
                .append(", ")
                .append(comment(StatementWriter.place(unit.bodySpan())))
                .append(". */\n");
        if (function) {
            function(unit, name, source);
        } else {
            transform(unit, name, source);
        }
        return source.toString();
    }

    private static void function(JavaUnit unit, ClassName name, StringBuilder source) {
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (Column parameter : unit.parameters()) {
            parameters.add("final " + bodyType(parameter.type()) + " " + parameter.name());
            arguments.add(parameter.name());
        }
        String result = bodyType(Objects.requireNonNull(unit.result())).toString();
        source.append("public final class ").append(name.simpleName()).append(" {\n\n");
        source.append("    private ").append(name.simpleName()).append("() {}\n\n");
        String list = String.join(", ", parameters);
        source.append("    public static ")
                .append(result)
                .append(" call(")
                .append(list)
                .append(") {\n");
        guarded(unit, name, String.join(", ", arguments), source);
        source.append("    private static ")
                .append(result)
                .append(" body(")
                .append(list)
                .append(") throws Exception {\n");
    }

    private static void transform(JavaUnit unit, ClassName name, StringBuilder source) {
        source.append("public final class ").append(name.simpleName()).append(" implements kpipe.spi.Transform {\n\n");
        source.append("    public ").append(name.simpleName()).append("() {}\n\n");
        source.append("    public kpipe.spi.TransformRecord apply(final kpipe.spi.TransformRecord record) {\n");
        guarded(unit, name, "record", source);
        source.append("    private static kpipe.spi.TransformRecord body(final kpipe.spi.TransformRecord record)")
                .append(" throws Exception {\n");
    }

    /** Calls the body; what it throws fails the row or record, with the line of the .kpipe file. */
    private static void guarded(JavaUnit unit, ClassName name, String arguments, StringBuilder source) {
        source.append("        try {\n            return body(")
                .append(arguments)
                .append(");\n");
        source.append("        } catch (Throwable thrown) {\n");
        source.append("            throw kpipe.runtime.operator.BodyValues.failure(\"")
                .append(comment(unit.name()))
                .append("\", thrown, ")
                .append(name.simpleName())
                .append(".class);\n");
        source.append("        }\n    }\n\n");
    }

    /** A user's name inside a comment or string of Java. */
    private static String comment(String name) {
        return name.replaceAll("[^A-Za-z0-9_ .:/-]", "_");
    }
}
