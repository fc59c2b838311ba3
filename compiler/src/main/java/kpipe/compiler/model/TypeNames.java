package kpipe.compiler.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.syntax.ParameterDeclaration;
import kpipe.compiler.syntax.TypeName;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The names of types as written, and which types they are. */
public final class TypeNames {

    /** The greatest length of CHAR, VARCHAR, BINARY and VARBINARY. */
    private static final int MAX_LENGTH = Type.MAX_VARCHAR;

    private static final int MAX_DECIMAL_DIGITS = 19;

    private static final Set<String> LATER = Set.of("ARRAY", "MAP", "ROW", "MULTISET", "VARIANT", "UUID", "GEOMETRY");

    /** Names of types in other languages and databases, and which type stands for them here. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("STRING", "VARCHAR"),
            Map.entry("TEXT", "VARCHAR"),
            Map.entry("NVARCHAR", "VARCHAR"),
            Map.entry("VARCHAR2", "VARCHAR"),
            Map.entry("BOOL", "BOOLEAN"),
            Map.entry("BYTE", "TINYINT"),
            Map.entry("SHORT", "SMALLINT"),
            Map.entry("INT2", "SMALLINT"),
            Map.entry("INT4", "INTEGER"),
            Map.entry("INT8", "BIGINT"),
            Map.entry("LONG", "BIGINT"),
            Map.entry("NUMBER", "DECIMAL"),
            Map.entry("FLOAT4", "REAL"),
            Map.entry("FLOAT8", "DOUBLE"),
            Map.entry("BYTES", "VARBINARY"),
            Map.entry("BYTEA", "VARBINARY"),
            Map.entry("DATETIME", "TIMESTAMP"),
            Map.entry("TIMESTAMPTZ", "TIMESTAMP"));

    private static final Set<String> KNOWN = new TreeSet<>(List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "INT",
            "BIGINT",
            "DECIMAL",
            "DEC",
            "NUMERIC",
            "REAL",
            "FLOAT",
            "DOUBLE",
            "DOUBLE PRECISION",
            "CHAR",
            "CHARACTER",
            "VARCHAR",
            "CHAR VARYING",
            "CHARACTER VARYING",
            "BINARY",
            "VARBINARY",
            "BINARY VARYING",
            "DATE",
            "TIME",
            "TIMESTAMP"));

    private TypeNames() {}

    /** What a type name means: a type, or what is wrong with it. */
    public sealed interface Meaning {}

    /** It is this type. */
    public record Known(Type type) implements Meaning {}

    /** No type is called so. */
    public record Unknown(String name) implements Meaning {}

    /** The language has it, this release does not. */
    public record Later(String name) implements Meaning {}

    /** The numbers in parentheses do not fit; the sentence says why. */
    public record Unfit(String reason) implements Meaning {}

    /** What a type of that name in other languages is called here; null where that is not known. */
    public static @Nullable String here(String foreign) {
        return FOREIGN.get(foreign);
    }

    /** The names that there are, in capitals. */
    public static Set<String> names() {
        return KNOWN;
    }

    /** The type of that name. */
    public static Meaning of(TypeName name, boolean nullable) {
        if (name instanceof TypeName.Simple simple) {
            return simple(simple, nullable);
        }
        if (name instanceof TypeName.IntervalOf interval) {
            boolean months = switch (interval.qualifier().start()) {
                case YEAR, QUARTER, MONTH -> true;
                default -> false;
            };
            return new Known(Type.of(months ? Kind.INTERVAL_YEAR_MONTH : Kind.INTERVAL_DAY_TIME, nullable));
        }
        return nested(name, nullable);
    }

    /** A type with parts: wrong where a part is. */
    private static Meaning nested(TypeName name, boolean nullable) {
        List<Column> parts = new ArrayList<>();
        if (name instanceof TypeName.RowOf row) {
            for (ParameterDeclaration field : row.fields()) {
                Meaning meaning = of(field.type(), true);
                if (!(meaning instanceof Known known)) {
                    return meaning;
                }
                parts.add(new Column(field.name().name(), known.type()));
            }
            return new Known(Type.row(parts, nullable));
        }
        List<TypeName> names = name instanceof TypeName.MapOf map
                ? List.of(map.key(), map.value())
                : List.of(((TypeName.ArrayOf) name).element());
        for (TypeName part : names) {
            Meaning meaning = of(part, true);
            if (!(meaning instanceof Known known)) {
                return meaning;
            }
            parts.add(new Column("part", known.type()));
        }
        if (name instanceof TypeName.ArrayOf) {
            return new Known(Type.array(parts.get(0).type(), nullable));
        }
        Type key = parts.get(0).type();
        return key.kind().isNested()
                ? new Unfit("the keys of a MAP are single values, not " + key.sql())
                : new Known(Type.map(key, parts.get(1).type(), nullable));
    }

    private static Meaning simple(TypeName.Simple name, boolean nullable) {
        if (name.withTimeZone()) {
            return new Later(name.name() + " WITH TIME ZONE");
        }
        Kind kind = kind(name.name());
        if (kind == null) {
            return LATER.contains(name.name()) ? new Later(name.name()) : new Unknown(name.name());
        }
        List<Integer> numbers = name.parameters();
        return switch (kind) {
            case DECIMAL -> decimal(numbers, nullable);
            case CHAR, VARCHAR, BINARY, VARBINARY -> sized(kind, numbers, nullable);
            case TIME, TIMESTAMP ->
                numbers.isEmpty() || numbers.equals(List.of(3))
                        ? new Known(Type.of(kind, nullable))
                        : new Unfit(kind + " has milliseconds and takes no other precision than 3");
            default ->
                numbers.isEmpty()
                        ? new Known(Type.of(kind, nullable))
                        : new Unfit(name.name() + " takes no numbers in parentheses");
        };
    }

    private static @Nullable Kind kind(String name) {
        return switch (name) {
            case "BOOLEAN" -> Kind.BOOLEAN;
            case "TINYINT" -> Kind.TINYINT;
            case "SMALLINT" -> Kind.SMALLINT;
            case "INTEGER", "INT" -> Kind.INTEGER;
            case "BIGINT" -> Kind.BIGINT;
            case "DECIMAL", "DEC", "NUMERIC" -> Kind.DECIMAL;
            case "REAL" -> Kind.REAL;
            case "FLOAT", "DOUBLE", "DOUBLE PRECISION" -> Kind.DOUBLE;
            case "CHAR", "CHARACTER" -> Kind.CHAR;
            case "VARCHAR", "CHAR VARYING", "CHARACTER VARYING" -> Kind.VARCHAR;
            case "BINARY" -> Kind.BINARY;
            case "VARBINARY", "BINARY VARYING" -> Kind.VARBINARY;
            case "DATE" -> Kind.DATE;
            case "TIME" -> Kind.TIME;
            case "TIMESTAMP" -> Kind.TIMESTAMP;
            default -> null;
        };
    }

    private static Meaning decimal(List<Integer> numbers, boolean nullable) {
        if (numbers.isEmpty()) {
            return new Known(Type.of(Kind.DECIMAL, nullable));
        }
        int precision = numbers.get(0);
        int scale = numbers.size() > 1 ? numbers.get(1) : 0;
        if (numbers.size() > 2 || precision < 1 || precision > MAX_DECIMAL_DIGITS) {
            return new Unfit("DECIMAL has 1 to " + MAX_DECIMAL_DIGITS + " digits");
        }
        if (scale < 0 || scale > precision) {
            return new Unfit("a DECIMAL of " + precision + (precision == 1 ? " digit" : " digits") + " has 0 to "
                    + precision + " of them behind the point");
        }
        return new Known(Type.decimal(precision, scale, nullable));
    }

    private static Meaning sized(Kind kind, List<Integer> numbers, boolean nullable) {
        if (numbers.isEmpty()) {
            return new Known(Type.of(kind, nullable));
        }
        int length = numbers.get(0);
        if (numbers.size() > 1 || length < 1 || length > MAX_LENGTH) {
            return new Unfit(kind + " has a length of 1 to " + MAX_LENGTH);
        }
        return new Known(new Type(kind, length, 0, nullable));
    }
}
