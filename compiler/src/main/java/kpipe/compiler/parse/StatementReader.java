package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ColumnDeclaration;
import kpipe.compiler.syntax.ColumnOption;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Preamble;
import kpipe.compiler.syntax.PumpTarget;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import kpipe.grammar.KpipeParser;
import kpipe.grammar.KpipeParserBaseVisitor;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads one statement that the grammar has accepted. */
final class StatementReader extends KpipeParserBaseVisitor<Statement> {
    private static final Code CLAUSE_TWICE = Code.error("K0114", "{0} is given twice");
    private static final Code FOREIGN_CLAUSE = Code.error("K0115", "{0} is no clause of {1}; it belongs to {2}");
    private static final Code LONELY_QUERY =
            Code.error("K0116", "{0} cannot stand alone: a query runs in a pump, `PUMP name INTO stream AS SELECT …`");
    private static final Code NO_TARGET =
            Code.error("K0121", "the pump `{0}` does not say INTO which stream it writes");
    private static final Code TWO_TARGETS =
            Code.error("K0122", "a pump writes into one stream, and INTO says it twice");
    private static final Code EMPTY_STREAM =
            Code.error("K0132", "the stream `{0}` needs its columns in parentheses, or AS and a query");
    private static final Code NO_BODY =
            Code.error("K0133", "the function `{0}` has no body: AS and an expression, or AS $$ … $$");
    private static final Code TWO_BODIES = Code.error("K0134", "the function `{0}` has two bodies");

    private final Reading reading;
    private final Preamble preamble;
    private final DocumentationFinder documentation;
    private final LiteralReader literals;
    private final QueryReader queries;
    private final ExpressionReader expressions;
    private Span whole;

    StatementReader(Reading reading, Preamble preamble, DocumentationFinder documentation, Span whole) {
        this.reading = reading;
        this.preamble = preamble;
        this.documentation = documentation;
        this.whole = whole;
        this.literals = new LiteralReader(reading);
        this.queries = new QueryReader(reading, literals);
        this.expressions = queries.expressions();
    }

    Statement read(KpipeParser.StatementContext context) {
        return context.statementBody().accept(this);
    }

    private Statement erroneous(String kind, @Nullable QualifiedName name) {
        return new Statement.Erroneous(whole, preamble, kind, name);
    }

    // ---- clauses ----

    private List<Clause> clauses(String kind, List<KpipeParser.ClauseContext> contexts, Clause... further) {
        ClauseReader reader = new ClauseReader(reading, literals, expressions, kind.equals("DESTINATION"));
        List<Clause> clauses = new ArrayList<>();
        Map<Class<?>, Clause> known = new HashMap<>();
        for (KpipeParser.ClauseContext context : contexts) {
            if (context instanceof KpipeParser.IntoClauseContext && !kind.equals("PUMP")) {
                reading.report(FOREIGN_CLAUSE, reading.span(context), "INTO", kind, "PUMP");
            }
            Clause clause = context.accept(reader);
            if (clause != null) {
                keep(kind, clause, known, clauses);
            }
        }
        for (Clause clause : further) {
            keep(kind, clause, known, clauses);
        }
        return List.copyOf(clauses);
    }

    private void keep(String kind, Clause clause, Map<Class<?>, Clause> known, List<Clause> clauses) {
        String name = ClauseRules.name(clause);
        Clause first = known.putIfAbsent(clause.getClass(), clause);
        if (!ClauseRules.takes(kind, clause)) {
            reading.report(FOREIGN_CLAUSE, clause.span(), name, kind, ClauseRules.owners(clause));
        } else if (first != null) {
            reading.diagnostics()
                    .report(Diagnostic.of(CLAUSE_TWICE, clause.span(), name).withLabel(first.span(), "first here"));
        } else {
            clauses.add(clause);
        }
    }

    private List<ColumnDeclaration> columns(KpipeParser.ColumnDeclarationsContext context) {
        return Reading.all(context.columnDeclaration(), c -> {
            ColumnDeclaration column = literals.column(c, documentation.before(c.getStart()));
            Set<Class<?>> kinds = new HashSet<>();
            for (ColumnOption option : column.options()) {
                if (!kinds.add(option.getClass())) {
                    reading.report(CLAUSE_TWICE, option.span(), option.span().text());
                }
            }
            return column;
        });
    }

    // ---- statements ----

    @Override
    public Statement visitStreamStatement(KpipeParser.StreamStatementContext context) {
        QualifiedName name = reading.name(context.qualifiedName());
        List<ColumnDeclaration> columns =
                context.columnDeclarations() == null ? null : columns(context.columnDeclarations());
        List<Clause> clauses = clauses("STREAM", context.clause());
        Query query = Reading.optional(context.query(), queries::read);
        if (columns == null && query == null) {
            reading.report(EMPTY_STREAM, name.span(), name);
            return erroneous("STREAM", name);
        }
        return new Statement.Stream(whole, preamble, name, columns, clauses, query);
    }

    @Override
    public Statement visitTableStatement(KpipeParser.TableStatementContext context) {
        return new Statement.Table(
                whole,
                preamble,
                reading.name(context.qualifiedName()),
                columns(context.columnDeclarations()),
                clauses("TABLE", context.clause()));
    }

    @Override
    public Statement visitViewStatement(KpipeParser.ViewStatementContext context) {
        List<Identifier> columns = reading.columns(context.identifierList());
        return new Statement.View(
                whole,
                preamble,
                reading.name(context.qualifiedName()),
                columns == null ? List.of() : columns,
                clauses("VIEW", context.clause()),
                queries.read(context.query()));
    }

    @Override
    public Statement visitWindowStatement(KpipeParser.WindowStatementContext context) {
        return new Statement.Window(
                whole,
                preamble,
                reading.identifier(context.identifier()),
                queries.shape(context.windowShape()),
                clauses("WINDOW", context.clause()));
    }

    @Override
    public Statement visitPumpStatement(KpipeParser.PumpStatementContext context) {
        QualifiedName name = reading.name(context.qualifiedName());
        PumpTarget target = null;
        for (KpipeParser.ClauseContext clause : context.clause()) {
            if (clause instanceof KpipeParser.IntoClauseContext into) {
                PumpTarget further = new PumpTarget(
                        reading.span(into),
                        reading.name(into.qualifiedName()),
                        reading.columns(into.identifierList()),
                        false,
                        false);
                target = target(target, further);
            }
        }
        KpipeParser.InsertContext insert = context.insert();
        if (insert != null) {
            Token last = insert.identifierList() == null
                    ? insert.qualifiedName().getStop()
                    : insert.identifierList().getStop();
            PumpTarget further = new PumpTarget(
                    reading.span(insert.getStart(), last),
                    reading.name(insert.qualifiedName()),
                    reading.columns(insert.identifierList()),
                    true,
                    insert.EXPEDITED() != null);
            target = target(target, further);
        }
        List<Clause> clauses = clauses("PUMP", context.clause());
        Query query = queries.read(insert == null ? context.query() : insert.query());
        if (target == null) {
            reading.report(NO_TARGET, name.span(), name);
            return erroneous("PUMP", name);
        }
        return new Statement.Pump(whole, preamble, name, target, clauses, query);
    }

    private PumpTarget target(@Nullable PumpTarget known, PumpTarget further) {
        if (known != null) {
            reading.diagnostics()
                    .report(Diagnostic.of(TWO_TARGETS, further.span()).withLabel(known.span(), "first here"));
            return known;
        }
        return further;
    }

    @Override
    public Statement visitAlterPumpStatement(KpipeParser.AlterPumpStatementContext context) {
        return new Statement.AlterPump(
                whole,
                preamble,
                reading.name(context.qualifiedName()),
                context.STAR() != null,
                context.START() != null);
    }

    @Override
    public Statement visitFunctionStatement(KpipeParser.FunctionStatementContext context) {
        QualifiedName name = reading.name(context.qualifiedName());
        List<Clause> clauses;
        if (context.expression() == null) {
            clauses = clauses("FUNCTION", context.clause());
        } else {
            Token word = context.AS() == null
                    ? context.RETURN().getSymbol()
                    : context.AS().getSymbol();
            Span span = reading.span(word, context.expression().getStop());
            Clause body =
                    new Clause.ExpressionBody(span, expressions.read(context.expression()), context.RETURN() != null);
            clauses = clauses("FUNCTION", context.clause(), body);
        }
        boolean code = Clause.find(clauses, Clause.CodeBody.class).isPresent();
        boolean expression = Clause.find(clauses, Clause.ExpressionBody.class).isPresent();
        if (code == expression) {
            reading.report(code ? TWO_BODIES : NO_BODY, name.span(), name);
            return erroneous("FUNCTION", name);
        }
        return new Statement.Function(
                whole,
                preamble,
                name,
                literals.parameters(context.parameterDeclarations()),
                literals.type(context.typeName()),
                clauses);
    }

    @Override
    public Statement visitTransformStatement(KpipeParser.TransformStatementContext context) {
        return new Statement.Transform(
                whole, preamble, reading.name(context.qualifiedName()), clauses("TRANSFORM", context.clause()));
    }

    @Override
    public Statement visitDestinationStatement(KpipeParser.DestinationStatementContext context) {
        return new Statement.Destination(
                whole, preamble, reading.name(context.qualifiedName()), clauses("DESTINATION", context.clause()));
    }

    @Override
    public Statement visitAlarmStatement(KpipeParser.AlarmStatementContext context) {
        return new Statement.Alarm(
                whole, preamble, reading.name(context.qualifiedName()), clauses("ALARM", context.clause()));
    }

    @Override
    public Statement visitTestStatement(KpipeParser.TestStatementContext context) {
        TestReader steps =
                new TestReader(reading, literals, expressions, new ClauseReader(reading, literals, expressions, false));
        return new Statement.Test(
                whole, preamble, literals.text(context.string()), Reading.all(context.testStep(), steps::read));
    }

    @Override
    public Statement visitGrantStatement(KpipeParser.GrantStatementContext context) {
        List<Identifier> actions = Reading.all(context.grantAction(), reading::identifier);
        return new Statement.Grant(
                whole,
                preamble,
                actions,
                reading.name(context.qualifiedName()),
                Reading.all(context.string(), literals::text));
    }

    @Override
    public Statement visitParameterStatement(KpipeParser.ParameterStatementContext context) {
        return new Statement.Parameter(
                whole,
                preamble,
                reading.identifier(context.identifier()),
                literals.type(context.typeName()),
                expressions.optional(context.valueExpression()));
    }

    @Override
    public Statement visitImportStatement(KpipeParser.ImportStatementContext context) {
        return new Statement.Import(whole, preamble, literals.text(context.string()));
    }

    @Override
    public Statement visitInsertStatement(KpipeParser.InsertStatementContext context) {
        reading.report(LONELY_QUERY, reading.span(context.getStart()), "INSERT");
        return erroneous("INSERT", null);
    }

    @Override
    public Statement visitQueryStatement(KpipeParser.QueryStatementContext context) {
        reading.report(LONELY_QUERY, reading.span(context.getStart()), "a query");
        return erroneous("SELECT", null);
    }
}
