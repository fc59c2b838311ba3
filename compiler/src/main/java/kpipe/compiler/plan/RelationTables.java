package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/** The streams and tables of a pipeline as Calcite's tables; those of streams have ROWTIME behind their columns. */
public final class RelationTables {

    private final CalciteSchema schema = CalciteSchema.createRootSchema(false, false);
    private final Map<Relation, Schema> known = new IdentityHashMap<>();

    /** A stream or table for Calcite. */
    public static final class RelationTable extends AbstractTable {
        private final Relation relation;
        private final Schema columns;

        RelationTable(Relation relation, Schema columns) {
            this.relation = relation;
            this.columns = columns;
        }

        public Relation relation() {
            return relation;
        }

        /** Its columns as {@code *} means them. */
        public Schema columns() {
            return columns;
        }

        /** The columns of a stream behind those that {@code *} means. */
        private List<ColumnDeclaration> others() {
            return relation instanceof StreamDeclaration stream
                    ? stream.allColumns()
                            .subList(columns.size(), stream.allColumns().size())
                    : List.of();
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            RelDataTypeFactory.Builder builder = factory.builder();
            List<String> names = new ArrayList<>();
            columns.columns().forEach(column -> names.add(column.name()));
            List<ColumnDeclaration> others = others();
            others.forEach(column -> names.add(column.name()));
            List<String> distinct = QueryTranslator.distinct(names);
            for (int i = 0; i < distinct.size(); i++) {
                Type type = i < columns.size()
                        ? columns.type(i)
                        : Objects.requireNonNull(others.get(i - columns.size()).type());
                builder.add(distinct.get(i), RelTypes.toRel(type));
            }
            if (relation instanceof StreamDeclaration) {
                builder.add(Scope.ROWTIME, RelTypes.toRel(Type.of(Kind.TIMESTAMP, false)));
            }
            return builder.build();
        }
    }

    /** The name under which Calcite knows it: streams and tables might share one. */
    static String key(Relation relation) {
        return (relation instanceof StreamDeclaration ? "stream " : "table ") + relation.name();
    }

    /** Makes a relation known, with the types of its columns. */
    void add(Relation relation, Schema columns) {
        if (known.put(relation, columns) == null) {
            schema.add(key(relation), new RelationTable(relation, columns));
        }
    }

    boolean knows(Relation relation) {
        return known.containsKey(relation);
    }

    /** The columns of a known relation, as queries see them. */
    Schema columns(Relation relation) {
        Schema columns = known.get(relation);
        if (columns == null) {
            throw new IllegalStateException("types of " + relation.name() + " are not known yet");
        }
        return columns;
    }

    CalciteSchema schema() {
        return schema;
    }

    /** The schema of a relation all of whose types are declared. */
    static Schema declared(Relation relation) {
        List<Column> columns = new ArrayList<>();
        relation.columns().forEach(column -> {
            if (column.type() == null) {
                throw new IllegalStateException(relation.name() + "." + column.name() + " has no type");
            }
            columns.add(new Column(column.name(), column.type()));
        });
        return new Schema(columns);
    }
}
