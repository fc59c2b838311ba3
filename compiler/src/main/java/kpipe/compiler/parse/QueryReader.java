package kpipe.compiler.parse;

import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.FrameBound;
import kpipe.compiler.syntax.GroupBy;
import kpipe.compiler.syntax.GroupItem;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.NamedWindow;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.SortItem;
import kpipe.compiler.syntax.WindowFrame;
import kpipe.compiler.syntax.WindowShape;
import kpipe.compiler.syntax.WindowSpec;
import kpipe.compiler.syntax.WindowedBy;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads queries. */
final class QueryReader {
    private static final Code WINDOWED_TWICE = Code.error("K0129", "a query takes one WINDOWED BY");
    private static final Code BAD_WINDOW = Code.error("K0130", "{0}");

    private final Reading reading;
    private final LiteralReader literals;
    private final ExpressionReader expressions;
    private final TableReader tables;

    QueryReader(Reading reading, LiteralReader literals) {
        this.reading = reading;
        this.literals = literals;
        this.expressions = new ExpressionReader(reading, literals, this);
        this.tables = new TableReader(reading, expressions, this);
    }

    ExpressionReader expressions() {
        return expressions;
    }

    Query read(KpipeParser.QueryContext context) {
        Query query = body(context.queryBody());
        if (context.orderBy() != null) {
            query = ordered(query, context.orderBy());
        }
        if (context.with() == null) {
            return query;
        }
        List<CommonTable> shared = Reading.all(
                context.with().commonTable(),
                t -> new CommonTable(
                        reading.span(t),
                        reading.identifier(t.identifier()),
                        reading.columnsOrNone(t.identifierList()),
                        read(t.query())));
        return new Query.With(reading.span(context), context.with().RECURSIVE() != null, shared, query);
    }

    private Query ordered(Query body, KpipeParser.OrderByContext context) {
        Expr offset = null;
        Expr limit = null;
        KpipeParser.LimitsContext limits = context.limits();
        if (context.ORDER() == null && context.amount() != null) {
            if (context.OFFSET() != null) {
                offset = literals.amount(context.amount());
            } else {
                limit = literals.amount(context.amount());
            }
        }
        if (context.FETCH() != null && context.amount() == null) {
            limit = one(context.FETCH());
        }
        if (limits != null) {
            limit = limits.limit != null ? literals.amount(limits.limit) : limit;
            limit = limits.fetch != null ? literals.amount(limits.fetch) : limit;
            limit = limits.FETCH() != null && limits.fetch == null ? one(limits.FETCH()) : limit;
            offset = limits.offset != null ? literals.amount(limits.offset) : offset;
        }
        Expr within = expressions.optional(context.valueExpression());
        Span span = Span.of(body.span(), reading.span(context));
        return new Query.Ordered(span, body, sortItems(context.sortItem()), within, offset, limit);
    }

    /** {@code FETCH FIRST ROW ONLY} is one row. */
    private Expr one(TerminalNode fetch) {
        return new Literal.Numeric(reading.span(fetch), "1");
    }

    private Query body(KpipeParser.QueryBodyContext context) {
        Query query = term(context.queryTerm(0));
        int operand = 1;
        for (int i = 1; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof KpipeParser.QueryTermContext right) {
                boolean all = allBefore(context.getChild(i - 1));
                int word = i - (context.getChild(i - 1) instanceof KpipeParser.SetQuantifierContext ? 2 : 1);
                Query.SetOperation.Kind kind = context.getChild(word).getText().equalsIgnoreCase("UNION")
                        ? Query.SetOperation.Kind.UNION
                        : Query.SetOperation.Kind.EXCEPT;
                Span span = reading.span(context.getStart(), right.getStop());
                query = new Query.SetOperation(span, kind, all, query, term(context.queryTerm(operand++)));
            }
        }
        return query;
    }

    private Query term(KpipeParser.QueryTermContext context) {
        Query query = primary(context.queryPrimary(0));
        for (int i = 1; i < context.getChildCount(); i++) {
            if (context.getChild(i) instanceof KpipeParser.QueryPrimaryContext right) {
                boolean all = allBefore(context.getChild(i - 1));
                Span span = reading.span(context.getStart(), right.getStop());
                Query.SetOperation.Kind kind = Query.SetOperation.Kind.INTERSECT;
                query = new Query.SetOperation(span, kind, all, query, primary(right));
            }
        }
        return query;
    }

    private static boolean allBefore(org.antlr.v4.runtime.tree.ParseTree node) {
        return node instanceof KpipeParser.SetQuantifierContext quantifier && quantifier.ALL() != null;
    }

    private Query primary(KpipeParser.QueryPrimaryContext context) {
        if (context.select() != null) {
            return select(context.select());
        }
        if (context.query() != null) {
            return read(context.query());
        }
        return new Query.Values(reading.span(context), expressions.all(context.expression()));
    }

    private Query select(KpipeParser.SelectContext context) {
        if (context.before != null && context.after != null) {
            reading.report(WINDOWED_TWICE, reading.span(context.after));
        }
        KpipeParser.WindowedByContext windowed = context.before != null ? context.before : context.after;
        int where = 0;
        Expr condition = context.WHERE() == null ? null : expressions.read(context.expression(where++));
        Expr having = context.HAVING() == null ? null : expressions.read(context.expression(where));
        return new Query.Select(
                reading.span(context),
                context.STREAM() != null,
                ExpressionReader.quantifier(context.setQuantifier()),
                Reading.all(context.selectItem(), this::selectItem),
                Reading.all(context.tableReference(), tables::read),
                condition,
                windowed == null ? null : windowedBy(windowed.windowedByWindow()),
                Reading.optional(context.groupBy(), this::groupBy),
                having,
                Reading.all(context.namedWindow(), this::namedWindow));
    }

    private SelectItem selectItem(KpipeParser.SelectItemContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.AllColumnsContext) {
            return new SelectItem.All(span, null);
        }
        if (context instanceof KpipeParser.AllColumnsOfContext all) {
            return new SelectItem.All(span, reading.name(all.qualifiedName()));
        }
        KpipeParser.SingleColumnContext single = (KpipeParser.SingleColumnContext) context;
        return new SelectItem.Single(
                span,
                expressions.read(single.expression()),
                reading.optionalIdentifier(single.identifier() != null ? single.identifier() : single.selectAlias()));
    }

    private GroupBy groupBy(KpipeParser.GroupByContext context) {
        return new GroupBy(
                reading.span(context),
                ExpressionReader.quantifier(context.setQuantifier()),
                Reading.all(context.groupItem(), this::groupItem));
    }

    private GroupItem groupItem(KpipeParser.GroupItemContext context) {
        Span span = reading.span(context);
        if (context.expression() != null) {
            Expr expression = expressions.read(context.expression());
            boolean tuple = expression instanceof Expr.Row && context.getStart().getType() == KpipeParser.LEFT_PAREN;
            return tuple && expression instanceof Expr.Row row
                    ? new GroupItem.Tuple(span, row.values())
                    : new GroupItem.Key(span, expression);
        }
        if (context.groupItem().isEmpty()) {
            return new GroupItem.Tuple(span, List.of());
        }
        GroupItem.Grouping.Kind kind = context.ROLLUP() != null
                ? GroupItem.Grouping.Kind.ROLLUP
                : context.CUBE() != null ? GroupItem.Grouping.Kind.CUBE : GroupItem.Grouping.Kind.GROUPING_SETS;
        return new GroupItem.Grouping(span, kind, Reading.all(context.groupItem(), this::groupItem));
    }

    // ---- windows ----

    WindowShape shape(KpipeParser.WindowShapeContext context) {
        Duration every = context.EVERY() == null ? null : literals.duration(context.duration(1));
        Duration size = context.duration().isEmpty() ? null : literals.duration(context.duration(0));
        Expr rows = literals.optionalAmount(context.amount());
        return shape(
                reading.span(context),
                context.getStart(),
                size,
                every,
                rows,
                offset(context.windowOffset()),
                zone(context.windowZone()));
    }

    private Literal.@Nullable Text zone(KpipeParser.@Nullable WindowZoneContext context) {
        return context == null ? null : literals.text(context.string());
    }

    private @Nullable Duration offset(KpipeParser.@Nullable WindowOffsetContext context) {
        return context == null ? null : literals.duration(context.duration());
    }

    private WindowShape shape(
            Span span,
            Token kind,
            @Nullable Duration size,
            @Nullable Duration every,
            @Nullable Expr rows,
            @Nullable Duration offset,
            Literal.@Nullable Text zone) {
        boolean aligned = kind.getType() == KpipeParser.TUMBLING
                || kind.getType() == KpipeParser.HOPPING
                || kind.getType() == KpipeParser.CUMULATING;
        if (zone != null && !aligned) {
            reading.report(BAD_WINDOW, zone.span(), "a " + Words.upper(kind) + " window takes no TIME ZONE");
        }
        if (rows != null) {
            if (kind.getType() != KpipeParser.SLIDING) {
                reading.report(BAD_WINDOW, rows.span(), "only a SLIDING window counts rows");
            }
            return new WindowShape.SlidingRows(span, rows, offset);
        }
        Duration length = java.util.Objects.requireNonNull(size, "the grammar asks for a duration");
        boolean steps = kind.getType() == KpipeParser.HOPPING || kind.getType() == KpipeParser.CUMULATING;
        if (steps != (every != null)) {
            String name = Words.upper(kind);
            String problem = steps ? "takes EVERY and how often it begins" : "takes no EVERY";
            reading.report(BAD_WINDOW, reading.span(kind), "a " + name + " window " + problem);
        }
        Duration step = every == null ? length : every;
        return switch (kind.getType()) {
            case KpipeParser.TUMBLING -> new WindowShape.Tumbling(span, length, offset, zone);
            case KpipeParser.HOPPING -> new WindowShape.Hopping(span, length, step, offset, zone);
            case KpipeParser.CUMULATING -> new WindowShape.Cumulating(span, length, step, offset, zone);
            case KpipeParser.SLIDING -> new WindowShape.Sliding(span, length, offset);
            case KpipeParser.SESSION -> new WindowShape.Session(span, length, offset);
            default -> new WindowShape.Stagger(span, length, offset);
        };
    }

    private WindowedBy windowedBy(KpipeParser.WindowedByWindowContext context) {
        Span span = reading.span(context);
        if (context.identifier() != null) {
            return new WindowedBy.Named(span, reading.identifier(context.identifier()));
        }
        if (context.windowShape() != null) {
            return new WindowedBy.Inline(span, shape(context.windowShape()));
        }
        if (context.PARTITION() != null) {
            return new WindowedBy.KeyedStagger(
                    span, expressions.all(context.expression()), literals.duration(context.duration(0)));
        }
        Duration every = context.EVERY() == null
                ? null
                : literals.duration(context.duration(context.duration().size() - 1));
        Duration size = context.duration().isEmpty() || context.amount() != null
                ? null
                : literals.duration(context.duration(0));
        Expr rows = literals.optionalAmount(context.amount());
        return new WindowedBy.Inline(
                span,
                shape(
                        span,
                        context.windowName,
                        size,
                        every,
                        rows,
                        offset(context.windowOffset()),
                        zone(context.windowZone())));
    }

    private NamedWindow namedWindow(KpipeParser.NamedWindowContext context) {
        return new NamedWindow(
                reading.span(context),
                reading.identifier(context.identifier()),
                windowSpec(context.windowSpecification()));
    }

    private WindowSpec windowSpec(KpipeParser.WindowSpecificationContext context) {
        return new WindowSpec(
                reading.span(context),
                reading.optionalIdentifier(context.base),
                expressions.all(context.expression()),
                sortItems(context.sortItem()),
                Reading.optional(context.windowFrame(), this::frame));
    }

    private WindowFrame frame(KpipeParser.WindowFrameContext context) {
        return new WindowFrame(
                reading.span(context),
                WindowFrame.Unit.valueOf(Words.upper(context.getStart())),
                bound(context.frameBound(0)),
                context.BETWEEN() == null ? null : bound(context.frameBound(1)));
    }

    private FrameBound bound(KpipeParser.FrameBoundContext context) {
        Span span = reading.span(context);
        if (context.CURRENT() != null) {
            return new FrameBound(span, FrameBound.Kind.CURRENT_ROW, null);
        }
        boolean before = context.PRECEDING() != null;
        if (context.UNBOUNDED() != null) {
            return new FrameBound(
                    span, before ? FrameBound.Kind.UNBOUNDED_PRECEDING : FrameBound.Kind.UNBOUNDED_FOLLOWING, null);
        }
        Expr distance = expressions.read(context.valueExpression());
        return new FrameBound(span, before ? FrameBound.Kind.PRECEDING : FrameBound.Kind.FOLLOWING, distance);
    }

    Over over(KpipeParser.OverContext context) {
        Span span = reading.span(context);
        return context.identifier() != null
                ? new Over.Named(span, reading.identifier(context.identifier()))
                : new Over.Inline(span, windowSpec(context.windowSpecification()));
    }

    List<SortItem> sortItems(List<KpipeParser.SortItemContext> contexts) {
        return Reading.all(contexts, this::sortItem);
    }

    private SortItem sortItem(KpipeParser.SortItemContext context) {
        SortItem.Direction direction = context.DESC() != null
                ? SortItem.Direction.DESCENDING
                : context.ASC() != null ? SortItem.Direction.ASCENDING : null;
        SortItem.Nulls nulls =
                context.FIRST() != null ? SortItem.Nulls.FIRST : context.LAST() != null ? SortItem.Nulls.LAST : null;
        return new SortItem(reading.span(context), expressions.read(context.expression()), direction, nulls);
    }
}
