package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.syntax.TypeName;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The types that CAST may name. */
final class TypeNames {

    private static final int MAX_DIGITS = 19;

    private TypeNames() {}

    /** The type, nullable; null if it is none that this version has. */
    static @Nullable Type type(TypeName name) {
        if (name instanceof TypeName.IntervalOf interval) {
            return Intervals.type(interval.qualifier(), true);
        }
        if (name instanceof TypeName.Simple simple) {
            return simple.withTimeZone() ? null : simple(simple);
        }
        return kpipe.compiler.model.TypeNames.of(name, true) instanceof kpipe.compiler.model.TypeNames.Known known
                ? known.type()
                : null;
    }

    private static @Nullable Type simple(TypeName.Simple simple) {
        List<Integer> parameters = simple.parameters();
        int first = parameters.isEmpty() ? -1 : parameters.get(0);
        return switch (simple.name()) {
            case "BOOLEAN" -> Type.of(Kind.BOOLEAN, true);
            case "TINYINT" -> Type.of(Kind.TINYINT, true);
            case "SMALLINT" -> Type.of(Kind.SMALLINT, true);
            case "INTEGER", "INT" -> Type.of(Kind.INTEGER, true);
            case "BIGINT" -> Type.of(Kind.BIGINT, true);
            case "REAL" -> Type.of(Kind.REAL, true);
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT" -> Type.of(Kind.DOUBLE, true);
            case "DECIMAL", "DEC", "NUMERIC" -> decimal(parameters);
            case "CHAR", "CHARACTER" -> sized(Kind.CHAR, first);
            case "VARCHAR", "CHAR VARYING", "CHARACTER VARYING", "STRING", "TEXT" -> sized(Kind.VARCHAR, first);
            case "BINARY" -> sized(Kind.BINARY, first);
            case "VARBINARY", "BINARY VARYING" -> sized(Kind.VARBINARY, first);
            case "DATE" -> Type.of(Kind.DATE, true);
            case "TIME" -> Type.of(Kind.TIME, true);
            case "TIMESTAMP" -> Type.of(Kind.TIMESTAMP, true);
            default -> null;
        };
    }

    private static @Nullable Type sized(Kind kind, int length) {
        if (length < 0) {
            return Type.of(kind, true);
        }
        return length == 0 || length > Type.MAX_VARCHAR ? null : new Type(kind, length, 0, true);
    }

    private static @Nullable Type decimal(List<Integer> parameters) {
        if (parameters.isEmpty()) {
            return Type.of(Kind.DECIMAL, true);
        }
        int digits = parameters.get(0);
        int scale = parameters.size() > 1 ? parameters.get(1) : 0;
        boolean fits = digits >= 1 && digits <= MAX_DIGITS && scale >= 0 && scale <= digits;
        return fits ? Type.decimal(digits, scale, true) : null;
    }
}
