package kpipe.compiler.generate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * What an expression means, as a text that is the same for expressions that give the same values: with the bodies of functions, and without places in the file, names of intermediate columns, and conversions that
 * change no value, so that it stays when the type of a column becomes wider.
 */
final class MeaningText implements Expr.Visitor<String> {

    private final List<String> columns;
    private Expr.@Nullable Lookup looked;

    /** @param columns what each column means over which expressions are */
    MeaningText(List<String> columns) {
        this.columns = columns;
    }

    String of(Expr expr) {
        return expr.accept(this);
    }

    String list(List<Expr> exprs) {
        return exprs.stream().map(this::of).collect(Collectors.joining(", "));
    }

    /** In brackets where it is made of operands around a sign. */
    private String operand(Expr expr) {
        String text = of(expr);
        return expr instanceof Expr.Call && text.indexOf(' ') >= 0 && !text.endsWith(")") ? "(" + text + ")" : text;
    }

    @Override
    public String column(Expr.Column expr) {
        return columns.get(expr.index());
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
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof Double number) {
            boolean finite = !number.isInfinite() && !number.isNaN();
            return finite ? plain(BigDecimal.valueOf(number)) : number.toString();
        }
        if (value instanceof Long number && expr.type().kind().isNumeric()) {
            return plain(BigDecimal.valueOf(number, expr.type().scale()));
        }
        return value instanceof Long ? expr.type().kind() + " " + value : value.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Override
    public String parameter(Expr.Parameter expr) {
        return expr.name();
    }

    @Override
    public String call(Expr.Call expr) {
        List<Expr> operands = expr.operands();
        String sign = switch (expr.operation()) {
            case PLUS -> "+";
            case MINUS -> "-";
            case TIMES -> "*";
            case DIVIDE -> divided(expr.type());
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case CONCATENATE -> "||";
            case AND, OR, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM, LIKE, SIMILAR_TO -> words(expr.operation());
            default -> "";
        };
        if (!sign.isEmpty()) {
            return operands.stream().map(this::operand).collect(Collectors.joining(" " + sign + " "));
        }
        return switch (expr.operation()) {
            case NOT -> "NOT " + operand(operands.get(0));
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                operand(operands.get(0)) + " " + words(expr.operation());
            default -> expr.operation() + "(" + list(operands) + ")";
        };
    }

    /** A quotient of whole numbers is cut off, one of DECIMALs rounded. */
    private static String divided(Type type) {
        return type.kind() == Kind.DECIMAL ? "/" + type.scale() : type.kind().isInteger() ? "div" : "/";
    }

    private static String words(Operation operation) {
        return operation.toString().replace('_', ' ');
    }

    @Override
    public String caseWhen(Expr.Case expr) {
        StringBuilder text = new StringBuilder("CASE");
        for (Expr.Case.Branch branch : expr.branches()) {
            text.append(" WHEN ").append(of(branch.condition()));
            text.append(" THEN ").append(of(branch.result()));
        }
        return text.append(" ELSE ").append(of(expr.otherwise())).append(" END").toString();
    }

    @Override
    public String coalesce(Expr.Coalesce expr) {
        return "COALESCE(" + list(expr.operands()) + ")";
    }

    @Override
    public String cast(Expr.Cast expr) {
        Type from = expr.operand().type();
        Type to = expr.type();
        boolean refusesNull = expr.assignment() && from.nullable() && !to.nullable();
        if (changesNothing(from, to) && !refusesNull) {
            return of(expr.operand());
        }
        String name = expr.mode() == Expr.Cast.Mode.TRY ? "TRY_CAST(" : "CAST(";
        return name + of(expr.operand()) + (expr.assignment() ? " INTO " : " AS ")
                + (expr.assignment() ? to.toString() : to.sql()) + ")";
    }

    private static boolean changesNothing(Type from, Type to) {
        return to.holds(from)
                || from.kind().isInteger() && (to.kind().isApproximate() || to.kind() == Kind.DECIMAL)
                || from.kind() == Kind.REAL && to.kind() == Kind.DOUBLE;
    }

    @Override
    public String functionCall(Expr.FunctionCall expr) {
        return expr.name() + "(" + list(expr.arguments()) + ")";
    }

    @Override
    public String javaCall(Expr.JavaCall expr) {
        return expr.unit().name() + "[" + hash(expr.unit()) + "](" + list(expr.arguments()) + ")";
    }

    /** A few digits that tell bodies apart. */
    private static String hash(JavaUnit unit) {
        String all = unit.parameters() + " " + unit.result() + " " + unit.body().strip();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Integer.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
        for (int column : expr.nullColumns()) {
            conditions.add(expr.table() + "." + expr.columns().name(column) + " IS NULL");
        }
        expr.keys()
                .forEach(pair -> conditions.add(
                        expr.table() + "." + expr.columns().name(pair.tableColumn()) + " = " + of(pair.key())));
        if (expr.condition() != null) {
            conditions.add(of(expr.condition()));
        }
        String value = expr.value() == null ? "EXISTS" : "SELECT " + of(expr.value());
        looked = before;
        return "(" + value + " FROM " + expr.table() + " WHERE " + String.join(" AND ", conditions) + ")";
    }
}
