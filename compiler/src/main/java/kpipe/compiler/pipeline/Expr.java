package kpipe.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction.Overload;
import org.jspecify.annotations.Nullable;

/**
 * A typed scalar expression over one row.
 *
 * <p>Evaluation is lazy where the text is: AND stops at FALSE, OR at TRUE, CASE at the first true condition, left to right; nothing is evaluated that the text
 * would not evaluate. A NULL left operand of AND or OR does not stop evaluation. Failing expressions throw a {@link kpipe.data.RowException} for their row.
 *
 * <p>Lowering leaves no implicit conversion: the operands of a comparison and of PLUS, MINUS, MOD have one kind and one scale (conversions stand as {@link Cast});
 * TIMES and DIVIDE take integers (both BIGINT-ranged, result range-checked against the result type), DOUBLEs, or DECIMALs of any scales; the branches of a CASE have the type of the CASE.
 */
public sealed interface Expr {

    Type type();

    Span span();

    <R> R accept(Visitor<R> visitor);

    /** The column at {@code index} of the operator's input. */
    record Column(int index, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.column(this);
        }
    }

    /** ROWTIME of the input row: TIMESTAMP NOT NULL. */
    record Rowtime(Type type, Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rowtime(this);
        }
    }

    /**
     * A constant. The value is in the Java form of its kind: Long for the LONG form (DECIMAL unscaled), Double, Boolean, String for text, byte[] for binary; null for
     * NULL.
     */
    record Literal(@Nullable Object value, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.literal(this);
        }
    }

    /** The value of a PARAMETER, fixed when the pipeline starts. */
    record Parameter(String name, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.parameter(this);
        }
    }

    /** A built-in operator; {@link Operation} says what it does with NULL and what it takes. */
    record Call(Operation operation, List<Expr> operands, Type type, Span span) implements Expr {
        public Call {
            operands = List.copyOf(operands);
            if (operands.size() < operation.minOperands() || operands.size() > operation.maxOperands()) {
                throw new IllegalArgumentException(operation + " of " + operands.size() + " operands");
            }
        }

        public Expr operand(int index) {
            return operands.get(index);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /** CASE WHEN … THEN … ELSE … END; also COALESCE and NULLIF, whose operands are evaluated once each where the text has them once. */
    record Case(List<Branch> branches, Expr otherwise, Type type, Span span) implements Expr {
        public Case {
            branches = List.copyOf(branches);
        }

        /** {@code WHEN condition THEN result}. */
        public record Branch(Expr condition, Expr result) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.caseWhen(this);
        }
    }

    /**
     * COALESCE: the first operand that is not NULL; later ones are not evaluated. All have the type of the result, nullability aside.
     */
    record Coalesce(List<Expr> operands, Type type, Span span) implements Expr {
        public Coalesce {
            operands = List.copyOf(operands);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.coalesce(this);
        }
    }

    /**
     * A conversion to {@code type}. NULL stays NULL.
     *
     * @param mode what becomes of a value that does not fit
     */
    record Cast(Expr operand, Mode mode, Type type, Span span) implements Expr {

        /** What a conversion is for. */
        public enum Mode {
            /** CAST: what cannot be converted fails the row, text that is too long is cut. */
            CAST,
            /** An INSERT into a declared column: NULL into NOT NULL fails the row, and so does text that is too long. */
            ASSIGNMENT,
            /** TRY_CAST: as CAST, but what cannot be converted becomes NULL. */
            TRY
        }

        public Cast {
            if (mode == Mode.TRY && !type.nullable()) {
                throw new IllegalArgumentException("TRY_CAST to a type without NULL");
            }
        }

        /** Whether it is that of an INSERT. */
        public boolean assignment() {
            return mode == Mode.ASSIGNMENT;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** A call of a function of the standard library or a plug-in. */
    record FunctionCall(String name, Overload overload, List<Expr> arguments, Type type, Span span) implements Expr {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.functionCall(this);
        }
    }

    /** A call of a FUNCTION with LANGUAGE JAVA of the pipeline. (One with an SQL body has been put in place of its calls.) */
    record JavaCall(JavaUnit unit, List<Expr> arguments, Type type, Span span) implements Expr {
        public JavaCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.javaCall(this);
        }
    }

    /** The column at {@code index} of the row of a reference table which the {@link Lookup} around it looks at. */
    record TableColumn(int index, Type type, Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tableColumn(this);
        }
    }

    /**
     * Looks for rows of a reference table as it is now. Without a {@code value}: BOOLEAN NOT NULL, whether there is one. With a {@code value}: its value for the only one, NULL where there
     * is none; a second one fails the row. The keys are evaluated in any case; rows of the table are looked at in its order, without a {@code value} up to the first that is found.
     *
     * @param columns of the table
     * @param keys pairs that must be equal (NULL equals nothing); where there are none every row is a candidate
     * @param nullColumns where there are some, only rows are candidates in which one of these columns of the table is NULL; there are no keys then
     * @param condition over the row at hand and, by {@link TableColumn}, that of the table; null where every candidate is found
     */
    record Lookup(
            String table,
            Schema columns,
            List<KeyPair> keys,
            List<Integer> nullColumns,
            @Nullable Expr condition,
            @Nullable Expr value,
            Type type,
            Span span)
            implements Expr {
        public Lookup {
            keys = List.copyOf(keys);
            nullColumns = List.copyOf(nullColumns);
            if (!keys.isEmpty() && !nullColumns.isEmpty()) {
                throw new IllegalArgumentException("keys and columns with NULL");
            }
        }

        /** The expressions of which it is made, in the order in which they are evaluated. */
        public List<Expr> parts() {
            List<Expr> parts = new ArrayList<>();
            keys.forEach(pair -> parts.add(pair.key()));
            if (condition != null) {
                parts.add(condition);
            }
            if (value != null) {
                parts.add(value);
            }
            return parts;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lookup(this);
        }
    }

    /** One method per kind of expression, none with a default: a new kind breaks every pass until it is handled. */
    interface Visitor<R> {
        R column(Column expr);

        R rowtime(Rowtime expr);

        R literal(Literal expr);

        R parameter(Parameter expr);

        R call(Call expr);

        R caseWhen(Case expr);

        R coalesce(Coalesce expr);

        R cast(Cast expr);

        R functionCall(FunctionCall expr);

        R javaCall(JavaCall expr);

        R tableColumn(TableColumn expr);

        R lookup(Lookup expr);
    }

    /** The kind of the type, for brevity. */
    default Kind kind() {
        return type().kind();
    }
}
