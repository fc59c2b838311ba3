package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * Queries of a reference table that stand as values, as looks into the table: equalities with a column of the table become keys, by which rows are found; the rest is tested for each
 * row that is found so.
 */
public final class Lookups {

    private static final Type TRUTH = Type.of(Kind.BOOLEAN, false);
    private static final Type MAYBE = Type.of(Kind.BOOLEAN, true);

    private final String table;
    private final Schema columns;
    private final Span span;

    public Lookups(String table, Schema columns, Span span) {
        this.table = table;
        this.columns = columns;
        this.span = span;
    }

    /** {@code EXISTS}: whether the condition is TRUE for some row of the table. */
    public Expr exists(Expr condition) {
        return lookup(JoinConditions.conjuncts(condition), List.of(), null, TRUTH);
    }

    /** The value for the only row of the table for which the condition is TRUE; NULL where there is none. */
    public Expr value(Expr condition, Expr value) {
        return lookup(
                JoinConditions.conjuncts(condition),
                List.of(),
                value,
                value.type().withNullable(true));
    }

    /**
     * {@code IN}, and comparisons with {@code ANY}: TRUE where the test is, for some row of the table for which the condition is TRUE; else NULL where it is NULL for one; else FALSE. What
     * makes it NULL is looked for only where nothing has made it TRUE.
     */
    public Expr any(Expr condition, Expr test) {
        List<Expr> conditions = JoinConditions.conjuncts(condition);
        List<Expr> tests = JoinConditions.conjuncts(test);
        List<Expr> both = new ArrayList<>(conditions);
        both.addAll(tests);
        Expr found = lookup(both, List.of(), null, TRUTH);
        if (!test.type().nullable()) {
            return found;
        }
        Expr.Case.Branch yes = new Expr.Case.Branch(found, truth(true));
        Expr.Case.Branch perhaps =
                new Expr.Case.Branch(unknown(conditions, tests, test), new Expr.Literal(null, MAYBE, span));
        return new Expr.Case(List.of(yes, perhaps), truth(false), MAYBE, span);
    }

    /** Where only TRUE counts: what is TRUE where the condition is. */
    static Expr whetherTrue(Expr condition) {
        List<Expr> conjuncts = new ArrayList<>();
        for (Expr conjunct : JoinConditions.conjuncts(condition)) {
            boolean any = conjunct instanceof Expr.Case choice
                    && choice.branches().size() == 2
                    && choice.branches().get(0).condition() instanceof Expr.Lookup
                    && isConstant(choice.branches().get(0).result(), true)
                    && isConstant(choice.branches().get(1).result(), null)
                    && isConstant(choice.otherwise(), false);
            conjuncts.add(any ? ((Expr.Case) conjunct).branches().get(0).condition() : conjunct);
        }
        Expr whole = JoinConditions.and(conjuncts, condition.span());
        return whole == null ? condition : whole;
    }

    private static boolean isConstant(Expr expr, @Nullable Object value) {
        return expr instanceof Expr.Literal literal && java.util.Objects.equals(literal.value(), value);
    }

    /** Whether the test is NULL for some row. Where all that is compared is there, only rows of the table can make it so in which what it is compared with is NULL. */
    private Expr unknown(List<Expr> conditions, List<Expr> tests, Expr test) {
        List<Expr> withTest = new ArrayList<>(conditions);
        withTest.add(isNull(test));
        Expr any = lookup(withTest, List.of(), null, TRUTH);
        List<Expr> missing = new ArrayList<>();
        List<Integer> nullable = new ArrayList<>();
        for (Expr one : tests) {
            KeyPair key = key(one);
            if (key == null) {
                return any;
            }
            if (key.key().type().nullable()) {
                missing.add(isNull(key.key()));
            }
            if (columns.type(key.tableColumn()).nullable()) {
                nullable.add(key.tableColumn());
            }
        }
        Expr ofTable = nullable.isEmpty() ? truth(false) : lookup(withTest, nullable, null, TRUTH);
        if (missing.isEmpty()) {
            return ofTable;
        }
        Expr isMissing = missing.size() == 1 ? missing.get(0) : new Expr.Call(Operation.OR, missing, TRUTH, span);
        return new Expr.Case(List.of(new Expr.Case.Branch(isMissing, any)), ofTable, TRUTH, span);
    }

    private Expr isNull(Expr expr) {
        return new Expr.Call(Operation.IS_NULL, List.of(expr), TRUTH, span);
    }

    private Expr truth(boolean value) {
        return new Expr.Literal(value, TRUTH, span);
    }

    private Expr lookup(List<Expr> conjuncts, List<Integer> nullColumns, @Nullable Expr value, Type type) {
        List<KeyPair> keys = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        for (int i = 0; i < conjuncts.size(); i++) {
            KeyPair key = nullColumns.isEmpty() ? key(conjuncts.get(i)) : null;
            if (key != null && (i == 0 || Traits.neverFails(key.key()))) {
                keys.add(key);
            } else {
                rest.add(conjuncts.get(i));
            }
        }
        Expr condition = JoinConditions.and(rest, span);
        return new Expr.Lookup(table, columns, keys, nullColumns, condition, value, type, span);
    }

    private static @Nullable KeyPair key(Expr conjunct) {
        if (!(conjunct instanceof Expr.Call call) || call.operation() != Operation.EQUAL) {
            return null;
        }
        KeyPair key = pair(call.operand(0), call.operand(1));
        return key != null ? key : pair(call.operand(1), call.operand(0));
    }

    private static @Nullable KeyPair pair(Expr ofRow, Expr ofTable) {
        boolean fits = JoinConditions.withoutWidening(ofTable) instanceof Expr.TableColumn column
                && JoinConditions.standAlike(ofRow.type(), column.type())
                && !Traits.any(ofRow, part -> part instanceof Expr.TableColumn);
        return fits ? new KeyPair(ofRow, ((Expr.TableColumn) JoinConditions.withoutWidening(ofTable)).index()) : null;
    }
}
