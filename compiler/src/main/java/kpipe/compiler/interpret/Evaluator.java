package kpipe.compiler.interpret;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.ReferenceTable.Snapshot;
import kpipe.runtime.operator.RowErrors;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over one row at a time. The value of an expression is null for NULL, which the type argument of the visitor cannot tell the checker. */
@SuppressWarnings("NullAway")
final class Evaluator implements Expr.Visitor<@Nullable Object> {

    private static final long DAY = 86_400_000L;

    private final KernelContext context;
    private final JavaBodies bodies;
    private final Map<Expr.FunctionCall, FunctionCaller> callers = new IdentityHashMap<>();
    private final Map<String, TableRows> tables = new HashMap<>();
    private Row row = Row.NONE;

    /** The row of the table that the innermost look-up looks at. */
    private List<@Nullable Object> tableRow = List.of();

    Evaluator(KernelContext context, JavaBodies bodies) {
        this.context = context;
        this.bodies = bodies;
    }

    /** For expressions that name no column, no parameter and no clock. */
    static Evaluator ofConstants() {
        return new Evaluator(null, JavaBodies.NONE);
    }

    /**
     * The value of an expression over a row.
     *
     * @throws FailedExpression where the expression cannot be computed
     */
    @Nullable
    Object evaluate(Expr expr, Row over) {
        Row before = row;
        row = over;
        try {
            return value(expr);
        } finally {
            row = before;
        }
    }

    /** Whether a condition is TRUE; NULL is not. */
    boolean holds(Expr condition, Row over) {
        return Boolean.TRUE.equals(evaluate(condition, over));
    }

    List<@Nullable Object> evaluateAll(List<Expr> expressions, Row over) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expr expression : expressions) {
            values.add(evaluate(expression, over));
        }
        return values;
    }

    private @Nullable Object value(Expr expr) {
        try {
            return expr.accept(this);
        } catch (RowException e) {
            throw new FailedExpression(expr.span().line(), e);
        }
    }

    private List<@Nullable Object> values(List<Expr> operands) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expr operand : operands) {
            values.add(value(operand));
        }
        return values;
    }

    @Override
    public @Nullable Object column(Expr.Column expr) {
        return row.values().get(expr.index());
    }

    @Override
    public @Nullable Object rowtime(Expr.Rowtime expr) {
        return row.rowtime();
    }

    @Override
    public @Nullable Object literal(Expr.Literal expr) {
        return Values.ofJavaForm(expr.value(), expr.type());
    }

    @Override
    public @Nullable Object parameter(Expr.Parameter expr) {
        return Values.ofJavaForm(context.parameter(expr.name()), expr.type());
    }

    @Override
    public @Nullable Object caseWhen(Expr.Case expr) {
        for (Expr.Case.Branch branch : expr.branches()) {
            if (Boolean.TRUE.equals(value(branch.condition()))) {
                return value(branch.result());
            }
        }
        return value(expr.otherwise());
    }

    @Override
    public @Nullable Object coalesce(Expr.Coalesce expr) {
        for (Expr operand : expr.operands()) {
            Object value = value(operand);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    @Override
    public @Nullable Object cast(Expr.Cast expr) {
        Object value = value(expr.operand());
        if (value == null) {
            if (expr.assignment() && !expr.type().nullable()) {
                throw new RowException(RowErrors.NULL_NOT_ALLOWED, "NULL for a column that is NOT NULL");
            }
            return null;
        }
        long startDay = ofStartDay(expr) ? Math.floorDiv(context.startTime(), DAY) : 0;
        try {
            return Conversions.convert(value, expr.operand().type(), expr.type(), expr.assignment(), startDay);
        } catch (RowException failure) {
            if (expr.mode() == Expr.Cast.Mode.TRY) {
                return null;
            }
            throw failure;
        }
    }

    /** Whether a conversion takes the day from the clock: a time of day becomes one of the day on which the pipeline started. */
    static boolean ofStartDay(Expr.Cast expr) {
        return expr.operand().kind() == Kind.TIME && expr.kind() == Kind.TIMESTAMP;
    }

    @Override
    public @Nullable Object functionCall(Expr.FunctionCall expr) {
        return callers.computeIfAbsent(expr, FunctionCaller::new).call(values(expr.arguments()));
    }

    @Override
    public @Nullable Object javaCall(Expr.JavaCall expr) {
        List<@Nullable Object> arguments = values(expr.arguments());
        @Nullable Object[] forms = new @Nullable Object[arguments.size()];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = bodyForm(arguments.get(i), expr.arguments().get(i).type());
        }
        return ofBodyForm(bodies.call(expr.unit(), forms), expr.type());
    }

    /** The rows of a version of a reference table. */
    private record TableRows(Snapshot snapshot, List<List<@Nullable Object>> rows) {}

    private List<List<@Nullable Object>> rows(String table) {
        Snapshot snapshot = context.table(table).current();
        TableRows known = tables.get(table);
        if (known == null || known.snapshot() != snapshot) {
            known = new TableRows(snapshot, RowSteps.rows(snapshot));
            tables.put(table, known);
        }
        return known.rows();
    }

    @Override
    public @Nullable Object tableColumn(Expr.TableColumn expr) {
        return tableRow.get(expr.index());
    }

    @Override
    public @Nullable Object lookup(Expr.Lookup expr) {
        List<@Nullable Object> keys = new ArrayList<>();
        expr.keys().forEach(pair -> keys.add(value(pair.key())));
        boolean found = false;
        Object result = null;
        List<@Nullable Object> before = tableRow;
        try {
            for (List<@Nullable Object> candidate : rows(expr.table())) {
                tableRow = candidate;
                boolean matches = isCandidate(expr, keys, candidate)
                        && (expr.condition() == null || Boolean.TRUE.equals(value(expr.condition())));
                if (matches && found) {
                    throw new RowException(RowErrors.SEVERAL_ROWS, RowErrors.SEVERAL_ROWS_MESSAGE);
                }
                if (matches && expr.value() == null) {
                    return true;
                }
                found |= matches;
                result = matches ? value(expr.value()) : result;
            }
        } finally {
            tableRow = before;
        }
        return expr.value() == null ? (Object) false : result;
    }

    private static boolean isCandidate(Expr.Lookup expr, List<Object> keys, List<Object> candidate) {
        boolean byNull = expr.nullColumns().isEmpty()
                || expr.nullColumns().stream().anyMatch(column -> candidate.get(column) == null);
        return byNull && RowSteps.equal(expr.keys(), keys, candidate);
    }

    /** A value as inline Java sees it. */
    private static @Nullable Object bodyForm(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATE -> LocalDate.ofEpochDay((Long) value);
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1_000_000L);
            case TIMESTAMP -> Instant.ofEpochMilli((Long) value);
            default -> value;
        };
    }

    /** What inline Java returned, as a value of the function's type; what the type cannot hold fails the row. */
    private static @Nullable Object ofBodyForm(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATE -> ((LocalDate) value).toEpochDay();
            case TIME -> ((LocalTime) value).toNanoOfDay() / 1_000_000L;
            case TIMESTAMP -> ((Instant) value).toEpochMilli();
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                Values.fit(
                        value instanceof BigDecimal decimal
                                ? decimal
                                : BigDecimal.valueOf(((Number) value).longValue()),
                        type);
            case REAL, DOUBLE -> Values.approximate(((Number) value).doubleValue(), type);
            case CHAR, VARCHAR -> Conversions.convert(value, Type.varchar(Type.MAX_VARCHAR, true), type, true, 0);
            default -> value;
        };
    }

    @Override
    public @Nullable Object call(Expr.Call expr) {
        return switch (expr.operation()) {
            case AND -> and(expr);
            case OR -> or(expr);
            case MONOTONIC -> value(expr.operand(0));
            case IS_NULL -> value(expr.operand(0)) == null;
            case IS_NOT_NULL -> value(expr.operand(0)) != null;
            case IS_TRUE -> Boolean.TRUE.equals(value(expr.operand(0)));
            case IS_NOT_TRUE -> !Boolean.TRUE.equals(value(expr.operand(0)));
            case IS_FALSE -> Boolean.FALSE.equals(value(expr.operand(0)));
            case IS_NOT_FALSE -> !Boolean.FALSE.equals(value(expr.operand(0)));
            case IS_DISTINCT_FROM -> distinct(expr);
            case IS_NOT_DISTINCT_FROM -> !distinct(expr);
            case CURRENT_TIMESTAMP -> context.startTime();
            case CURRENT_ROW_TIMESTAMP -> context.clock().millis();
            default -> {
                List<@Nullable Object> operands = values(expr.operands());
                yield operands.contains(null) ? null : strict(expr, operands);
            }
        };
    }

    private @Nullable Object and(Expr.Call expr) {
        Boolean result = Boolean.TRUE;
        for (Expr operand : expr.operands()) {
            Object value = value(operand);
            if (Boolean.FALSE.equals(value)) {
                return false;
            }
            result = value == null ? null : result;
        }
        return result;
    }

    private @Nullable Object or(Expr.Call expr) {
        Boolean result = Boolean.FALSE;
        for (Expr operand : expr.operands()) {
            Object value = value(operand);
            if (Boolean.TRUE.equals(value)) {
                return true;
            }
            result = value == null ? null : result;
        }
        return result;
    }

    private boolean distinct(Expr.Call expr) {
        Object left = value(expr.operand(0));
        Object right = value(expr.operand(1));
        if (left == null || right == null) {
            return left != right;
        }
        return compare(expr, left, right) != 0;
    }

    /** Operations of which no operand is NULL. */
    private Object strict(Expr.Call expr, List<@Nullable Object> operands) {
        Operation operation = expr.operation();
        Object first = operand(operands, 0);
        return switch (operation) {
            case NEGATE -> Arithmetic.negate(expr, first);
            case NOT -> !(Boolean) first;
            default -> binary(expr, operands, first, operand(operands, 1));
        };
    }

    private Object binary(Expr.Call expr, List<@Nullable Object> operands, Object first, Object second) {
        return switch (expr.operation()) {
            case PLUS -> Arithmetic.plus(expr, first, second);
            case MINUS -> Arithmetic.minus(expr, first, second);
            case TIMES -> Arithmetic.times(expr, first, second);
            case DIVIDE -> Arithmetic.divide(expr, first, second);
            case MOD -> Arithmetic.mod(expr, first, second);
            case STEP -> Arithmetic.step(expr, first, second);
            case EQUAL -> compare(expr, first, second) == 0;
            case NOT_EQUAL -> compare(expr, first, second) != 0;
            case LESS -> compare(expr, first, second) < 0;
            case LESS_OR_EQUAL -> compare(expr, first, second) <= 0;
            case GREATER -> compare(expr, first, second) > 0;
            case GREATER_OR_EQUAL -> compare(expr, first, second) >= 0;
            case CONCATENATE -> concatenate(expr, first, second);
            case LIKE -> Patterns.like((String) first, (String) second, escape(operands));
            case SIMILAR_TO -> Patterns.similar((String) first, (String) second, escape(operands));
            case FLOOR_TO -> Calendars.round(expr.operand(0).kind(), (Long) first, (String) second, false, expr.type());
            case CEIL_TO -> Calendars.round(expr.operand(0).kind(), (Long) first, (String) second, true, expr.type());
            case EXTRACT -> Calendars.extract((String) first, expr.operand(1).kind(), (Long) second);
            default -> throw new IllegalStateException(expr.operation().toString());
        };
    }

    private static int compare(Expr.Call expr, Object first, Object second) {
        Kind left = expr.operand(0).kind();
        Kind right = expr.operand(1).kind();
        if (left == Kind.DECIMAL || right == Kind.DECIMAL) {
            return Values.exact(first).compareTo(Values.exact(second));
        }
        return Values.compare(first, second, right == Kind.CHAR ? right : left);
    }

    private static Object concatenate(Expr.Call expr, Object first, Object second) {
        Type type = expr.type();
        if (first instanceof byte[] left) {
            byte[] right = (byte[]) second;
            byte[] joined = java.util.Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, joined, left.length, right.length);
            return Conversions.convert(joined, expr.operand(0).type(), type, true, 0);
        }
        return Conversions.convert((String) first + second, expr.operand(0).type(), type, true, 0);
    }

    private static @Nullable String escape(List<@Nullable Object> operands) {
        return operands.size() == 3 ? (String) operands.get(2) : null;
    }

    private static Object operand(List<@Nullable Object> operands, int index) {
        return java.util.Objects.requireNonNull(operands.get(index));
    }
}
