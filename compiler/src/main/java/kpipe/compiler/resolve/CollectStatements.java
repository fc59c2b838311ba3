package kpipe.compiler.resolve;

import java.util.HashMap;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Declaration;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Creation;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Gives every statement's name to the table of its kind. A name that is taken is an error, but of a CREATE OR REPLACE, which takes the place of what was there. A
 * statement that could not be read leaves its name, so that uses of it give no second error.
 */
final class CollectStatements implements Pass {

    static final Code DECLARED_TWICE = Code.error("K0202", "{0} `{1}` is declared twice");
    private static final Code SYSTEM_NAME =
            Code.error("K0222", "`error_stream` is there in every pipeline and cannot be declared");

    @Override
    public void run(Workspace workspace) {
        Map<String, Span> tests = new HashMap<>();
        for (Statement statement : workspace.program.statements()) {
            collect(workspace, statement, tests);
        }
    }

    private static void collect(Workspace workspace, Statement statement, Map<String, Span> tests) {
        if (statement instanceof Statement.Stream stream) {
            collectStream(workspace, stream);
        } else if (statement instanceof Statement.Table table) {
            Identifier name = table.name().last();
            declare(workspace, workspace.relations, "table", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.View view) {
            Identifier name = view.name().last();
            ViewEntry entry = new ViewEntry(spelling(name, view), name.span(), view);
            declare(workspace, workspace.views, "view", name, statement, entry);
        } else if (statement instanceof Statement.Window window) {
            Identifier name = window.name();
            declare(workspace, workspace.windows, "window", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.Pump pump) {
            Identifier name = pump.name().last();
            PumpEntry entry = new PumpEntry(
                    spelling(name, statement), name.span(), pump, pump.query(), pump.clauses(), pump.target());
            declare(workspace, workspace.pumps, "pump", name, statement, entry);
        } else if (statement instanceof Statement.Function function) {
            Identifier name = function.name().last();
            declare(workspace, workspace.functions, "function", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.Transform transform) {
            Identifier name = transform.name().last();
            declare(workspace, workspace.transforms, "transform", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.Destination destination) {
            Identifier name = destination.name().last();
            declare(workspace, workspace.destinations, "destination", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.Parameter parameter) {
            Identifier name = parameter.name();
            declare(workspace, workspace.parameters, "parameter", name, statement, entry(name, statement));
        } else if (statement instanceof Statement.AlterPump alter) {
            workspace.alterations.add(alter);
        } else if (statement instanceof Statement.Test test) {
            collectTest(workspace, test, tests);
        } else if (statement instanceof Statement.Erroneous broken && broken.name() != null && broken.kind() != null) {
            collectBroken(workspace, broken, broken.kind(), broken.name().last());
        }
    }

    private static void collectStream(Workspace workspace, Statement.Stream stream) {
        Identifier name = stream.name().last();
        if (name.name().equalsIgnoreCase(SystemStreamNames.ERROR_STREAM)) {
            workspace.reports.report(SYSTEM_NAME, name.span());
            return;
        }
        declare(workspace, workspace.relations, "stream", name, stream, entry(name, stream));
        Query query = stream.query();
        if (query != null) {
            PumpEntry pump = new PumpEntry(spelling(name, stream), name.span(), stream, query, stream.clauses(), null);
            declare(workspace, workspace.pumps, "pump", name, stream, pump);
        }
    }

    private static void collectTest(Workspace workspace, Statement.Test test, Map<String, Span> tests) {
        Span first = tests.putIfAbsent(test.name().value(), test.name().span());
        if (first != null) {
            workspace.reports.report(Diagnostic.of(
                            DECLARED_TWICE,
                            test.name().span(),
                            "test",
                            test.name().value())
                    .withLabel(first, "first declared here"));
            return;
        }
        workspace.testStatements.add(test);
    }

    private static void collectBroken(Workspace workspace, Statement.Erroneous broken, String kind, Identifier name) {
        String spelling = spelling(name, broken);
        switch (kind) {
            case "STREAM", "TABLE" -> workspace.relations.add(spelling, name.quoted(), entry(name, broken));
            case "VIEW" -> workspace.relations.add(spelling, name.quoted(), entry(name, broken));
            case "WINDOW" -> workspace.windows.add(spelling, name.quoted(), entry(name, broken));
            case "FUNCTION" -> workspace.functions.add(spelling, name.quoted(), entry(name, broken));
            case "TRANSFORM" -> workspace.transforms.add(spelling, name.quoted(), entry(name, broken));
            case "DESTINATION" -> workspace.destinations.add(spelling, name.quoted(), entry(name, broken));
            case "PARAMETER" -> workspace.parameters.add(spelling, name.quoted(), entry(name, broken));
            case "PUMP" -> workspace.brokenPumps.add(NameTable.fold(spelling));
            default -> {}
        }
    }

    private static <D extends Declaration> Entry<D> entry(Identifier name, Statement statement) {
        return new Entry<>(spelling(name, statement), name.span(), statement);
    }

    /** A name as its declaration spells it: unquoted ones behind CREATE in upper case. */
    static String spelling(Identifier name, Statement statement) {
        return statement.preamble().foldsNames() && !name.quoted() ? NameTable.fold(name.name()) : name.name();
    }

    private static <E extends Entry<?>> void declare(
            Workspace workspace, NameTable<E> table, String kind, Identifier name, Statement statement, E entry) {
        boolean fixed = name.quoted() || statement.preamble().foldsNames();
        @Nullable E first = table.add(entry.name, fixed, entry);
        if (first == null) {
            return;
        }
        if (statement.preamble().creation() == Creation.CREATE_OR_REPLACE) {
            table.remove(first.name);
            table.add(entry.name, fixed, entry);
            workspace.pumps.values().stream()
                    .filter(pump -> pump.statement == first.statement)
                    .toList()
                    .forEach(pump -> workspace.pumps.remove(pump.name));
            return;
        }
        workspace.reports.report(Diagnostic.of(DECLARED_TWICE, name.span(), kind, entry.name)
                .withLabel(first.span, "first declared here"));
    }
}
