package kpipe.compiler.parse;

import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.TestRows;
import kpipe.compiler.syntax.TestStep;
import kpipe.grammar.KpipeParser;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a TEST. */
final class TestReader {
    private final Reading reading;
    private final LiteralReader literals;
    private final ExpressionReader expressions;
    private final ClauseReader clauses;

    TestReader(Reading reading, LiteralReader literals, ExpressionReader expressions, ClauseReader clauses) {
        this.reading = reading;
        this.literals = literals;
        this.expressions = expressions;
        this.clauses = clauses;
    }

    TestStep read(KpipeParser.TestStepContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.GivenStepContext given) {
            return new TestStep.Given(
                    span,
                    reading.name(given.qualifiedName()),
                    shard(given.shard()),
                    reading.columns(given.identifierList()),
                    rows(given.testRows()));
        } else if (context instanceof KpipeParser.AtStepContext at) {
            return new TestStep.At(span, expressions.read(at.valueExpression()));
        } else if (context instanceof KpipeParser.IdleStepContext idle) {
            return new TestStep.Idle(span, reading.name(idle.qualifiedName()), shard(idle.shard()));
        } else if (context instanceof KpipeParser.RestartStepContext) {
            return new TestStep.Restart(span);
        } else if (context instanceof KpipeParser.ExpectNothingStepContext nothing) {
            return new TestStep.ExpectNothing(span, reading.name(nothing.qualifiedName()));
        }
        KpipeParser.ExpectStepContext expect = (KpipeParser.ExpectStepContext) context;
        return new TestStep.Expect(
                span,
                reading.name(expect.qualifiedName()),
                reading.columns(expect.identifierList()),
                rows(expect.testRows()));
    }

    private @Nullable Expr shard(KpipeParser.@Nullable ShardContext context) {
        return context == null ? null : literals.amount(context.amount());
    }

    private TestRows rows(KpipeParser.TestRowsContext context) {
        Span span = reading.span(context);
        if (context.string() != null) {
            return new TestRows.FromFile(
                    span,
                    literals.text(context.string()),
                    reading.optionalIdentifier(context.identifier()),
                    clauses.options(context.connectorOptions()));
        }
        return new TestRows.Listed(
                span,
                Reading.all(
                        context.testRow(), row -> new Expr.Row(reading.span(row), expressions.all(row.expression()))));
    }
}
