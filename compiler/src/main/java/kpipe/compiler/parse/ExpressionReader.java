package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Argument;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.CaseBranch;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.JsonMember;
import kpipe.compiler.syntax.JsonOnEvent;
import kpipe.compiler.syntax.JsonQuery;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.SetQuantifier;
import kpipe.compiler.syntax.SortItem;
import kpipe.grammar.KpipeParser;
import kpipe.grammar.KpipeParserBaseVisitor;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads expressions. */
final class ExpressionReader extends KpipeParserBaseVisitor<Expr> {
    /** How deeply expressions may be nested: what every pass after this one can follow on a stack of one megabyte. */
    private static final int DEEPEST = 1000;

    private final Reading reading;
    private final LiteralReader literals;
    private final QueryReader queries;
    private int depth;

    ExpressionReader(Reading reading, LiteralReader literals, QueryReader queries) {
        this.reading = reading;
        this.literals = literals;
        this.queries = queries;
    }

    Expr read(ParserRuleContext context) {
        if (depth == DEEPEST) {
            throw new NestingException(reading.span(context));
        }
        depth++;
        Expr expression = context.accept(this);
        depth--;
        return expression;
    }

    @Nullable
    Expr optional(@Nullable ParserRuleContext context) {
        return context == null ? null : read(context);
    }

    List<Expr> all(List<? extends ParserRuleContext> contexts) {
        return Reading.all(contexts, this::read);
    }

    private Expr binary(BinaryOperator operator, ParserRuleContext left, ParserRuleContext right) {
        Expr first = read(left);
        Expr second = read(right);
        Span span = new Span(
                reading.file(), reading.span(left).start(), reading.span(right).end());
        return new Expr.Binary(span, operator, first, second);
    }

    // ---- operators ----

    @Override
    public Expr visitPredicated(KpipeParser.PredicatedContext context) {
        Expr operand = read(context.valueExpression());
        for (KpipeParser.PredicateContext predicate : context.predicate()) {
            Span span = reading.span(context.getStart(), predicate.getStop());
            operand = predicate(operand, span, predicate);
        }
        return operand;
    }

    private Expr predicate(Expr operand, Span span, KpipeParser.PredicateContext context) {
        if (context instanceof KpipeParser.ComparisonContext comparison) {
            return comparison(operand, span, comparison);
        } else if (context instanceof KpipeParser.IsTestContext test) {
            Expr.Is.Test wanted = Expr.Is.Test.valueOf(Words.upper(test.getStop()));
            return new Expr.Is(span, operand, test.NOT() != null, wanted);
        } else if (context instanceof KpipeParser.DistinctFromContext distinct) {
            return new Expr.Distinct(span, operand, distinct.NOT() != null, read(distinct.valueExpression()));
        } else if (context instanceof KpipeParser.BetweenContext between) {
            boolean symmetric = between.SYMMETRIC() != null;
            return new Expr.Between(
                    span, operand, between.NOT() != null, symmetric, read(between.lower), read(between.upper));
        } else if (context instanceof KpipeParser.InListContext in) {
            boolean negated = in.NOT() != null;
            return in.query() != null
                    ? new Expr.InQuery(span, operand, negated, queries.read(in.query()))
                    : new Expr.InList(span, operand, negated, all(in.expression()));
        } else if (context instanceof KpipeParser.LikeContext like) {
            boolean similar = like.SIMILAR() != null;
            return new Expr.Like(span, operand, like.NOT() != null, similar, read(like.pattern), optional(like.escape));
        }
        return periodTest(operand, span, (KpipeParser.PeriodTestContext) context);
    }

    private Expr comparison(Expr operand, Span span, KpipeParser.ComparisonContext context) {
        BinaryOperator operator = operator(context.comparisonOperator().getStart());
        if (context.quantifier != null) {
            boolean all = context.quantifier.getType() == KpipeParser.ALL;
            return context.query() != null
                    ? new Expr.Quantified(span, operator, operand, all, queries.read(context.query()))
                    : new Expr.QuantifiedArray(span, operator, operand, all, read(context.expression()));
        }
        return new Expr.Binary(span, operator, operand, read(context.valueExpression()));
    }

    private Expr periodTest(Expr operand, Span span, KpipeParser.PeriodTestContext context) {
        Expr.PeriodTest.Modifier modifier = Expr.PeriodTest.Modifier.NONE;
        Token relation = context.getStart();
        if (context.STRICTLY() != null || context.IMMEDIATELY() != null) {
            modifier = Expr.PeriodTest.Modifier.valueOf(Words.upper(relation));
            relation = ((org.antlr.v4.runtime.tree.TerminalNode) context.getChild(1)).getSymbol();
        }
        return new Expr.PeriodTest(
                span,
                operand,
                modifier,
                Expr.PeriodTest.Relation.valueOf(Words.upper(relation)),
                read(context.valueExpression()));
    }

    private static BinaryOperator operator(Token token) {
        return switch (token.getType()) {
            case KpipeParser.EQUAL -> BinaryOperator.EQUAL;
            case KpipeParser.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case KpipeParser.LESS -> BinaryOperator.LESS;
            case KpipeParser.LESS_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
            case KpipeParser.GREATER -> BinaryOperator.GREATER;
            case KpipeParser.GREATER_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
            case KpipeParser.PLUS -> BinaryOperator.PLUS;
            case KpipeParser.MINUS -> BinaryOperator.MINUS;
            case KpipeParser.STAR -> BinaryOperator.TIMES;
            case KpipeParser.SLASH -> BinaryOperator.DIVIDE;
            case KpipeParser.PERCENT -> BinaryOperator.MODULO;
            default -> BinaryOperator.CONCATENATE;
        };
    }

    @Override
    public Expr visitNegation(KpipeParser.NegationContext context) {
        return new Expr.Unary(reading.span(context), Expr.Unary.Operator.NOT, read(context.expression()));
    }

    @Override
    public Expr visitConjunction(KpipeParser.ConjunctionContext context) {
        return binary(BinaryOperator.AND, context.left, context.right);
    }

    @Override
    public Expr visitDisjunction(KpipeParser.DisjunctionContext context) {
        return binary(BinaryOperator.OR, context.left, context.right);
    }

    @Override
    public Expr visitSigned(KpipeParser.SignedContext context) {
        Expr.Unary.Operator sign =
                context.sign.getType() == KpipeParser.MINUS ? Expr.Unary.Operator.MINUS : Expr.Unary.Operator.PLUS;
        return new Expr.Unary(reading.span(context), sign, read(context.valueExpression()));
    }

    @Override
    public Expr visitProduct(KpipeParser.ProductContext context) {
        return binary(operator(context.operator), context.left, context.right);
    }

    @Override
    public Expr visitSum(KpipeParser.SumContext context) {
        return binary(operator(context.operator), context.left, context.right);
    }

    @Override
    public Expr visitPrimaryValue(KpipeParser.PrimaryValueContext context) {
        return context.primary().accept(this);
    }

    @Override
    public Expr visitPrimary(KpipeParser.PrimaryContext context) {
        Expr target = context.primaryBase().accept(this);
        for (KpipeParser.PrimarySuffixContext suffix : context.primarySuffix()) {
            Span span = reading.span(context.getStart(), suffix.getStop());
            target = suffix.identifier() != null
                    ? new Expr.Field(span, target, reading.identifier(suffix.identifier()))
                    : new Expr.Element(span, target, read(suffix.expression()));
        }
        return target;
    }

    // ---- values ----

    @Override
    public Expr visitLiteralPrimary(KpipeParser.LiteralPrimaryContext context) {
        return literals.read(context.literal());
    }

    @Override
    public Expr visitColumnName(KpipeParser.ColumnNameContext context) {
        return new Expr.ColumnReference(reading.span(context), reading.name(context.qualifiedName()));
    }

    @Override
    public Expr visitSubquery(KpipeParser.SubqueryContext context) {
        return new Expr.Subquery(reading.span(context), queries.read(context.query()));
    }

    @Override
    public Expr visitParenthesized(KpipeParser.ParenthesizedContext context) {
        Span span = reading.span(context);
        List<Expr> values = all(context.expression());
        Expr value = values.size() == 1 && context.PERIOD() == null ? values.get(0) : new Expr.Row(span, values);
        return context.intervalQualifier() == null
                ? value
                : new Expr.IntervalOf(span, value, literals.qualifier(context.intervalQualifier()));
    }

    @Override
    public Expr visitRowConstructor(KpipeParser.RowConstructorContext context) {
        return new Expr.Row(reading.span(context), all(context.expression()));
    }

    @Override
    public Expr visitExists(KpipeParser.ExistsContext context) {
        return new Expr.Exists(reading.span(context), queries.read(context.query()));
    }

    @Override
    public Expr visitCaseExpression(KpipeParser.CaseExpressionContext context) {
        List<CaseBranch> branches =
                Reading.all(context.caseBranch(), b -> new CaseBranch(reading.span(b), read(b.when), read(b.then)));
        return new Expr.Case(reading.span(context), optional(context.operand), branches, optional(context.otherwise));
    }

    @Override
    public Expr visitCast(KpipeParser.CastContext context) {
        return new Expr.Cast(
                reading.span(context),
                read(context.expression()),
                literals.type(context.typeName()),
                context.TRY_CAST() != null);
    }

    @Override
    public Expr visitArrayConstructor(KpipeParser.ArrayConstructorContext context) {
        return new Expr.ArrayOf(reading.span(context), all(context.expression()));
    }

    @Override
    public Expr visitMapConstructor(KpipeParser.MapConstructorContext context) {
        return new Expr.MapOf(reading.span(context), all(context.expression()));
    }

    // ---- functions with a syntax of their own ----

    @Override
    public Expr visitExtract(KpipeParser.ExtractContext context) {
        return new Expr.Extract(reading.span(context), literals.unit(context.timeUnit()), read(context.expression()));
    }

    @Override
    public Expr visitRound(KpipeParser.RoundContext context) {
        if (context.timeUnit() == null) {
            return plainCall(context, all(context.expression()));
        }
        boolean up = context.FLOOR() == null;
        Expr operand = read(context.expression(0));
        return new Expr.Round(reading.span(context), up, operand, literals.unit(context.timeUnit()));
    }

    @Override
    public Expr visitStep(KpipeParser.StepContext context) {
        if (context.BY() == null) {
            return plainCall(context, all(context.expression()));
        }
        return new Expr.Step(reading.span(context), read(context.expression(0)), read(context.expression(1)));
    }

    @Override
    public Expr visitSubstring(KpipeParser.SubstringContext context) {
        Span span = reading.span(context);
        Expr operand = read(context.valueExpression(0));
        if (context.from != null) {
            return new Expr.Substring(span, operand, read(context.from), optional(context.length));
        }
        if (context.pattern != null) {
            return new Expr.SubstringSimilar(span, operand, read(context.pattern), read(context.escape));
        }
        return plainCall(context, withFirst(operand, all(context.expression())));
    }

    @Override
    public Expr visitTrim(KpipeParser.TrimContext context) {
        KpipeParser.TrimPrefixContext prefix = context.trimPrefix();
        if (prefix == null) {
            return plainCall(context, all(context.expression()));
        }
        boolean sided = prefix.LEADING() != null || prefix.TRAILING() != null || prefix.BOTH() != null;
        Expr.Trim.Side side = sided ? Expr.Trim.Side.valueOf(Words.upper(prefix.getStart())) : Expr.Trim.Side.BOTH;
        return new Expr.Trim(
                reading.span(context), side, optional(prefix.valueExpression()), read(context.expression(0)));
    }

    @Override
    public Expr visitOverlay(KpipeParser.OverlayContext context) {
        return new Expr.Overlay(
                reading.span(context),
                read(context.valueExpression(0)),
                read(context.replacement),
                read(context.from),
                optional(context.length));
    }

    @Override
    public Expr visitPosition(KpipeParser.PositionContext context) {
        Expr first = read(context.valueExpression(0));
        if (context.IN() == null) {
            return plainCall(context, withFirst(first, all(context.expression())));
        }
        return new Expr.Position(reading.span(context), first, read(context.valueExpression(1)));
    }

    private static List<Expr> withFirst(Expr first, List<Expr> others) {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(first);
        arguments.addAll(others);
        return arguments;
    }

    /** A call with commas of a function that has a syntax of its own as well. */
    private Expr plainCall(ParserRuleContext context, List<Expr> values) {
        Span word = reading.span(context.getStart());
        QualifiedName name = new QualifiedName(word, List.of(reading.identifier(context.getStart())));
        List<Argument> arguments = Reading.all(values, v -> new Argument(v.span(), null, v));
        return new Expr.Call(
                reading.span(context), name, null, false, arguments, List.of(), List.of(), null, false, null, null);
    }

    @Override
    public Expr visitJsonQuery(KpipeParser.JsonQueryContext context) {
        JsonOnEvent onEmpty = null;
        JsonOnEvent onError = null;
        for (KpipeParser.JsonOnEventContext event : context.jsonOnEvent()) {
            if (event.getStop().getType() == KpipeParser.EMPTY) {
                onEmpty = jsonOnEvent(event);
            } else {
                onError = jsonOnEvent(event);
            }
        }
        String function = Words.upper(context.getStart());
        JsonQuery query = new JsonQuery(
                reading.span(context),
                JsonQuery.Kind.valueOf(function.substring("JSON_".length())),
                read(context.input),
                read(context.path),
                Reading.optional(context.typeName(), literals::type),
                Reading.optional(context.jsonWrapper(), ExpressionReader::jsonWrapper),
                onEmpty,
                onError);
        return new Expr.Json(reading.span(context), query);
    }

    private static JsonQuery.Wrapper jsonWrapper(KpipeParser.JsonWrapperContext context) {
        if (context.WITHOUT() != null) {
            return JsonQuery.Wrapper.WITHOUT;
        }
        return context.CONDITIONAL() != null ? JsonQuery.Wrapper.CONDITIONAL : JsonQuery.Wrapper.UNCONDITIONAL;
    }

    private JsonOnEvent jsonOnEvent(KpipeParser.JsonOnEventContext context) {
        Expr defaultValue = optional(context.valueExpression());
        JsonOnEvent.Kind kind;
        if (context.getStart().getType() == KpipeParser.EMPTY) {
            kind = context.OBJECT() != null ? JsonOnEvent.Kind.EMPTY_OBJECT : JsonOnEvent.Kind.EMPTY_ARRAY;
        } else {
            kind = JsonOnEvent.Kind.valueOf(Words.upper(context.getStart()));
        }
        return new JsonOnEvent(reading.span(context), kind, defaultValue);
    }

    @Override
    public Expr visitJsonObject(KpipeParser.JsonObjectContext context) {
        List<JsonMember> members = Reading.all(
                context.jsonMember(),
                m -> new JsonMember(reading.span(m), read(m.valueExpression()), read(m.expression())));
        return new Expr.JsonObject(reading.span(context), members, context.ABSENT() != null);
    }

    @Override
    public Expr visitJsonArray(KpipeParser.JsonArrayContext context) {
        boolean nullOnNull = context.ABSENT() == null && !context.NULL().isEmpty();
        return new Expr.JsonArray(reading.span(context), all(context.expression()), !nullOnNull);
    }

    // ---- calls ----

    @Override
    public Expr visitCallPrimary(KpipeParser.CallPrimaryContext context) {
        return call(context.call());
    }

    @Override
    public Expr visitRunning(KpipeParser.RunningContext context) {
        return new Expr.Running(reading.span(context), context.FINAL() != null, call(context.call()));
    }

    Expr.Call call(KpipeParser.CallContext context) {
        List<kpipe.compiler.syntax.Identifier> parts = new ArrayList<>();
        parts.add(reading.identifier(context.callName()));
        parts.addAll(reading.identifiers(context.identifier()));
        QualifiedName name = new QualifiedName(
                Span.of(parts.get(0).span(), parts.get(parts.size() - 1).span()), List.copyOf(parts));
        KpipeParser.ArgumentsContext arguments = context.arguments();
        KpipeParser.NullTreatmentContext nulls =
                context.nullTreatment() != null ? context.nullTreatment() : arguments.nullTreatment();
        return new Expr.Call(
                reading.span(context),
                name,
                quantifier(arguments.setQuantifier()),
                arguments.STAR() != null,
                Reading.all(arguments.argument(), this::argument),
                sortItems(arguments.sortItem()),
                context.withinGroup() == null
                        ? List.of()
                        : sortItems(context.withinGroup().sortItem()),
                context.filter() == null ? null : read(context.filter().expression()),
                false,
                nullTreatment(nulls),
                Reading.optional(context.over(), this::over));
    }

    @Override
    public Expr visitNthValue(KpipeParser.NthValueContext context) {
        Token word = context.NTH_VALUE().getSymbol();
        return new Expr.Call(
                reading.span(context),
                new QualifiedName(reading.span(word), List.of(reading.identifier(word))),
                quantifier(context.arguments().setQuantifier()),
                context.arguments().STAR() != null,
                Reading.all(context.arguments().argument(), this::argument),
                List.of(),
                List.of(),
                null,
                context.LAST() != null,
                nullTreatment(context.nullTreatment()),
                Reading.optional(context.over(), this::over));
    }

    private static Expr.Call.@Nullable NullTreatment nullTreatment(KpipeParser.@Nullable NullTreatmentContext context) {
        if (context == null) {
            return null;
        }
        return context.IGNORE() != null ? Expr.Call.NullTreatment.IGNORE : Expr.Call.NullTreatment.RESPECT;
    }

    static @Nullable SetQuantifier quantifier(KpipeParser.@Nullable SetQuantifierContext context) {
        return context == null ? null : SetQuantifier.valueOf(Words.upper(context.getStart()));
    }

    private Argument argument(KpipeParser.ArgumentContext context) {
        return new Argument(
                reading.span(context), reading.optionalIdentifier(context.identifier()), read(context.argumentValue()));
    }

    @Override
    public Expr visitExpressionArgument(KpipeParser.ExpressionArgumentContext context) {
        return context.expression().accept(this);
    }

    @Override
    public Expr visitCursorArgument(KpipeParser.CursorArgumentContext context) {
        return new Expr.Cursor(reading.span(context), queries.read(context.query()));
    }

    @Override
    public Expr visitTableArgument(KpipeParser.TableArgumentContext context) {
        return new Expr.TableArgument(
                reading.span(context),
                reading.optionalName(context.qualifiedName()),
                Reading.optional(context.query(), queries::read),
                all(context.expression()),
                sortItems(context.sortItem()));
    }

    @Override
    public Expr visitDescriptorArgument(KpipeParser.DescriptorArgumentContext context) {
        return new Expr.Descriptor(reading.span(context), reading.identifiers(context.identifier()));
    }

    List<SortItem> sortItems(List<KpipeParser.SortItemContext> contexts) {
        return queries.sortItems(contexts);
    }

    private Over over(KpipeParser.OverContext context) {
        return queries.over(context);
    }
}
