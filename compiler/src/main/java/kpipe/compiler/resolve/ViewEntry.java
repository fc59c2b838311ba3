package kpipe.compiler.resolve;

import kpipe.compiler.model.Relation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Statement;

/** A view on its way through the passes: a common table of every query that names it. It becomes no declaration of its own. */
final class ViewEntry extends Entry<Relation> {

    /** The view as a common table, under the name that its declaration means. */
    final CommonTable table;

    /** Whether a pump uses it, itself or by way of another view. */
    boolean used;

    ViewEntry(String name, Span span, Statement.View view) {
        super(name, span, view);
        boolean fixed = view.name().last().quoted() || view.preamble().foldsNames();
        table = new CommonTable(span, new Identifier(span, name, fixed), view.columns(), view.query());
    }
}
