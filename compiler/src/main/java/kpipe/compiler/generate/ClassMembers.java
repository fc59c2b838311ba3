package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.operator.TableIndex;
import org.jspecify.annotations.Nullable;

/** The fields, constants and methods that a generated kernel gathers while its loops are written. */
final class ClassMembers {

    private static final int MAX_CONSTANT = 8_000;

    /** How many fields are given their values where they stand: that makes one method. */
    private static final int MAX_INITIALIZERS = 300;

    final Names names = new Names(
            "rows",
            "row",
            "size",
            "line",
            "reason",
            "to",
            "n",
            "capacity",
            "main",
            "late",
            "errors",
            "context",
            "panes",
            "pane",
            "groups",
            "words",
            "mask",
            "at",
            "hash",
            "meta",
            "time",
            "carried",
            "from",
            "until",
            "firstEnd",
            "place",
            "index",
            "slot",
            "following",
            "by",
            "windowStart",
            "windowEnd",
            "sorter",
            "call",
            "sorted",
            "watermark",
            "window",
            "sessions",
            "session",
            "batch",
            "open",
            "close",
            "promise",
            "holds",
            "held",
            "save",
            "restore",
            "out",
            "in",
            "getClass",
            "notify",
            "wait",
            "clone",
            "equals",
            "toString",
            "hashCode",
            "finalize",
            "heap",
            "group",
            "join",
            "matcher",
            "slots",
            "variable",
            "holds",
            "failed",
            "give",
            "left",
            "leftRow",
            "right",
            "rightRow",
            "turn",
            "other",
            "own",
            "matched",
            "entry",
            "kept",
            "newGroup");

    private final Map<String, FieldSpec> fields = new LinkedHashMap<>();
    private final Map<Object, String> shared = new HashMap<>();
    private final List<MethodSpec> methods = new ArrayList<>();
    private final CodeBlock.Builder refresh = CodeBlock.builder();
    /** The field of the ROWTIME that the results carry, where the query sets one. */
    @Nullable
    String promoted;

    /** All fields of such times. */
    final List<String> promotions = new ArrayList<>();

    final CodeBlock.Builder opening = CodeBlock.builder();

    /** A field of its own, made by {@code initializer}. */
    String field(TypeName type, String hint, CodeBlock initializer) {
        String name = names.variable(hint);
        fields.put(
                name,
                FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL)
                        .initializer(initializer)
                        .build());
        return name;
    }

    /** A field of exactly this name, which must be a reserved one, made by {@code initializer}. */
    void reserved(TypeName type, String name, CodeBlock initializer) {
        fields.put(
                name,
                FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL)
                        .initializer(initializer)
                        .build());
    }

    /** A constant that is a schema; returns its name. */
    CodeBlock schema(Schema schema) {
        CodeBlock value = schema.size() > MethodDivision.MAX_COLUMNS
                ? CodeBlock.of("$N()", schemaMethod(schema))
                : CodeBlock.of(
                        "$T.of(new $T[] {$L})",
                        Schema.class,
                        Column.class,
                        schema.columns().stream().map(ClassMembers::column).collect(CodeBlock.joining(", ")));
        return CodeBlock.of("$N", constant(schema, ClassName.get(Schema.class), "schema", value));
    }

    private static CodeBlock column(Column column) {
        return CodeBlock.of("new $T($S, $T.parse($S))", Column.class, column.name(), Type.class, column.type());
    }

    /** Writes a method that makes a schema of many columns, by way of methods that make some of them each. */
    private String schemaMethod(Schema schema) {
        CodeBlock.Builder whole =
                CodeBlock.builder().addStatement("final $1T[] columns = new $1T[$2L]", Column.class, schema.size());
        for (int from = 0; from < schema.size(); from += MethodDivision.MAX_COLUMNS) {
            CodeBlock.Builder part = CodeBlock.builder();
            for (int i = from; i < Math.min(schema.size(), from + MethodDivision.MAX_COLUMNS); i++) {
                part.addStatement("columns[$L] = $L", i, column(schema.column(i)));
            }
            String name = names.variable("columns");
            method(MethodSpec.methodBuilder(name)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(Column[].class, "columns", Modifier.FINAL)
                    .addCode(part.build())
                    .build());
            whole.addStatement("$N(columns)", name);
        }
        String name = names.variable("schema of columns");
        method(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Schema.class)
                .addCode(whole.addStatement("return $T.of(columns)", Schema.class)
                        .build())
                .build());
        return name;
    }

    /** A field that is a batch of one row: for a row of too many columns for locals. */
    String wideRow(Schema schema) {
        return field(
                ClassName.get(RowBatch.class),
                "computed",
                CodeBlock.of("new $T($L, 1)", RowBatch.class, schema(schema)));
    }

    /** Makes the line that may fail next a field, because several methods note it. */
    void lineField() {
        fields.putIfAbsent(
                "line",
                FieldSpec.builder(TypeName.INT, "line", Modifier.PRIVATE).build());
    }

    /** Whether a field of exactly this name was added. */
    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean hasLineField() {
        return fields.containsKey("line");
    }

    /** A field that {@code open} or the kernel's methods set. */
    String variable(TypeName type, String hint) {
        String name = names.variable(hint);
        fields.put(name, FieldSpec.builder(type, name, Modifier.PRIVATE).build());
        return name;
    }

    /** A field of exactly this name, which must be a reserved one, that {@code open} sets. */
    void surrounding(Class<?> type, String name, String format, Object... arguments) {
        if (!fields.containsKey(name)) {
            fields.put(name, FieldSpec.builder(type, name, Modifier.PRIVATE).build());
            opening.addStatement("$N = $L", name, CodeBlock.of(format, arguments));
        }
    }

    /** A field that all that give the same key share. */
    String sharedField(Object key, TypeName type, String hint, CodeBlock initializer) {
        String name = shared.get(key);
        if (name == null) {
            name = field(type, hint, initializer);
            shared.put(key, name);
        }
        return name;
    }

    String constant(Object key, TypeName type, String hint, CodeBlock initializer) {
        String name = shared.get(key);
        if (name == null) {
            name = names.variable(hint);
            fields.put(
                    name,
                    FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                            .initializer(initializer)
                            .build());
            shared.put(key, name);
        }
        return name;
    }

    /** A static Text of constant bytes. */
    String textConstant(Object value) {
        // In parentheses, because a text of several lines is written as a sum.
        CodeBlock text = value instanceof byte[] bytes
                ? CodeBlock.of(
                        "$T.of(($L).getBytes($T.ISO_8859_1))",
                        Text.class,
                        stringLiteral(new String(bytes, StandardCharsets.ISO_8859_1)),
                        StandardCharsets.class)
                : CodeBlock.of("$T.of($L)", Text.class, stringLiteral((String) value));
        Object key = value instanceof byte[] bytes
                ? "binary " + new String(bytes, StandardCharsets.ISO_8859_1)
                : "text " + value;
        String hint = value instanceof String words && !words.isBlank()
                ? "text " + words.substring(0, Math.min(words.length(), 30))
                : "text";
        return constant(key, ClassName.get(Text.class), hint, text);
    }

    /** A string as Java text; a long one in parts, because a constant of a class file has a limit. */
    static CodeBlock stringLiteral(String value) {
        if (value.length() <= MAX_CONSTANT) {
            return CodeBlock.of("$S", value);
        }
        CodeBlock.Builder parts = CodeBlock.builder().add("new $T()", StringBuilder.class);
        for (int at = 0; at < value.length(); at += MAX_CONSTANT) {
            parts.add(".append($S)", value.substring(at, Math.min(value.length(), at + MAX_CONSTANT)));
        }
        return parts.add(".toString()").build();
    }

    /** The value of a PARAMETER: fields that {@code open} sets. */
    Value parameter(String parameter, Type type) {
        Object key = "parameter " + parameter;
        String name = shared.get(key);
        if (name == null) {
            TypeName java = JavaTypes.of(type);
            name = variable(java, parameter);
            shared.put(key, name);
            String object = names.variable(parameter + "Value");
            opening.addStatement("final $T $L = context.parameter($S)", Object.class, object, parameter);
            CodeBlock value = switch (JavaTypes.box(type)) {
                case "Long" -> CodeBlock.of("(($T) $L).longValue()", Long.class, object);
                case "Double" -> CodeBlock.of("(($T) $L).doubleValue()", Double.class, object);
                case "Boolean" -> CodeBlock.of("(($T) $L).booleanValue()", Boolean.class, object);
                default -> CodeBlock.of("($T) $L", Text.class, object);
            };
            if (type.nullable()) {
                String isNull = variable(TypeName.BOOLEAN, parameter + "IsNull");
                shared.put(key + " null", isNull);
                opening.addStatement("$L = $L == null", isNull, object);
                opening.beginControlFlow("if (!$L)", isNull)
                        .addStatement("$L = $L", name, value)
                        .endControlFlow();
            } else {
                opening.addStatement("$L = $L", name, value);
            }
        }
        String isNull = shared.get(key + " null");
        return Value.local(type, CodeBlock.of("$N", name), isNull == null ? null : CodeBlock.of("$N", isNull));
    }

    /** A field for the watermark of what a projection that sets ROWTIME has given out. The last one asked for is that of the kernel. */
    String promoted() {
        promoted = time("promoted");
        promotions.add(promoted);
        return promoted;
    }

    /** A field for a time. */
    String time(String hint) {
        String name = names.variable(hint);
        fields.put(
                name,
                FieldSpec.builder(TypeName.LONG, name, Modifier.PRIVATE)
                        .initializer("$T.NO_WATERMARK", RowBatch.class)
                        .build());
        return name;
    }

    /** The field that holds a reference table. */
    String table(String table) {
        Object key = "table " + table;
        String name = shared.get(key);
        if (name == null) {
            name = variable(ClassName.get(ReferenceTable.class), table);
            opening.addStatement("$L = context.table($S)", name, table);
            shared.put(key, name);
        }
        return name;
    }

    /** The field that holds the index of a table by columns, of the version that {@link #refresh} found last. */
    String tableIndex(String table, String columns, String hint) {
        Object key = "index " + table + " " + columns;
        String name = shared.get(key);
        if (name == null) {
            name = variable(ClassName.get(TableIndex.class), hint);
            refresh.addStatement("$1N = $2T.current($1N, $3N, $4N)", name, TableIndex.class, table, columns);
            shared.put(key, name);
        }
        return name;
    }

    /** What a call of the kernel begins with: a look whether reference tables were refreshed. */
    CodeBlock refresh() {
        return refresh.build();
    }

    /** {@code CURRENT_TIMESTAMP}. */
    String startTime() {
        String name = shared.get("start time");
        if (name == null) {
            name = variable(TypeName.LONG, "startTime");
            opening.addStatement("$L = context.startTime()", name);
            shared.put("start time", name);
        }
        return name;
    }

    String clock() {
        String name = shared.get("clock");
        if (name == null) {
            name = variable(ClassName.get(kpipe.spi.Clock.class), "clock");
            opening.addStatement("$L = context.clock()", name);
            shared.put("clock", name);
        }
        return name;
    }

    void method(MethodSpec method) {
        methods.add(method);
    }

    /** Adds all that was gathered to a class, with its {@code open}. */
    void addTo(TypeSpec.Builder type) {
        List<FieldSpec> statics = new ArrayList<>();
        List<FieldSpec> others = new ArrayList<>();
        for (FieldSpec field : fields.values()) {
            (field.modifiers().contains(Modifier.STATIC) ? statics : others).add(field);
        }
        CodeBlock ofStatics = addTo(type, statics, Modifier.STATIC);
        if (!ofStatics.isEmpty()) {
            type.addStaticBlock(ofStatics);
        }
        CodeBlock ofOthers = addTo(type, others);
        if (!ofOthers.isEmpty()) {
            type.addInitializerBlock(ofOthers);
        }
        type.addMethod(MethodSpec.methodBuilder("open")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(KernelContext.class, "context")
                .addCode(opening.build())
                .build());
        methods.forEach(type::addMethod);
    }

    /** Adds fields; those that are too many to be given their values where they stand are given them by methods. Returns the calls of these methods. */
    private CodeBlock addTo(TypeSpec.Builder type, List<FieldSpec> added, Modifier... modifiers) {
        CodeBlock.Builder calls = CodeBlock.builder();
        CodeBlock.Builder values = CodeBlock.builder();
        int initialized = 0;
        for (FieldSpec field : added) {
            if (field.initializer().isEmpty() || initialized++ < MAX_INITIALIZERS) {
                type.addField(field);
                continue;
            }
            type.addField(FieldSpec.builder(field.type(), field.name(), Modifier.PRIVATE)
                    .addModifiers(modifiers)
                    .build());
            values.addStatement("$N = $L", field.name(), field.initializer());
            if (initialized % MAX_INITIALIZERS == 0) {
                calls.addStatement("$N()", values(values.build(), modifiers));
                values.clear();
            }
        }
        if (!values.isEmpty()) {
            calls.addStatement("$N()", values(values.build(), modifiers));
        }
        return calls.build();
    }

    private String values(CodeBlock values, Modifier... modifiers) {
        String name = names.variable("give values");
        method(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .addModifiers(modifiers)
                .addCode(values)
                .build());
        return name;
    }

    /** The Java types of SQL values in generated code. */
    static final class JavaTypes {

        private JavaTypes() {}

        static TypeName of(Type type) {
            if (type.kind() == Kind.BOOLEAN) {
                return TypeName.BOOLEAN;
            }
            return switch (type.form()) {
                case LONG -> TypeName.LONG;
                case DOUBLE -> TypeName.DOUBLE;
                case BYTES -> ClassName.get(Text.class);
            };
        }

        /** What a local that has not been computed holds. */
        static String zero(Type type) {
            if (type.kind() == Kind.BOOLEAN) {
                return "false";
            }
            return switch (type.form()) {
                case LONG -> "0L";
                case DOUBLE -> "0.0";
                case BYTES -> "null";
            };
        }

        static String box(Type type) {
            if (type.kind() == Kind.BOOLEAN) {
                return "Boolean";
            }
            return switch (type.form()) {
                case LONG -> "Long";
                case DOUBLE -> "Double";
                case BYTES -> "Text";
            };
        }
    }
}
