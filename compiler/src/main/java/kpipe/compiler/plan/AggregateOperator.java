package kpipe.compiler.plan;

import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.source.Span;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** One aggregate of the text as Calcite sees it, or a marker that stands for a bound of the window of the query or for its grouping. */
public final class AggregateOperator extends SqlAggFunction {

    /** What it stands for. */
    public enum Role {
        /** An aggregate function of the text. */
        FUNCTION,
        /** GROUPING: by which of its arguments, which are keys, a row is not grouped. */
        GROUPING,
        /** WINDOW_START: the first instant of the window. */
        WINDOW_START,
        /** WINDOW_END: the first instant after the window. */
        WINDOW_END,
        /** ROWTIME of the result: WINDOW_END, but for a key that is rounded up. */
        ROWTIME
    }

    private final transient Role role;
    private final transient @Nullable AggregateFunction function;
    private final transient boolean ignoreNulls;
    private final transient Aggregate.@Nullable Fraction fraction;
    private final transient Aggregate.@Nullable Listing listing;
    private final transient Span span;
    private final transient ResultType resultType;
    private final transient @Nullable GroupedSelect select;

    AggregateOperator(
            String name,
            Role role,
            @Nullable AggregateFunction function,
            boolean ignoreNulls,
            Aggregate.@Nullable Fraction fraction,
            Aggregate.@Nullable Listing listing,
            Span span,
            @Nullable GroupedSelect select,
            ScalarOperator.Typing typing) {
        super(
                name,
                null,
                SqlKind.OTHER_FUNCTION,
                null,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                Optionality.FORBIDDEN);
        this.role = role;
        this.function = function;
        this.ignoreNulls = ignoreNulls;
        this.fraction = fraction;
        this.listing = listing;
        this.span = span;
        this.select = select;
        this.resultType = new ResultType(typing);
    }

    public Role role() {
        return role;
    }

    /** The function; only of {@link Role#FUNCTION}. */
    public AggregateFunction function() {
        if (function == null) {
            throw new IllegalStateException(role + " is no function");
        }
        return function;
    }

    /** How texts are put together; null where none are. */
    public Aggregate.@Nullable Listing listing() {
        return listing;
    }

    /** Which part of the sorted values is asked for; null where none is. */
    public Aggregate.@Nullable Fraction fraction() {
        return fraction;
    }

    public boolean ignoreNulls() {
        return ignoreNulls;
    }

    /** The select whose time it is; only of {@link Role#ROWTIME} at the end of a select list. */
    public @Nullable GroupedSelect select() {
        return select;
    }

    public Span span() {
        return span;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return resultType.derive(validator, scope, call);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return resultType.infer(binding);
    }
}
