package kpipe.compiler.parse;

import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.AfterMatch;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.Over;
import kpipe.compiler.syntax.PatternSubset;
import kpipe.compiler.syntax.PatternVariable;
import kpipe.compiler.syntax.RowPattern;
import kpipe.compiler.syntax.SelectItem;
import kpipe.compiler.syntax.TableAlias;
import kpipe.compiler.syntax.TableReference;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads what stands in FROM. */
final class TableReader {
    private static final Code ALIAS_OF_JOIN =
            Code.error("K0131", "what stands between parentheses without SELECT takes no alias");

    private final Reading reading;
    private final ExpressionReader expressions;
    private final QueryReader queries;

    TableReader(Reading reading, ExpressionReader expressions, QueryReader queries) {
        this.reading = reading;
        this.expressions = expressions;
        this.queries = queries;
    }

    TableReference read(KpipeParser.TableReferenceContext context) {
        TableReference left = primary(context.tablePrimary());
        for (KpipeParser.JoinTailContext tail : context.joinTail()) {
            left = join(left, reading.span(context.getStart(), tail.getStop()), tail);
        }
        return left;
    }

    private TableReference join(TableReference left, Span span, KpipeParser.JoinTailContext context) {
        TableReference.Join.Kind kind;
        if (context.CROSS() != null) {
            kind = TableReference.Join.Kind.CROSS;
        } else if (context.ASOF() != null) {
            kind = context.LEFT() != null ? TableReference.Join.Kind.LEFT_AS_OF : TableReference.Join.Kind.AS_OF;
        } else if (context.joinType() == null) {
            kind = TableReference.Join.Kind.INNER;
        } else {
            kind = TableReference.Join.Kind.valueOf(
                    Words.upper(context.joinType().getStart()));
        }
        KpipeParser.JoinConditionContext condition = context.joinCondition();
        return new TableReference.Join(
                span,
                kind,
                context.NATURAL() != null,
                left,
                primary(context.tablePrimary()),
                context.valueOrPredicate() == null
                        ? null
                        : expressions.read(context.valueOrPredicate().expression()),
                condition == null ? null : expressions.optional(condition.expression()),
                condition == null ? List.of() : reading.columnsOrNone(condition.identifierList()));
    }

    private TableReference primary(KpipeParser.TablePrimaryContext context) {
        TableAlias alias = Reading.optional(context.tableAlias(), this::alias);
        KpipeParser.MatchRecognizeContext match = context.matchRecognize();
        if (match == null) {
            return source(reading.span(context), context.tableSource(), alias);
        }
        TableReference input = source(reading.span(context.tableSource()), context.tableSource(), null);
        return matchRecognize(reading.span(context), input, match, alias);
    }

    private TableAlias alias(KpipeParser.TableAliasContext context) {
        return new TableAlias(
                reading.span(context),
                context.identifier() != null
                        ? reading.identifier(context.identifier())
                        : reading.identifier(context.bareTableAlias()),
                reading.columnsOrNone(context.identifierList()));
    }

    private TableReference source(Span span, KpipeParser.TableSourceContext context, @Nullable TableAlias alias) {
        if (context instanceof KpipeParser.NamedTableContext named) {
            Expr asOf = expressions.optional(named.valueExpression());
            return new TableReference.Named(span, reading.name(named.qualifiedName()), asOf, over(named.over()), alias);
        } else if (context instanceof KpipeParser.DerivedTableContext derived) {
            boolean lateral = derived.LATERAL() != null;
            return new TableReference.Derived(
                    span, lateral, queries.read(derived.query()), over(derived.over()), alias);
        } else if (context instanceof KpipeParser.FunctionTableContext function) {
            Expr.Call call = expressions.call(function.call());
            return new TableReference.Function(span, function.LATERAL() != null, call, over(function.over()), alias);
        } else if (context instanceof KpipeParser.UnnestTableContext unnest) {
            return new TableReference.Unnest(
                    span,
                    unnest.LATERAL() != null,
                    expressions.all(unnest.expression()),
                    unnest.ORDINALITY() != null,
                    alias);
        }
        TableReference inner = read(((KpipeParser.ParenthesizedTableContext) context).tableReference());
        if (alias == null) {
            return inner;
        }
        reading.report(ALIAS_OF_JOIN, alias.span());
        return new TableReference.Misnamed(span, inner, alias);
    }

    private @Nullable Over over(KpipeParser.@Nullable OverContext context) {
        return context == null ? null : queries.over(context);
    }

    // ---- MATCH_RECOGNIZE ----

    private TableReference matchRecognize(
            Span span, TableReference input, KpipeParser.MatchRecognizeContext context, @Nullable TableAlias alias) {
        RowPattern pattern = context.rowPattern() == null
                ? new RowPattern.Empty(reading.span(context.PATTERN()))
                : pattern(context.rowPattern());
        return new TableReference.MatchRecognize(
                span,
                input,
                expressions.all(context.partition),
                queries.sortItems(context.sortItem()),
                Reading.all(
                        context.measureItem(),
                        m -> new SelectItem.Single(
                                reading.span(m), expressions.read(m.expression()), reading.identifier(m.identifier()))),
                context.ALL() != null,
                Reading.optional(context.afterMatch(), this::afterMatch),
                pattern,
                expressions.optional(context.within),
                Reading.all(
                        context.patternSubset(),
                        s -> new PatternSubset(
                                reading.span(s),
                                reading.identifier(s.identifier()),
                                reading.columnsOrNone(s.identifierList()))),
                Reading.all(
                        context.patternDefinition(),
                        d -> new PatternVariable(
                                reading.span(d), reading.identifier(d.identifier()), expressions.read(d.expression()))),
                alias);
    }

    private AfterMatch afterMatch(KpipeParser.AfterMatchContext context) {
        AfterMatch.Kind kind;
        if (context.PAST() != null) {
            kind = AfterMatch.Kind.PAST_LAST_ROW;
        } else if (context.NEXT() != null && context.identifier() == null) {
            kind = AfterMatch.Kind.NEXT_ROW;
        } else {
            kind = context.FIRST() != null ? AfterMatch.Kind.FIRST : AfterMatch.Kind.LAST;
        }
        return new AfterMatch(reading.span(context), kind, reading.optionalIdentifier(context.identifier()));
    }

    private RowPattern pattern(KpipeParser.RowPatternContext context) {
        List<RowPattern> choices = Reading.all(context.rowPatternSequence(), this::sequence);
        return choices.size() == 1 ? choices.get(0) : new RowPattern.Alternation(reading.span(context), choices);
    }

    private RowPattern sequence(KpipeParser.RowPatternSequenceContext context) {
        List<RowPattern> parts = Reading.all(context.rowPatternPart(), this::part);
        return parts.size() == 1 ? parts.get(0) : new RowPattern.Sequence(reading.span(context), parts);
    }

    private RowPattern part(KpipeParser.RowPatternPartContext context) {
        RowPattern part = patternPrimary(context.rowPatternPrimary());
        KpipeParser.RowPatternQuantifierContext quantifier = context.rowPatternQuantifier();
        if (quantifier == null) {
            return part;
        }
        Expr least = number(quantifier.exactly != null ? quantifier.exactly : quantifier.least);
        Expr most = number(quantifier.exactly != null ? quantifier.exactly : quantifier.most);
        Span sign = reading.span(quantifier.getStart());
        if (quantifier.PLUS() != null) {
            least = new Literal.Numeric(sign, "1");
        } else if (quantifier.getStart().getType() == KpipeParser.QUESTION) {
            most = new Literal.Numeric(sign, "1");
        }
        return new RowPattern.Repeated(reading.span(context), part, least, most, quantifier.reluctant != null);
    }

    private @Nullable Expr number(@Nullable Token token) {
        return token == null ? null : new Literal.Numeric(reading.span(token), token.getText());
    }

    private RowPattern patternPrimary(KpipeParser.RowPatternPrimaryContext context) {
        Span span = reading.span(context);
        if (context.PERMUTE() != null) {
            return new RowPattern.Permutation(span, Reading.all(context.rowPattern(), this::pattern));
        } else if (context.identifier() != null) {
            return new RowPattern.Variable(span, reading.identifier(context.identifier()));
        } else if (context.LEFT_BRACE() != null) {
            return new RowPattern.Excluded(span, pattern(context.rowPattern(0)));
        } else if (context.LEFT_PAREN() != null) {
            return context.rowPattern().isEmpty() ? new RowPattern.Empty(span) : pattern(context.rowPattern(0));
        }
        return new RowPattern.Anchor(span, context.CARET() != null);
    }
}
