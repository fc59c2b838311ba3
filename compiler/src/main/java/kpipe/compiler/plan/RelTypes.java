package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Our types as Calcite's, and back. The factory finds the common type of the branches of a UNION ALL by {@link TypeRules}, so that the planner knows no other rules
 * than the dialect's. One factory serves all threads.
 */
public final class RelTypes {

    /** DECIMAL of 19 digits must be possible; what results have is decided by {@link TypeRules}. */
    private static final RelDataTypeSystem SYSTEM = new RelDataTypeSystemImpl() {
        @Override
        public int getMaxPrecision(SqlTypeName typeName) {
            return typeName == SqlTypeName.DECIMAL ? 19 : super.getMaxPrecision(typeName);
        }

        @Override
        public int getMaxScale(SqlTypeName typeName) {
            return typeName == SqlTypeName.DECIMAL ? 19 : super.getMaxScale(typeName);
        }
    };

    static final SqlTypeFactoryImpl FACTORY = new SqlTypeFactoryImpl(SYSTEM) {
        @Override
        public @Nullable RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule mappingRule) {
            if (types.get(0).isStruct()) {
                return super.leastRestrictive(types, mappingRule);
            }
            List<Type> ours = new ArrayList<>();
            for (RelDataType type : types) {
                ours.add(fromRel(type));
            }
            Type common = TypeRules.common(ours);
            return common == null ? null : toRel(common);
        }

        @Override
        public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
            return type.getSqlTypeName() == SqlTypeName.OTHER
                    ? new NestedRel(fromRel(type).withNullable(nullable))
                    : super.createTypeWithNullability(type, nullable);
        }
    };

    private static final SqlIntervalQualifier DAY_TIME =
            new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO);
    private static final SqlIntervalQualifier YEAR_MONTH =
            new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO);

    /** The fields of intervals, in the order in which {@link Intervals} counts them. */
    private static final List<TimeUnit> INTERVAL_FIELDS =
            List.of(TimeUnit.YEAR, TimeUnit.MONTH, TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

    private RelTypes() {}

    /** The type of a column that holds values of {@code type}. */
    public static Type storable(Type type) {
        return TypeRules.isSpecial(type) ? Type.varchar(1, true) : Intervals.plain(type);
    }

    static RelDataType toRel(Type type) {
        if (TypeRules.isNull(type)) {
            return FACTORY.createSqlType(SqlTypeName.NULL);
        }
        if (TypeRules.isBroken(type)) {
            return FACTORY.createTypeWithNullability(FACTORY.createSqlType(SqlTypeName.ANY), true);
        }
        return FACTORY.createTypeWithNullability(bare(type), type.nullable());
    }

    private static RelDataType bare(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> FACTORY.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> FACTORY.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> FACTORY.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> FACTORY.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> FACTORY.createSqlType(SqlTypeName.BIGINT);
            case REAL -> FACTORY.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> FACTORY.createSqlType(SqlTypeName.DOUBLE);
            case DATE -> FACTORY.createSqlType(SqlTypeName.DATE);
            case DECIMAL -> FACTORY.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case CHAR -> FACTORY.createSqlType(SqlTypeName.CHAR, type.precision());
            case VARCHAR -> FACTORY.createSqlType(SqlTypeName.VARCHAR, type.precision());
            case BINARY -> FACTORY.createSqlType(SqlTypeName.BINARY, type.precision());
            case VARBINARY -> FACTORY.createSqlType(SqlTypeName.VARBINARY, type.precision());
            case TIME -> FACTORY.createSqlType(SqlTypeName.TIME, 3);
            case TIMESTAMP -> FACTORY.createSqlType(SqlTypeName.TIMESTAMP, 3);
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> FACTORY.createSqlIntervalType(qualifier(type));
            case ARRAY, MAP, ROW -> new NestedRel(type);
        };
    }

    /** A value of several parts, into which the planner does not look. */
    private static final class NestedRel extends AbstractSqlType {

        private final Type type;

        NestedRel(Type type) {
            super(SqlTypeName.OTHER, type.nullable(), null);
            this.type = type;
            computeDigest();
        }

        @Override
        protected void generateTypeString(StringBuilder text, boolean withDetail) {
            text.append(type.sql());
        }
    }

    private static SqlIntervalQualifier qualifier(Type type) {
        boolean yearMonth = type.kind() == Kind.INTERVAL_YEAR_MONTH;
        if (type.precision() == 0) {
            return yearMonth ? YEAR_MONTH : DAY_TIME;
        }
        TimeUnit first = INTERVAL_FIELDS.get(type.precision() - 1);
        TimeUnit last = INTERVAL_FIELDS.get(type.scale() - 1);
        return new SqlIntervalQualifier(first, first == last ? null : last, SqlParserPos.ZERO);
    }

    private static Type interval(Kind kind, RelDataType rel, boolean nullable) {
        SqlIntervalQualifier qualifier = rel.getIntervalQualifier();
        if (qualifier == null) {
            return Type.of(kind, nullable);
        }
        TimeUnit first = qualifier.getStartUnit();
        TimeUnit last = qualifier.getEndUnit() == null ? first : qualifier.getEndUnit();
        return new Type(kind, INTERVAL_FIELDS.indexOf(first) + 1, INTERVAL_FIELDS.indexOf(last) + 1, nullable);
    }

    public static Type fromRel(RelDataType rel) {
        boolean nullable = rel.isNullable();
        SqlTypeName name = rel.getSqlTypeName();
        return switch (name) {
            case NULL -> TypeRules.UNTYPED_NULL;
            case ANY -> TypeRules.BROKEN;
            case OTHER -> Type.parse(rel.getFullTypeString());
            case DECIMAL -> Type.decimal(rel.getPrecision(), rel.getScale(), nullable);
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                new Type(Kind.valueOf(name.name()), rel.getPrecision(), 0, nullable);
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, TIME, TIMESTAMP ->
                Type.of(Kind.valueOf(name.name()), nullable);
            default -> {
                if (SqlTypeName.DAY_INTERVAL_TYPES.contains(name)) {
                    yield interval(Kind.INTERVAL_DAY_TIME, rel, nullable);
                }
                if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(name)) {
                    yield interval(Kind.INTERVAL_YEAR_MONTH, rel, nullable);
                }
                throw new IllegalArgumentException(rel.getFullTypeString());
            }
        };
    }
}
