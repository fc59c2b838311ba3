package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.NearestName;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Identifier;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.NestedParts;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.ScalarFunction.ResultRule;
import org.jspecify.annotations.Nullable;

/** The operators on values of several parts. They are calls of methods of {@link NestedParts}. */
final class NestedOperators {

    private static final Code NO_RECORD = Code.error("K0620", "{0} has no fields, for it is {1}");
    private static final Code UNKNOWN_FIELD = Code.error("K0621", "there is no field `{0}`");

    private static final Code NOT_UNNESTED = Code.error("K0625", "UNNEST takes an ARRAY or a MAP, not {0}");
    static final Code OTHER_COLUMNS = Code.error("K0626", "UNNEST of {0} gives {1}, and {2} named");

    /** How the names of the operators begin that give a field of a ROW. */
    static final String FIELD = "field ";

    /** Stands for the element as a whole among the columns of UNNEST. */
    private static final String WHOLE = "";

    /** What UNNEST marks for lowering. */
    record Unnesting(boolean outer, Span span) {}

    private final Problems problems;

    NestedOperators(Problems problems) {
        this.problems = problems;
    }

    /** A field of a ROW. */
    ScalarOperator field(Identifier name) {
        Span span = name.span();
        return new ScalarOperator(
                FIELD + (name.quoted() ? '"' + name.name() : name.name()),
                span,
                types -> {
                    Type row = types.get(0);
                    int index = row.kind() == Kind.ROW ? indexOf(row, name) : -1;
                    return index >= 0 ? row.parts().get(index).type() : unknown(name, row);
                },
                (operands, type, place) -> {
                    Expr row = operands.get(0);
                    int index = indexOf(row.type(), name);
                    return part("FIELD", row, number(index, place), type, place);
                });
    }

    private Type unknown(Identifier name, Type row) {
        if (row.kind() != Kind.ROW) {
            problems.report(NO_RECORD, name.span(), "what stands before `." + name.name() + "`", sql(row));
            return TypeRules.BROKEN;
        }
        List<String> names = row.parts().stream().map(Column::name).toList();
        Diagnostic diagnostic = Diagnostic.of(UNKNOWN_FIELD, name.span(), name.name());
        problems.report(NearestName.of(name.name(), names)
                .map(near -> diagnostic.withFix(Fix.didYouMean(name.span(), near)))
                .orElse(diagnostic.withNote("its fields are " + String.join(", ", names))));
        return TypeRules.BROKEN;
    }

    private static String sql(Type type) {
        return TypeRules.isNull(type) ? "NULL" : type.sql();
    }

    /** The field of that name; of several that differ by case alone, the one that is spelled so. */
    private static int indexOf(Type row, Identifier name) {
        int any = -1;
        for (int i = 0; i < row.parts().size(); i++) {
            String field = row.parts().get(i).name();
            if (field.equals(name.name())) {
                return i;
            }
            any = any < 0 && !name.quoted() && field.equalsIgnoreCase(name.name()) ? i : any;
        }
        return any;
    }

    /** {@code array[n]}, from 1, or {@code map[key]}; NULL where there is no such element. */
    ScalarOperator element(Span span) {
        return new ScalarOperator(
                "element",
                span,
                types -> {
                    Type type = types.get(0);
                    boolean fits = type.kind() == Kind.ARRAY
                                    && types.get(1).kind().isInteger()
                            || type.kind() == Kind.MAP && TypeRules.common(List.of(key(type), types.get(1))) != null;
                    return fits ? type.element().withNullable(true) : problems.wrongArguments(span, "[]", types);
                },
                (operands, type, place) -> {
                    Expr value = operands.get(0);
                    Expr index = value.kind() == Kind.ARRAY
                            ? place(operands.get(1), 1, 0, place)
                            : call(
                                    "KEY",
                                    "valueOf",
                                    List.of(value, encoded(Conversions.convert(operands.get(1), key(value.type())))),
                                    List.of(Family.BINARY, Family.BINARY),
                                    false,
                                    Type.of(Kind.BIGINT, anyNullable(operands)),
                                    place);
                    return part("ELEMENT", value, index, type, place);
                });
    }

    private static Type key(Type map) {
        return map.parts().get(0).type();
    }

    private static boolean anyNullable(List<Expr> operands) {
        return operands.stream().anyMatch(operand -> operand.type().nullable());
    }

    private static Expr place(Expr number, long step, long part, Span span) {
        List<Expr> operands = List.of(number, number(step, span), number(part, span));
        return call(
                "PLACE",
                "place",
                operands,
                List.of(Family.INTEGER, Family.INTEGER, Family.INTEGER),
                false,
                Type.of(Kind.BIGINT, number.type().nullable()),
                span);
    }

    /**
     * A column of UNNEST; its operands are what is unnested and the number of the element.
     *
     * @param count how many columns there are, the number aside
     */
    ScalarOperator unnested(int column, int count, Span span) {
        return new ScalarOperator(
                "unnested " + column + " of " + count,
                span,
                types -> columns(types.get(0), count).get(column).type(),
                (operands, type, place) -> {
                    Expr nested = operands.get(0);
                    Type of = nested.type();
                    if (of.kind() == Kind.MAP) {
                        return part("ELEMENT", nested, place(operands.get(1), 2, column, place), type, place);
                    }
                    Expr index = place(operands.get(1), 1, 0, place);
                    if (columns(of, count).get(0).name().equals(WHOLE)) {
                        return part("ELEMENT", nested, index, type, place);
                    }
                    Expr row = part("ELEMENT", nested, index, of.element().withNullable(true), place);
                    return part("FIELD", row, number(column, place), type, place);
                });
    }

    /** The columns into which UNNEST makes a value of that type: the element, the fields of a ROW, or the key and the value. */
    static List<Column> columns(Type type, int count) {
        if (type.kind() == Kind.MAP) {
            return type.parts();
        }
        List<Column> fields = type.element().kind() == Kind.ROW ? type.element().parts() : List.of();
        return fields.size() == count && count > 0 ? fields : List.of(new Column(WHOLE, type.element()));
    }

    /** The number of the element that a row is for; what is unnested is its operand. */
    ScalarOperator unnest(int count, boolean outer, Span span) {
        return ScalarOperator.unnest(new Unnesting(outer, span), types -> {
            Type type = types.get(0);
            if (type.kind() != Kind.ARRAY && type.kind() != Kind.MAP) {
                problems.report(NOT_UNNESTED, span, sql(type));
                return TypeRules.BROKEN;
            }
            int width = columns(type, count).size();
            if (width != count) {
                problems.report(
                        OTHER_COLUMNS, span, type.sql(), columns(width), count == 1 ? "one is" : count + " are");
                return TypeRules.BROKEN;
            }
            return Type.of(Kind.BIGINT, outer);
        });
    }

    /** Several ARRAYs side by side, as one of ROWs that have an element of each. */
    ScalarOperator zip(Span span) {
        return new ScalarOperator(
                "zip",
                span,
                types -> {
                    List<Column> fields = new ArrayList<>();
                    for (Type type : types) {
                        if (type.kind() == Kind.MAP) {
                            return problems.notAvailable(span, "`UNNEST` of a MAP beside another value");
                        }
                        if (type.kind() != Kind.ARRAY) {
                            problems.report(NOT_UNNESTED, span, sql(type));
                            return TypeRules.BROKEN;
                        }
                        fields.add(new Column(
                                "COLUMN" + (fields.size() + 1), type.element().withNullable(true)));
                    }
                    return Type.array(Type.row(fields, false), false);
                },
                (operands, type, place) -> pack("UNNEST", "zip", operands, type, place));
    }

    static String columns(int count) {
        return count == 1 ? "one column" : count + " columns";
    }

    /** {@code ARRAY[…]}. */
    ScalarOperator array(Span span) {
        return new ScalarOperator(
                "array",
                span,
                types -> {
                    Type element = TypeRules.common(types);
                    return element == null ? noCommon(span, "elements", types) : Type.array(storable(element), false);
                },
                (operands, type, place) ->
                        pack("ARRAY", "pack", Conversions.convertAll(operands, type.element()), type, place));
    }

    /** Whether it is {@code ARRAY[]} or {@code MAP[]}, whose elements only the type of a CAST tells. */
    static boolean isEmpty(kpipe.compiler.syntax.Expr value, Type type) {
        return type.kind() == Kind.ARRAY
                        && value instanceof kpipe.compiler.syntax.Expr.ArrayOf array
                        && array.elements().isEmpty()
                || type.kind() == Kind.MAP
                        && value instanceof kpipe.compiler.syntax.Expr.MapOf map
                        && map.keysAndValues().isEmpty();
    }

    /** An ARRAY or a MAP without elements. */
    ScalarOperator empty(Type type, Span span) {
        return new ScalarOperator(
                "empty " + type,
                span,
                types -> type.withNullable(false),
                (operands, result, place) -> pack(type.kind().toString(), "pack", List.of(), result, place));
    }

    /** Whether some element of an ARRAY, the first operand, is the second; or where not {@code equal}, is another value. */
    ScalarOperator any(boolean equal, Span span) {
        String name = (equal ? "=" : "<>") + " ANY";
        return new ScalarOperator(
                name,
                span,
                types -> types.get(0).kind() == Kind.ARRAY && isElement(types.get(1), types.get(0))
                        ? Type.of(Kind.BOOLEAN, true)
                        : problems.wrongArguments(span, name, types),
                (operands, type, place) -> {
                    Expr array = operands.get(0);
                    List<Expr> values = List.of(array, encoded(asElement(operands.get(1), array.type())));
                    return call(
                            name,
                            equal ? "anyEqual" : "anyOther",
                            values,
                            List.of(Family.BINARY, Family.BINARY),
                            true,
                            type,
                            place);
                });
    }

    /** Whether a value may be compared with elements as one of them, without losing anything. */
    private static boolean isElement(Type value, Type array) {
        Type element = array.element();
        Type common = TypeRules.common(List.of(element, value));
        return common != null
                && (TypeRules.isNull(value)
                        || TypeRules.isBroken(value)
                        || value.kind().isInteger() && element.kind().isInteger()
                        || common.kind() == element.kind() && common.scale() == element.scale());
    }

    /** A value that may be compared with elements in their form. */
    private static Expr asElement(Expr value, Type array) {
        Type element = array.element();
        boolean asItIs = value.kind().isInteger() && element.kind().isInteger()
                || value.kind() == Kind.VARCHAR && element.kind() == Kind.VARCHAR
                || value.kind() == Kind.VARBINARY && element.kind() == Kind.VARBINARY;
        return asItIs && !(value instanceof Expr.Literal) ? value : Conversions.convert(value, wide(element));
    }

    /** The type without a bound of its length, so that nothing is cut. */
    private static Type wide(Type type) {
        return type.kind() == Kind.VARCHAR || type.kind() == Kind.VARBINARY ? Type.of(type.kind(), true) : type;
    }

    private static Type storable(Type type) {
        return RelTypes.storable(type);
    }

    private Type noCommon(Span span, String what, List<Type> types) {
        problems.report(
                Problems.NO_COMMON_TYPE,
                span,
                "the " + what,
                types.stream().map(NestedOperators::sql).collect(java.util.stream.Collectors.joining(", ")));
        return TypeRules.BROKEN;
    }

    /** {@code MAP[key, value, …]}. */
    ScalarOperator map(Span span) {
        return new ScalarOperator(
                "map",
                span,
                types -> {
                    Type key = TypeRules.common(everySecond(types, 0));
                    Type value = TypeRules.common(everySecond(types, 1));
                    if (key == null || key.kind().isNested()) {
                        return noCommon(span, "keys", everySecond(types, 0));
                    }
                    return value == null
                            ? noCommon(span, "values", everySecond(types, 1))
                            : Type.map(storable(key), storable(value), false);
                },
                (operands, type, place) -> {
                    List<Expr> parts = new ArrayList<>();
                    for (int i = 0; i < operands.size(); i++) {
                        parts.add(Conversions.convert(
                                operands.get(i), type.parts().get(i % 2).type()));
                    }
                    return pack("MAP", "packMap", parts, type, place);
                });
    }

    /** A ROW of values, under names any of which may come twice. */
    static Expr rowOf(List<String> names, List<Expr> values, Span span) {
        List<Column> fields = new ArrayList<>();
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Expr value = values.get(i);
            Type type = storable(Operators.typeOf(value));
            fields.add(new Column(names.get(i), type));
            parts.add(Conversions.convert(value, type));
        }
        return pack("ROW", "pack", parts, Type.row(fields, false), span);
    }

    private static List<Type> everySecond(List<Type> types, int from) {
        List<Type> some = new ArrayList<>();
        for (int i = from; i < types.size(); i += 2) {
            some.add(types.get(i));
        }
        return some;
    }

    /** {@code ROW(…)}. */
    ScalarOperator row(List<String> names, Span span) {
        return new ScalarOperator(
                "row " + names,
                span,
                types -> {
                    List<Column> fields = new ArrayList<>();
                    for (int i = 0; i < types.size(); i++) {
                        fields.add(new Column(names.get(i), storable(types.get(i))));
                    }
                    return Type.row(fields, false);
                },
                (operands, type, place) -> {
                    List<Expr> parts = new ArrayList<>();
                    for (int i = 0; i < operands.size(); i++) {
                        parts.add(Conversions.convert(
                                operands.get(i), type.parts().get(i).type()));
                    }
                    return pack("ROW", "pack", parts, type, place);
                });
    }

    /** CARDINALITY, ARRAY_CONTAINS, MAP_KEYS, MAP_VALUES. */
    ScalarOperator function(String name, Span span) {
        return new ScalarOperator(
                name,
                span,
                types -> {
                    Type type = result(name, types);
                    return type == null
                            ? problems.wrongArguments(span, name, types)
                            : type.withNullable(Operators.anyNullable(types));
                },
                (operands, type, place) -> {
                    Expr value = operands.get(0);
                    boolean map = value.kind() == Kind.MAP;
                    return switch (name) {
                        case "CARDINALITY" ->
                            call(
                                    name,
                                    "count",
                                    List.of(value, number(map ? 2 : 1, place)),
                                    List.of(Family.BINARY, Family.INTEGER),
                                    false,
                                    type,
                                    place);
                        case "ARRAY_CONTAINS" ->
                            call(
                                    name,
                                    "contains",
                                    List.of(value, encoded(asElement(operands.get(1), value.type()))),
                                    List.of(Family.BINARY, Family.BINARY),
                                    false,
                                    type,
                                    place);
                        default ->
                            call(
                                    name,
                                    "every",
                                    List.of(value, number(name.equals("MAP_KEYS") ? 0 : 1, place)),
                                    List.of(Family.BINARY, Family.INTEGER),
                                    false,
                                    type,
                                    place);
                    };
                });
    }

    private static @Nullable Type result(String name, List<Type> types) {
        Type type = types.get(0);
        boolean array = type.kind() == Kind.ARRAY;
        boolean map = type.kind() == Kind.MAP;
        return switch (name) {
            case "CARDINALITY" -> array || map ? Type.of(Kind.INTEGER, false) : null;
            case "ARRAY_CONTAINS" -> array && isElement(types.get(1), type) ? Type.of(Kind.BOOLEAN, false) : null;
            case "MAP_KEYS" -> map ? Type.array(key(type), false) : null;
            default -> map ? Type.array(type.element(), false) : null;
        };
    }

    private static Expr pack(String name, String method, List<Expr> parts, Type type, Span span) {
        Overload overload = new Overload(
                List.of(new Parameter("part", Family.BINARY)),
                true,
                ResultRule.ROW,
                Nulls.CALLED,
                false,
                true,
                NestedParts.class,
                method);
        return new Expr.FunctionCall(
                name, overload, parts.stream().map(NestedOperators::encoded).toList(), type, span);
    }

    /** The bytes of a part. */
    private static Expr encoded(Expr value) {
        Type type = value.type();
        boolean truth = type.kind() == Kind.BOOLEAN;
        return switch (type.form()) {
            case BYTES -> value;
            case DOUBLE -> encoded(value, "ofFloating", Family.DOUBLE);
            case LONG -> encoded(value, truth ? "ofTruth" : "ofNumber", truth ? Family.BOOLEAN : Family.INTEGER);
        };
    }

    private static Expr encoded(Expr value, String method, Family family) {
        Type bytes = Type.of(Kind.VARBINARY, value.type().nullable());
        return call("PART", method, List.of(value), List.of(family), false, bytes, value.span());
    }

    private static Expr call(
            String name,
            String method,
            List<Expr> operands,
            List<Family> families,
            boolean mayReturnNull,
            Type type,
            Span span) {
        List<Parameter> parameters = new ArrayList<>();
        families.forEach(family -> parameters.add(new Parameter("value", family)));
        Overload overload = new Overload(
                parameters, false, ResultRule.ROW, Nulls.STRICT, mayReturnNull, true, NestedParts.class, method);
        return new Expr.FunctionCall(name, overload, operands, type, span);
    }

    private static Expr number(long value, Span span) {
        return new Expr.Literal(value, Type.of(Kind.BIGINT, false), span);
    }

    /** A part by its number, from 0. */
    private static Expr part(String name, Expr value, Expr index, Type type, Span span) {
        String method = switch (type.kind().form()) {
            case BYTES -> "bytes";
            case DOUBLE -> "floating";
            case LONG -> type.kind() == Kind.BOOLEAN ? "truth" : "number";
        };
        Overload overload = new Overload(
                List.of(new Parameter("value", Family.BINARY), new Parameter("part", Family.INTEGER)),
                false,
                ResultRule.ROW,
                Nulls.STRICT,
                true,
                true,
                NestedParts.class,
                method);
        return new Expr.FunctionCall(name, overload, List.of(value, index), type, span);
    }
}
