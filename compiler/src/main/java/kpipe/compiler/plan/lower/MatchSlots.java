package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.plan.PatternCall;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.plan.ScalarOperator;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** What conditions, or measures, take from a match, each once, and expressions over columns for these. */
final class MatchSlots {

    private static final Type TRUTH = Type.of(Kind.BOOLEAN, false);

    private final Chain searched;
    private final int width;
    private final List<RexNode> arguments;
    private final List<String> variables;
    private final Span span;
    private final List<MatchSlot> slots = new ArrayList<>();

    /**
     * @param searched the rows
     * @param width how many fields the plan has of them
     * @param arguments those of aggregates that have columns of their own, behind the fields of the plan and before those of the keys
     */
    MatchSlots(Chain searched, int width, List<RexNode> arguments, List<String> variables, Span span) {
        this.searched = searched;
        this.width = width;
        this.arguments = arguments;
        this.variables = variables;
        this.span = span;
    }

    List<MatchSlot> slots() {
        return slots;
    }

    /** How many rows before the first of a match are looked at. */
    int history() {
        return slots.stream().mapToInt(MatchSlot::back).max().orElse(0);
    }

    /** As {@link #history()}; where matches of a key are counted one row of it is kept. */
    int history(boolean keyed) {
        boolean counts = keyed && slots.stream().anyMatch(slot -> slot.kind() == MatchSlot.Kind.NUMBER);
        return Math.max(counts ? 1 : 0, history());
    }

    /** The expression over the slots. */
    Expr lower(RexNode node) {
        PatternCall call = MatchLowering.pattern(node);
        if (call != null) {
            return taken((RexCall) node, call);
        }
        if (node instanceof RexCall other && other.getOperator() instanceof ScalarOperator operator) {
            Span here = operator.span().file().equals(span.file()) ? operator.span() : span;
            List<Expr> operands = new ArrayList<>();
            other.getOperands().forEach(operand -> operands.add(lower(operand)));
            return operator.lower(operands, RelTypes.fromRel(other.getType()), here);
        }
        // What is left names no column.
        return ExprLowering.lower(node, List.of(), span);
    }

    private Expr taken(RexCall node, PatternCall call) {
        Span place = ((ScalarOperator) node.getOperator()).span();
        Type type = RelTypes.fromRel(node.getType());
        return switch (call.kind()) {
            case CLASSIFIER ->
                column(
                        new MatchSlot(
                                MatchSlot.Kind.CLASSIFIER,
                                named(call, "CLASSIFIER"),
                                -1,
                                false,
                                0,
                                0,
                                call.atEnd(),
                                -1,
                                null,
                                null,
                                type),
                        place);
            case NUMBER ->
                column(
                        new MatchSlot(
                                MatchSlot.Kind.NUMBER, "MATCH_NUMBER", -1, false, 0, 0, false, -1, null, null, type),
                        place);
            case AGGREGATE -> column(aggregate(node, call, type), place);
            case ROW ->
                ofRow(ExprLowering.lower(node.getOperands().get(0), searched.fields(), place), call, type, place);
        };
    }

    private MatchSlot aggregate(RexCall node, PatternCall call, Type type) {
        int column = -1;
        Type argument = null;
        if (!node.getOperands().isEmpty()) {
            int own = arguments.indexOf(node.getOperands().get(0));
            Expr expr = own >= 0
                    ? searched.fields().get(width + own)
                    : ExprLowering.lower(node.getOperands().get(0), searched.fields(), span);
            if (!(expr instanceof Expr.Column found)) {
                throw new UnsupportedPlanException("an aggregate over " + expr);
            }
            column = found.index();
            argument = found.type();
        }
        String of = column < 0 ? "*" : searched.schema().name(column);
        return new MatchSlot(
                MatchSlot.Kind.AGGREGATE,
                named(call, call.function() + "(" + qualified(call.variables(), of) + ")"),
                call.variables(),
                false,
                0,
                0,
                call.atEnd(),
                column,
                call.function(),
                argument,
                type);
    }

    /** An expression over one row of the match: its columns are taken from there. Where there may be no such row it is NULL. */
    private Expr ofRow(Expr expr, PatternCall call, Type type, Span place) {
        if (expr instanceof Expr.Column || expr instanceof Expr.Rowtime) {
            return part(expr, call, place);
        }
        Expr value = new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                return part(column, call, column.span());
            }

            @Override
            public Expr rowtime(Expr.Rowtime rowtime) {
                return part(rowtime, call, rowtime.span());
            }
        }.rewrite(expr);
        if (call.isSure()) {
            return value;
        }
        Expr exists = column(slot(MatchSlot.Kind.EXISTS, "EXISTS", call, -1, TRUTH), place);
        Expr nothing = new Expr.Literal(null, type.withNullable(true), place);
        return new Expr.Case(List.of(new Expr.Case.Branch(exists, value)), nothing, type.withNullable(true), place);
    }

    private Expr part(Expr expr, PatternCall call, Span place) {
        boolean nullable = !call.isSure();
        if (expr instanceof Expr.Column column) {
            Type type = column.type().withNullable(nullable || column.type().nullable());
            String name = searched.schema().name(column.index());
            return column(slot(MatchSlot.Kind.COLUMN, name, call, column.index(), type), place);
        }
        return column(slot(MatchSlot.Kind.ROWTIME, "ROWTIME", call, -1, Type.of(Kind.TIMESTAMP, nullable)), place);
    }

    private MatchSlot slot(MatchSlot.Kind kind, String what, PatternCall call, int column, Type type) {
        String name = qualified(call.variables(), what);
        if (call.first() || call.offset() > 0) {
            name = (call.first() ? "FIRST" : "LAST") + "(" + name + (call.offset() > 0 ? ", " + call.offset() : "")
                    + ")";
        }
        if (call.back() > 0) {
            name = "PREV(" + name + (call.back() > 1 ? ", " + call.back() : "") + ")";
        }
        return new MatchSlot(
                kind,
                named(call, name),
                call.variables(),
                call.first(),
                call.offset(),
                call.back(),
                call.atEnd(),
                column,
                null,
                null,
                type);
    }

    private static String named(PatternCall call, String name) {
        return call.atEnd() ? "FINAL " + name : name;
    }

    private String qualified(long mask, String name) {
        if (mask == MatchSlot.ALL) {
            return name;
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            if ((mask >>> i & 1) != 0) {
                names.add(variables.get(i));
            }
        }
        return String.join("|", names) + "." + name;
    }

    private Expr column(MatchSlot slot, Span place) {
        int at = slots.indexOf(slot);
        if (at < 0) {
            at = slots.size();
            slots.add(slot);
        }
        return new Expr.Column(at, slot.type(), place);
    }
}
