package kpipe.compiler.parse;

import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.CodeText;
import kpipe.compiler.syntax.ConnectorOption;
import kpipe.compiler.syntax.ConnectorUse;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.OptionValue;
import kpipe.compiler.syntax.PartitionItem;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Size;
import kpipe.grammar.KpipeParser;
import kpipe.grammar.KpipeParserBaseVisitor;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads clauses, one by one. Answers null for what is no clause by itself, such as the INTO of a pump. */
final class ClauseReader extends KpipeParserBaseVisitor<@Nullable Clause> {
    private static final Code MEASURED_TWICE = Code.error("K0118", "{0} takes {1} once");
    private static final Code MEASURED_WRONGLY = Code.error("K0119", "{0} takes {1}");
    private static final Code TOLD_TWICE = Code.error("K0120", "{0} is said twice");

    private final Reading reading;
    private final LiteralReader literals;
    private final ExpressionReader expressions;
    private final boolean destination;

    /** A reader for one statement; {@code destination} tells how its FROM is to be understood. */
    ClauseReader(Reading reading, LiteralReader literals, ExpressionReader expressions, boolean destination) {
        this.reading = reading;
        this.literals = literals;
        this.expressions = expressions;
        this.destination = destination;
    }

    private Literal.Text text(KpipeParser.StringContext context) {
        return literals.text(context);
    }

    @Override
    public @Nullable Clause visitFromClause(KpipeParser.FromClauseContext context) {
        Span span = reading.span(context);
        QualifiedName name = reading.name(context.qualifiedName());
        boolean plain = context.string() == null && context.connectorOptions() == null;
        if (destination && plain) {
            return new Clause.FromStream(span, name);
        }
        Span use = new Span(reading.file(), name.span().start(), span.end());
        return new Clause.From(
                span,
                new ConnectorUse(
                        use,
                        name.last(),
                        literals.optionalText(context.string()),
                        options(context.connectorOptions())));
    }

    @Override
    public Clause visitFormatClause(KpipeParser.FormatClauseContext context) {
        return new Clause.Format(
                reading.span(context), reading.identifier(context.identifier()), options(context.connectorOptions()));
    }

    @Override
    public Clause visitShardsClause(KpipeParser.ShardsClauseContext context) {
        return new Clause.Shards(reading.span(context), literals.optionalAmount(context.amount()));
    }

    @Override
    public Clause visitPartitionByClause(KpipeParser.PartitionByClauseContext context) {
        return new Clause.PartitionBy(
                reading.span(context),
                Reading.all(
                        context.partitionItem(),
                        item -> new PartitionItem(
                                reading.span(item),
                                expressions.read(item.expression()),
                                reading.optionalIdentifier(item.identifier()))));
    }

    @Override
    public Clause visitRetentionClause(KpipeParser.RetentionClauseContext context) {
        return new Clause.Retention(reading.span(context), literals.duration(context.duration()));
    }

    @Override
    public Clause visitEventTimeClause(KpipeParser.EventTimeClauseContext context) {
        Duration lateness = null;
        Duration idle = null;
        for (KpipeParser.EventTimeOptionContext option : context.eventTimeOption()) {
            boolean late = option.LATENESS() != null;
            if ((late ? lateness : idle) != null) {
                reading.report(TOLD_TWICE, reading.span(option), late ? "LATENESS" : "IDLE AFTER");
            } else if (late) {
                lateness = literals.duration(option.duration());
            } else {
                idle = literals.duration(option.duration());
            }
        }
        Identifier column = reading.optionalIdentifier(context.identifier());
        return new Clause.EventTime(
                reading.span(context), column, literals.optionalText(context.string()), lateness, idle);
    }

    @Override
    public Clause visitTransformClause(KpipeParser.TransformClauseContext context) {
        return new Clause.TransformWith(reading.span(context), Reading.all(context.qualifiedName(), reading::name));
    }

    @Override
    public Clause visitStartAtClause(KpipeParser.StartAtClauseContext context) {
        return new Clause.StartAt(reading.span(context), expressions.read(context.valueExpression()));
    }

    @Override
    public Clause visitEncryptedClause(KpipeParser.EncryptedClauseContext context) {
        return new Clause.Encrypted(reading.span(context), text(context.string()));
    }

    @Override
    public Clause visitDescriptionClause(KpipeParser.DescriptionClauseContext context) {
        return new Clause.Description(reading.span(context), text(context.string()));
    }

    @Override
    public Clause visitOptionsClause(KpipeParser.OptionsClauseContext context) {
        return new Clause.Options(
                reading.span(context),
                Reading.all(
                        context.oldOption(),
                        o -> new ConnectorOption(
                                reading.span(o),
                                reading.name(o.qualifiedName()),
                                expressions.read(o.valueExpression()))));
    }

    @Override
    public Clause visitRefreshClause(KpipeParser.RefreshClauseContext context) {
        return new Clause.RefreshEvery(reading.span(context), literals.duration(context.duration()));
    }

    @Override
    public Clause visitKeyClause(KpipeParser.KeyClauseContext context) {
        return new Clause.Key(reading.span(context), reading.columnsOrNone(context.identifierList()));
    }

    @Override
    public Clause visitStartedClause(KpipeParser.StartedClauseContext context) {
        return new Clause.Started(reading.span(context), context.STARTED() != null);
    }

    @Override
    public Clause visitStateTtlClause(KpipeParser.StateTtlClauseContext context) {
        return new Clause.StateTtl(reading.span(context), literals.duration(context.duration()));
    }

    @Override
    public Clause visitStateUnboundedClause(KpipeParser.StateUnboundedClauseContext context) {
        return new Clause.StateUnbounded(reading.span(context), text(context.string()));
    }

    @Override
    public Clause visitLanguageClause(KpipeParser.LanguageClauseContext context) {
        return new Clause.Language(reading.span(context), reading.identifier(context.identifier()));
    }

    @Override
    public Clause visitSpecificClause(KpipeParser.SpecificClauseContext context) {
        return new Clause.Specific(reading.span(context), reading.name(context.qualifiedName()));
    }

    @Override
    public Clause visitDeterministicClause(KpipeParser.DeterministicClauseContext context) {
        return new Clause.Deterministic(reading.span(context), context.NOT() == null);
    }

    @Override
    public Clause visitDataAccessClause(KpipeParser.DataAccessClauseContext context) {
        Clause.Access access = context.CONTAINS() != null
                ? Clause.Access.CONTAINS_SQL
                : context.READS() != null
                        ? Clause.Access.READS_SQL_DATA
                        : context.MODIFIES() != null ? Clause.Access.MODIFIES_SQL_DATA : Clause.Access.NO_SQL;
        return new Clause.DataAccess(reading.span(context), access);
    }

    @Override
    public Clause visitNullInputClause(KpipeParser.NullInputClauseContext context) {
        return new Clause.NullInput(reading.span(context), context.RETURNS() != null);
    }

    @Override
    public Clause visitCodeClause(KpipeParser.CodeClauseContext context) {
        Token code = context.CODE().getSymbol();
        String written = code.getText();
        String delimiter = written.substring(0, written.indexOf('$', 1) + 1);
        String text = written.substring(delimiter.length(), written.length() - delimiter.length());
        return new Clause.CodeBody(reading.span(context), new CodeText(reading.span(code), text, delimiter));
    }

    @Override
    public Clause visitLambdaClause(KpipeParser.LambdaClauseContext context) {
        return new Clause.Lambda(reading.span(context), text(context.string()));
    }

    @Override
    public Clause visitHandlerClause(KpipeParser.HandlerClauseContext context) {
        return new Clause.Handler(
                reading.span(context), text(context.string()), reading.optionalIdentifier(context.identifier()));
    }

    @Override
    public Clause visitCommandClause(KpipeParser.CommandClauseContext context) {
        return new Clause.Command(reading.span(context), text(context.string()));
    }

    @Override
    public Clause visitTimeoutClause(KpipeParser.TimeoutClauseContext context) {
        return new Clause.Timeout(reading.span(context), literals.duration(context.duration()));
    }

    @Override
    public Clause visitRetryForClause(KpipeParser.RetryForClauseContext context) {
        return new Clause.RetryFor(reading.span(context), literals.duration(context.duration()));
    }

    @Override
    public Clause visitRetryClause(KpipeParser.RetryClauseContext context) {
        return new Clause.Retry(reading.span(context), literals.amount(context.amount()));
    }

    @Override
    public Clause visitToClause(KpipeParser.ToClauseContext context) {
        return new Clause.To(reading.span(context), place(context.place()));
    }

    @Override
    public Clause visitCompressionClause(KpipeParser.CompressionClauseContext context) {
        return new Clause.Compression(reading.span(context), reading.identifier(context.identifier()));
    }

    @Override
    public Clause visitBackupClause(KpipeParser.BackupClauseContext context) {
        return new Clause.Backup(reading.span(context), context.FAILED() != null, place(context.place()));
    }

    @Override
    public Clause visitErrorsClause(KpipeParser.ErrorsClauseContext context) {
        return new Clause.ErrorsTo(reading.span(context), place(context.place()));
    }

    @Override
    public Clause visitWhereClause(KpipeParser.WhereClauseContext context) {
        return new Clause.Where(reading.span(context), expressions.read(context.expression()));
    }

    @Override
    public Clause visitDeliveryClause(KpipeParser.DeliveryClauseContext context) {
        return new Clause.Delivery(reading.span(context), context.EXACTLY() != null);
    }

    @Override
    public Clause visitWhenClause(KpipeParser.WhenClauseContext context) {
        return new Clause.When(
                reading.span(context),
                expressions.read(context.expression()),
                reading.optionalName(context.qualifiedName()));
    }

    @Override
    public Clause visitPeriodsClause(KpipeParser.PeriodsClauseContext context) {
        return new Clause.ForPeriods(
                reading.span(context),
                literals.amount(context.amount(0)),
                literals.optionalAmount(context.amount(1)),
                literals.duration(context.duration()));
    }

    @Override
    public Clause visitNotifyClause(KpipeParser.NotifyClauseContext context) {
        return new Clause.Notify(reading.span(context), Reading.all(context.place(), this::place));
    }

    private ConnectorUse place(KpipeParser.PlaceContext context) {
        return new ConnectorUse(
                reading.span(context),
                reading.optionalIdentifier(context.identifier()),
                literals.optionalText(context.string()),
                options(context.connectorOptions()));
    }

    List<ConnectorOption> options(KpipeParser.@Nullable ConnectorOptionsContext context) {
        return context == null
                ? List.of()
                : Reading.all(
                        context.connectorOption(),
                        o -> new ConnectorOption(reading.span(o), name(o.optionName()), value(o.optionValue())));
    }

    private QualifiedName name(KpipeParser.OptionNameContext context) {
        return context.qualifiedName() == null
                ? new QualifiedName(reading.span(context), List.of(reading.identifier(context)))
                : reading.name(context.qualifiedName());
    }

    private OptionValue value(KpipeParser.OptionValueContext context) {
        if (context.duration() != null) {
            return literals.duration(context.duration());
        }
        return context.size() != null ? literals.size(context.size()) : expressions.read(context.expression());
    }

    // ---- BUFFER and BATCH ----

    @Override
    public Clause visitBufferClause(KpipeParser.BufferClauseContext context) {
        Measures measures = new Measures("BUFFER", context.measure());
        if (measures.count != null) {
            reading.report(
                    MEASURED_WRONGLY, measures.count.span(), "BUFFER", "a size, a duration, or one OR the other");
        }
        return new Clause.Buffer(reading.span(context), measures.size, measures.duration);
    }

    @Override
    public Clause visitBatchClause(KpipeParser.BatchClauseContext context) {
        Measures measures = new Measures("BATCH", context.measure());
        return new Clause.Batch(reading.span(context), measures.count, measures.size, measures.duration);
    }

    /** A size or a number of records, a duration, or both. */
    private final class Measures {
        private @Nullable Size size;
        private @Nullable Expr count;
        private @Nullable Duration duration;

        Measures(String clause, List<KpipeParser.MeasureContext> contexts) {
            for (KpipeParser.MeasureContext context : contexts) {
                boolean timed = context.duration() != null;
                if (timed ? duration != null : size != null || count != null) {
                    reading.report(MEASURED_TWICE, reading.span(context), clause, timed ? "a duration" : "a size");
                } else if (timed) {
                    duration = literals.duration(context.duration());
                } else if (context.size() != null) {
                    size = literals.size(context.size());
                } else {
                    count = literals.amount(context.amount());
                }
            }
        }
    }
}
