package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
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
        StringBuilder source = new StringBuilder();
        source.append("package ")
                .append(name.packageName())
                .append(";\n\n")
                .append(IMPORTS)
                .append('\n');
        String place = unit.bodySpan().file() + ":" + unit.bodySpan().line();
        String kind = unit.role() == JavaRole.FUNCTION ? "FUNCTION " : "TRANSFORM ";
        source.append("/** ")
                .append(kind)
                .append(comment(unit.name()))
                .append(", ")
                .append(comment(place))
                .append(". */\n");
        if (unit.role() == JavaRole.FUNCTION) {
            function(unit, name, source);
        } else {
            transform(name, source);
        }
        // The body begins at a line and column of its own: 1.
        int bodyLine = 1 + (int) source.chars().filter(c -> c == '\n').count();
        source.append(unit.body()).append("\n    }\n}\n");
        return new GeneratedFile(
                name.canonicalName(), source.toString(), LineMap.NONE, new GeneratedFile.Body(unit, bodyLine));
    }

    private static void function(JavaUnit unit, ClassName name, StringBuilder source) {
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (Column parameter : unit.parameters()) {
            parameters.add("final " + bodyType(parameter.type()) + " " + parameter.name());
            arguments.add(parameter.name());
        }
        String result =
                bodyType(java.util.Objects.requireNonNull(unit.result())).toString();
        source.append("public final class ").append(name.simpleName()).append(" {\n\n");
        source.append("    private ").append(name.simpleName()).append("() {}\n\n");
        String list = String.join(", ", parameters);
        source.append("    public static ")
                .append(result)
                .append(" call(")
                .append(list)
                .append(") {\n");
        source.append("        try {\n");
        source.append("            return body(")
                .append(String.join(", ", arguments))
                .append(");\n");
        source.append("        } catch (Exception thrown) {\n");
        source.append("            throw kpipe.runtime.operator.BodyValues.failure(\"")
                .append(comment(unit.name()))
                .append("\", thrown);\n");
        source.append("        }\n    }\n\n");
        source.append("    private static ")
                .append(result)
                .append(" body(")
                .append(list)
                .append(") throws Exception {\n");
    }

    private static void transform(ClassName name, StringBuilder source) {
        source.append("public final class ").append(name.simpleName()).append(" implements kpipe.spi.Transform {\n\n");
        source.append("    public ").append(name.simpleName()).append("() {}\n\n");
        source.append("    public kpipe.spi.TransformRecord apply(final kpipe.spi.TransformRecord record)")
                .append(" throws Exception {\n");
    }

    /** A user's name inside a comment or string of Java. */
    private static String comment(String name) {
        return name.replaceAll("[^A-Za-z0-9_ .:/-]", "_");
    }
}
