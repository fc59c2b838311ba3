package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Relation;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Query;
import org.jspecify.annotations.Nullable;

/** Puts the views that the queries of pumps name before these queries, as the common tables of a WITH; those that such a view names come before it. */
final class ExpandViews implements Pass {

    private static final Code CIRCLE = Code.error("K0292", "a view cannot be made of itself: {0}");

    @Override
    public void run(Workspace workspace) {
        for (ViewEntry view : List.copyOf(workspace.views.values())) {
            Entry<Relation> same = workspace.relations.find(view.name, true).value();
            if (same != null && same.statement != null) {
                boolean later = view.span.compareTo(same.span) > 0;
                Entry<?> first = later ? same : view;
                Entry<?> second = later ? view : same;
                workspace.reports.report(Diagnostic.of(
                                CollectStatements.DECLARED_TWICE, second.span, later ? "view" : "stream", second.name)
                        .withLabel(first.span, "first declared here"));
                workspace.views.remove(view.name);
            }
            if (view.statement != null) {
                workspace.viewFolds.put(view.table, view.statement.preamble().foldsNames());
            }
        }
        findCircles(workspace);
        for (PumpEntry pump : workspace.pumps.values()) {
            Set<ViewEntry> needed = new LinkedHashSet<>();
            need(workspace, pump.query, needed);
            needed.forEach(view -> view.used = true);
            pump.query = with(needed, pump.query);
        }
    }

    /** The query behind a WITH of these views. */
    private static Query with(Collection<ViewEntry> views, Query query) {
        List<CommonTable> tables = views.stream().map(view -> view.table).toList();
        return tables.isEmpty() ? query : new Query.With(query.span(), false, tables, query);
    }

    private static List<ViewEntry> named(Workspace workspace, Query query) {
        List<ViewEntry> named = new ArrayList<>();
        QueryShape.names(query, name -> {
            @Nullable
            ViewEntry view = name.name().simple()
                    ? workspace.views.find(name.name().last()).value()
                    : null;
            if (view != null) {
                named.add(view);
            }
        });
        return named;
    }

    private static void need(Workspace workspace, Query query, Set<ViewEntry> needed) {
        for (ViewEntry view : named(workspace, query)) {
            if (!needed.contains(view)) {
                need(workspace, view.table.query(), needed);
                needed.add(view);
            }
        }
    }

    /** Reports views that are made of themselves; what names them is told of nothing more. */
    private static void findCircles(Workspace workspace) {
        Set<ViewEntry> done = new LinkedHashSet<>();
        for (ViewEntry view : List.copyOf(workspace.views.values())) {
            walk(workspace, view, new ArrayList<>(), done);
        }
    }

    private static void walk(Workspace workspace, ViewEntry view, List<ViewEntry> path, Set<ViewEntry> done) {
        int at = path.indexOf(view);
        if (at >= 0) {
            List<ViewEntry> circle = List.copyOf(path.subList(at, path.size()));
            workspace.reports.report(
                    CIRCLE,
                    view.span,
                    Circle.words(circle.stream().map(one -> one.name).toList()));
            for (ViewEntry one : circle) {
                workspace.views.remove(one.name);
                workspace.relations.add(one.name, false, new Entry<>(one.name, one.span, one.statement));
            }
        } else if (!done.contains(view)) {
            path.add(view);
            named(workspace, view.table.query()).forEach(next -> walk(workspace, next, path, done));
            path.remove(path.size() - 1);
            done.add(view);
        }
    }

    /** Binds the names in views that nobody uses, whose mistakes would otherwise not be found. */
    static final class Unused implements Pass {
        @Override
        public void run(Workspace workspace) {
            for (ViewEntry view : workspace.views.values()) {
                if (!view.used) {
                    Set<ViewEntry> needed = new LinkedHashSet<>();
                    need(workspace, view.table.query(), needed);
                    boolean folds = workspace.viewFolds.getOrDefault(view.table, false);
                    Query query = with(needed, view.table.query());
                    BindQuery binding = new BindQuery(workspace, null, false, folds);
                    BindQuery.Result result = binding.bind(query);
                    if (!view.table.columns().isEmpty() && !result.broken()) {
                        binding.renamed(view.table.name(), result, view.table.columns());
                    }
                }
            }
        }
    }
}
