package kpipe.compiler;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Expressions of the pipeline as text close to SQL, every conversion in it, over the columns of a schema. */
final class ExpressionText implements Expr.Visitor<String> {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final Schema schema;
    private final NestedText nested = new NestedText(this::text);

    /** The look-up whose condition or value is told. */
    private Expr.@Nullable Lookup looked;

    private ExpressionText(Schema schema) {
        this.schema = schema;
    }

    static String of(Expr expr, Schema schema) {
        return expr.accept(new ExpressionText(schema));
    }

    static String of(List<Expr> exprs, Schema schema) {
        return exprs.stream().map(expr -> of(expr, schema)).collect(Collectors.joining(", "));
    }

    /** {@code COUNT(DISTINCT x)} and its like. */
    static String of(Aggregate aggregate, Schema schema) {
        Aggregate.Fraction fraction = aggregate.fraction();
        if (fraction != null) {
            String part = BigDecimal.valueOf(fraction.numerator())
                    .divide(BigDecimal.valueOf(fraction.denominator()))
                    .toPlainString();
            String values = of(aggregate.arguments(), schema);
            return aggregate.function() == Aggregate.AggregateFunction.APPROX_QUANTILE
                    ? aggregate.function() + "(" + values + ", " + part + ")"
                    : aggregate.function() + "(" + part + ") WITHIN GROUP (ORDER BY " + values
                            + (fraction.descending() ? " DESC)" : ")");
        }
        Aggregate.Listing listing = aggregate.listing();
        if (listing != null) {
            return list(aggregate, listing, schema);
        }
        String arguments = aggregate.arguments().isEmpty() ? "*" : of(aggregate.arguments(), schema);
        return aggregate.function() + "(" + (aggregate.distinct() ? "DISTINCT " : "") + arguments + ")"
                + (aggregate.ignoreNulls() ? " IGNORE NULLS" : "");
    }

    /** {@code SUM(x), 1 minute} and its like. */
    static String of(OverFunction function, Schema schema) {
        String name = function.function() == OverFunction.Function.LAG
                        || function.function() == OverFunction.Function.FROM_FIRST
                        || function.function() == OverFunction.Function.FROM_LAST
                ? function.function() + " " + function.number()
                : function.function().name();
        String arguments = function.arguments().isEmpty() ? "*" : of(function.arguments(), schema);
        String halfLife = function.function() == OverFunction.Function.EXP_AVG
                ? ", half-life " + AmountText.time(function.number())
                : "";
        return name + "(" + (function.distinct() ? "DISTINCT " : "") + arguments + halfLife + ")"
                + (function.ignoreNulls() ? " IGNORE NULLS" : "") + " of " + of(function.frame());
    }

    /** Which rows a frame holds. */
    static String of(Frame frame) {
        if (frame instanceof Frame.Range range) {
            return range.millis() == 0
                    ? "the rows of this instant"
                    : "the rows of the last " + AmountText.time(range.millis());
        }
        if (frame instanceof Frame.Rows rows) {
            return rows.preceding() == 0 ? "the row" : "the last " + Counted.of(rows.preceding() + 1, "row");
        }
        return "all rows so far";
    }

    private static String list(Aggregate aggregate, Aggregate.Listing listing, Schema schema) {
        StringBuilder orders = new StringBuilder();
        for (int i = 0; i < listing.orders().size(); i++) {
            Aggregate.Listing.Order order = listing.orders().get(i);
            orders.append(i == 0 ? "" : ", ").append(of(aggregate.arguments().get(i + 1), schema));
            orders.append(order.descending() ? " DESC" : "");
            if (order.nullsFirst() != order.descending()) {
                orders.append(order.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
            }
        }
        if (aggregate.function() == Aggregate.AggregateFunction.ARRAY_AGG) {
            return "ARRAY_AGG(" + (aggregate.distinct() ? "DISTINCT " : "")
                    + of(aggregate.arguments().get(0), schema) + (orders.isEmpty() ? "" : " ORDER BY " + orders) + ")";
        }
        return "LISTAGG(" + (aggregate.distinct() ? "DISTINCT " : "")
                + of(aggregate.arguments().get(0), schema) + ", '" + listing.separator() + "')"
                + (orders.isEmpty() ? "" : " WITHIN GROUP (ORDER BY " + orders + ")");
    }

    /** The name of a column; with its place where several have that name. */
    static String column(Schema schema, int index) {
        String name = schema.name(index);
        boolean single = schema.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .count()
                == 1;
        return single ? name : name + "#" + (index + 1);
    }

    private String text(Expr expr) {
        return expr.accept(this);
    }

    private String list(List<Expr> exprs) {
        return exprs.stream().map(this::text).collect(Collectors.joining(", "));
    }

    @Override
    public String column(Expr.Column expr) {
        return column(schema, expr.index());
    }

    @Override
    public String rowtime(Expr.Rowtime expr) {
        return "ROWTIME";
    }

    @Override
    public String literal(Expr.Literal expr) {
        Object value = expr.value();
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes && expr.kind().isNested()) {
            return nested.constant(bytes, expr);
        }
        return value instanceof Long whole ? whole(whole, expr.type()) : other(value);
    }

    private static String other(Object value) {
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return value instanceof Boolean ? value.toString().toUpperCase(Locale.ROOT) : value.toString();
    }

    private static String whole(long value, Type type) {
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.valueOf(value, type.scale()).toPlainString();
            case DATE -> "DATE '" + LocalDate.ofEpochDay(value) + "'";
            case TIME -> "TIME '" + TIME.format(LocalTime.ofNanoOfDay(value * 1_000_000L)) + "'";
            case TIMESTAMP ->
                "TIMESTAMP '" + TIMESTAMP.format(Instant.ofEpochMilli(value).atOffset(ZoneOffset.UTC)) + "'";
            case INTERVAL_DAY_TIME -> "INTERVAL " + AmountText.time(value);
            case INTERVAL_YEAR_MONTH -> "INTERVAL " + Counted.of(value, "month");
            default -> Long.toString(value);
        };
    }

    @Override
    public String parameter(Expr.Parameter expr) {
        return expr.name();
    }

    @Override
    public String call(Expr.Call expr) {
        List<String> operands = expr.operands().stream().map(this::operand).toList();
        return switch (expr.operation()) {
            case PLUS -> String.join(" + ", operands);
            case MINUS -> String.join(" - ", operands);
            case TIMES -> String.join(" * ", operands);
            case DIVIDE -> String.join(" / ", operands);
            case EQUAL -> String.join(" = ", operands);
            case NOT_EQUAL -> String.join(" <> ", operands);
            case LESS -> String.join(" < ", operands);
            case LESS_OR_EQUAL -> String.join(" <= ", operands);
            case GREATER -> String.join(" > ", operands);
            case GREATER_OR_EQUAL -> String.join(" >= ", operands);
            case CONCATENATE -> String.join(" || ", operands);
            case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM, AND, OR ->
                String.join(" " + words(expr.operation()) + " ", operands);
            case NEGATE -> "-" + operands.get(0);
            case NOT -> "NOT " + operands.get(0);
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                operands.get(0) + " " + words(expr.operation());
            case LIKE, SIMILAR_TO ->
                operands.get(0) + " " + words(expr.operation()) + " " + operands.get(1)
                        + (operands.size() > 2 ? " ESCAPE " + operands.get(2) : "");
            case FLOOR_TO, CEIL_TO ->
                (expr.operation() == Operation.FLOOR_TO ? "FLOOR(" : "CEIL(") + text(expr.operand(0)) + " TO "
                        + unit(expr.operand(1)) + ")";
            case STEP -> "STEP(" + text(expr.operand(0)) + " BY " + text(expr.operand(1)) + ")";
            case EXTRACT -> "EXTRACT(" + unit(expr.operand(0)) + " FROM " + text(expr.operand(1)) + ")";
            case MOD, MONOTONIC -> expr.operation() + "(" + list(expr.operands()) + ")";
            case CURRENT_TIMESTAMP, CURRENT_ROW_TIMESTAMP -> expr.operation().toString();
        };
    }

    private static String words(Operation operation) {
        return operation.toString().replace('_', ' ');
    }

    private static String unit(Expr expr) {
        return expr instanceof Expr.Literal literal ? String.valueOf(literal.value()) : "?";
    }

    /** In brackets where it is itself made of operands around a sign or word. */
    private String operand(Expr expr) {
        boolean brackets = expr instanceof Expr.Call call
                && switch (call.operation()) {
                    case FLOOR_TO, CEIL_TO, STEP, EXTRACT, MOD, MONOTONIC, CURRENT_TIMESTAMP, CURRENT_ROW_TIMESTAMP ->
                        false;
                    default -> true;
                };
        return brackets ? "(" + text(expr) + ")" : text(expr);
    }

    @Override
    public String caseWhen(Expr.Case expr) {
        StringBuilder text = new StringBuilder("CASE");
        for (Expr.Case.Branch branch : expr.branches()) {
            text.append(" WHEN ").append(text(branch.condition()));
            text.append(" THEN ").append(text(branch.result()));
        }
        return text.append(" ELSE ")
                .append(text(expr.otherwise()))
                .append(" END")
                .toString();
    }

    @Override
    public String coalesce(Expr.Coalesce expr) {
        return "COALESCE(" + list(expr.operands()) + ")";
    }

    /** A conversion into a declared column is written with {@code INTO}: it refuses what a CAST would cut. */
    @Override
    public String cast(Expr.Cast expr) {
        String name = expr.mode() == Expr.Cast.Mode.TRY ? "TRY_CAST(" : "CAST(";
        return name + text(expr.operand()) + (expr.assignment() ? " INTO " : " AS ")
                + (expr.assignment() ? expr.type().toString() : expr.type().sql()) + ")";
    }

    @Override
    public String functionCall(Expr.FunctionCall expr) {
        return NestedText.isOf(expr) ? nested.of(expr) : expr.name() + "(" + list(expr.arguments()) + ")";
    }

    @Override
    public String javaCall(Expr.JavaCall expr) {
        return expr.unit().name() + "(" + list(expr.arguments()) + ")";
    }

    @Override
    public String tableColumn(Expr.TableColumn expr) {
        return looked == null ? "?" : looked.table() + "." + looked.columns().name(expr.index());
    }

    @Override
    public String lookup(Expr.Lookup expr) {
        Expr.Lookup before = looked;
        looked = expr;
        List<String> conditions = new ArrayList<>();
        List<String> nulls = new ArrayList<>();
        for (int column : expr.nullColumns()) {
            nulls.add(expr.table() + "." + expr.columns().name(column) + " IS NULL");
        }
        if (!nulls.isEmpty()) {
            conditions.add(nulls.size() == 1 ? nulls.get(0) : "(" + String.join(" OR ", nulls) + ")");
        }
        for (Operator.TableJoin.KeyPair pair : expr.keys()) {
            conditions.add(expr.table() + "." + expr.columns().name(pair.tableColumn()) + " = " + operand(pair.key()));
        }
        if (expr.condition() != null) {
            conditions.add(text(expr.condition()));
        }
        String value = expr.value() == null ? "" : "SELECT " + text(expr.value()) + " FROM ";
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        looked = before;
        return (expr.value() == null ? "EXISTS (" : "(") + value + expr.table() + where + ")";
    }
}
