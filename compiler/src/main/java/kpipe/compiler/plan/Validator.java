package kpipe.compiler.plan;

import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.Resources;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator, which says by which resource it refuses: its texts are for nobody. */
final class Validator extends SqlValidatorImpl {

    private final Map<SqlSelect, Boolean> aggregates = new IdentityHashMap<>();

    Validator(SqlOperatorTable operators, SqlValidatorCatalogReader reader, RelDataTypeFactory factory, Config config) {
        super(operators, reader, factory, config);
    }

    /** Asked for each item of a select list, and answered by a walk over all of them: the answer is kept, so that wide lists take no quadratic time. */
    @Override
    public boolean isAggregate(SqlSelect select) {
        return aggregates.computeIfAbsent(select, super::isAggregate);
    }

    /** A refusal with the name of its resource. */
    static final class Refusal extends CalciteContextException {
        private static final long serialVersionUID = 1L;

        private final String resource;

        Refusal(String resource, SqlParserPos position) {
            super(
                    resource,
                    new IllegalArgumentException(resource),
                    position.getLineNum(),
                    position.getColumnNum(),
                    position.getEndLineNum(),
                    position.getEndColumnNum());
            this.resource = resource;
        }

        String resource() {
            return resource;
        }
    }

    @Override
    public CalciteContextException newValidationError(SqlNode node, Resources.ExInst<SqlValidatorException> reason) {
        return new Refusal(resource(reason), node.getParserPosition());
    }

    /** The name of a resource is not public. Without it the refusal is still told, in general words. */
    private static String resource(Resources.ExInst<SqlValidatorException> reason) {
        try {
            Field key = Resources.Element.class.getDeclaredField("key");
            key.setAccessible(true);
            return String.valueOf(key.get(reason));
        } catch (ReflectiveOperationException | RuntimeException notReadable) {
            return "";
        }
    }
}
