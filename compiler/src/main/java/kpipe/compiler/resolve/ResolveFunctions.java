package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.JavaUnit.JavaRole;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.ParameterDeclaration;
import kpipe.compiler.syntax.Statement;
import kpipe.data.Column;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** FUNCTIONs: their signatures first, so that bodies may call one another, then their bodies, and whether one calls itself. */
final class ResolveFunctions implements Pass {

    private static final Code SAME_PARAMETER = Code.error("K0604", "two parameters are called `{0}`");
    private static final Code CALLS_ITSELF = Code.error("K0605", "function `{0}` calls itself: {1}");
    private static final Code WRONG_BODY = Code.error("K0606", "a function in {0} has its body {1}");

    private final Map<FunctionDeclaration, List<FunctionDeclaration>> calls = new IdentityHashMap<>();
    private final Set<FunctionDeclaration> broken = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public void run(Workspace workspace) {
        for (Entry<FunctionDeclaration> entry : workspace.functions.values()) {
            if (entry.statement instanceof Statement.Function function) {
                entry.declaration = declare(workspace, entry, function);
            }
        }
        for (Entry<FunctionDeclaration> entry : workspace.functions.values()) {
            if (entry.declaration != null && entry.declaration.body() != null) {
                bindBody(workspace, entry.declaration);
            }
        }
        refuseCircles(workspace);
        leaveOutBroken(workspace);
    }

    private void refuseCircles(Workspace workspace) {
        Set<FunctionDeclaration> circular = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Entry<FunctionDeclaration> entry : workspace.functions.values()) {
            FunctionDeclaration function = entry.declaration;
            if (function != null && !circular.contains(function)) {
                List<FunctionDeclaration> circle = circle(function);
                if (!circle.isEmpty()) {
                    List<String> names =
                            circle.stream().map(FunctionDeclaration::name).toList();
                    workspace.reports.report(CALLS_ITSELF, entry.span, entry.name, Circle.words(names));
                }
                circular.addAll(circle);
            }
        }
        broken.addAll(circular);
    }

    /** What calls a function that is wrong is of no use either. */
    private void leaveOutBroken(Workspace workspace) {
        Map<FunctionDeclaration, List<FunctionDeclaration>> callers = new IdentityHashMap<>();
        calls.forEach((caller, called) -> called.forEach(function ->
                callers.computeIfAbsent(function, key -> new ArrayList<>()).add(caller)));
        Deque<FunctionDeclaration> open = new ArrayDeque<>(broken);
        while (!open.isEmpty()) {
            for (FunctionDeclaration caller : callers.getOrDefault(open.remove(), List.of())) {
                if (broken.add(caller)) {
                    open.add(caller);
                }
            }
        }
        for (Entry<FunctionDeclaration> entry : workspace.functions.values()) {
            if (entry.declaration != null && broken.contains(entry.declaration)) {
                entry.declaration = null;
            }
        }
    }

    private static @Nullable FunctionDeclaration declare(
            Workspace workspace, Entry<FunctionDeclaration> entry, Statement.Function function) {
        int before = workspace.reports.errors();
        List<Column> parameters = new ArrayList<>();
        NameTable<ParameterDeclaration> names = new NameTable<>();
        for (ParameterDeclaration parameter : function.parameters()) {
            String name = CollectStatements.spelling(parameter.name(), function);
            Type type = Types.resolve(workspace.reports, parameter.type(), true);
            ParameterDeclaration first = names.add(name, parameter.name().quoted(), parameter);
            if (first != null) {
                workspace.reports.report(
                        Diagnostic.of(SAME_PARAMETER, parameter.name().span(), name)
                                .withLabel(first.name().span(), "first declared here"));
            } else if (type != null) {
                parameters.add(new Column(name, type));
            }
        }
        Type result = Types.resolve(workspace.reports, function.returns(), true);
        Clause.ExpressionBody expression =
                Clause.find(function.clauses(), Clause.ExpressionBody.class).orElse(null);
        Clause.CodeBody code =
                Clause.find(function.clauses(), Clause.CodeBody.class).orElse(null);
        Clause.Language language =
                Clause.find(function.clauses(), Clause.Language.class).orElse(null);
        if (expression != null && language != null && language.language().name().equalsIgnoreCase("JAVA")) {
            workspace.reports.report(WRONG_BODY, expression.span(), "Java", "between dollar signs: AS $$ … $$");
        } else if (code != null
                && language != null
                && language.language().name().equalsIgnoreCase("SQL")) {
            workspace.reports.report(WRONG_BODY, code.span(), "SQL", "as an expression: AS …");
        } else if (code != null) {
            ResolveTransforms.isJava(workspace.reports, function.clauses(), "a function");
        }
        if (result == null || workspace.reports.errors() > before || expression == null && code == null) {
            return null;
        }
        boolean nullOnNull = Clause.find(function.clauses(), Clause.NullInput.class)
                .map(Clause.NullInput::returnsNull)
                .orElse(false);
        JavaUnit java = code == null
                ? null
                : new JavaUnit(
                        entry.name,
                        JavaRole.FUNCTION,
                        parameters,
                        result,
                        code.code().text(),
                        ResolveTransforms.bodySpan(code.code()));
        return new FunctionDeclaration(
                entry.name,
                parameters,
                result,
                expression == null ? null : expression.expression(),
                java,
                nullOnNull,
                entry.documentation(),
                entry.span);
    }

    private void bindBody(Workspace workspace, FunctionDeclaration function) {
        List<String> names = function.parameters().stream().map(Column::name).toList();
        NameTable<Integer> table = new NameTable<>();
        for (int i = 0; i < names.size(); i++) {
            table.add(names.get(i), true, i);
        }
        ColumnScope scope = ColumnScope.ofFunction(workspace, function.name(), names, table);
        int before = workspace.reports.errors();
        List<FunctionDeclaration> called = BindExpression.bind(workspace, scope, Place.FUNCTION, function.body());
        calls.put(function, called);
        if (workspace.reports.errors() > before) {
            broken.add(function);
        }
    }

    /** A shortest way on which a function's calls lead back to it, from the function on; empty where they do not. */
    private List<FunctionDeclaration> circle(FunctionDeclaration function) {
        Map<FunctionDeclaration, FunctionDeclaration> callers = new IdentityHashMap<>();
        Deque<FunctionDeclaration> open = new ArrayDeque<>(List.of(function));
        while (!open.isEmpty()) {
            FunctionDeclaration caller = open.remove();
            for (FunctionDeclaration called : calls.getOrDefault(caller, List.of())) {
                if (called == function) {
                    return way(callers, function, caller);
                }
                if (callers.putIfAbsent(called, caller) == null) {
                    open.add(called);
                }
            }
        }
        return List.of();
    }

    private static List<FunctionDeclaration> way(
            Map<FunctionDeclaration, FunctionDeclaration> callers, FunctionDeclaration from, FunctionDeclaration to) {
        List<FunctionDeclaration> way = new ArrayList<>(List.of(to));
        while (way.get(way.size() - 1) != from) {
            way.add(Objects.requireNonNull(callers.get(way.get(way.size() - 1))));
        }
        Collections.reverse(way);
        return way;
    }
}
