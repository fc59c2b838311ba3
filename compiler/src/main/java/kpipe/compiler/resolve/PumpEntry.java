package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.model.PumpDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.PumpTarget;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import org.jspecify.annotations.Nullable;

/** A pump on its way through the passes: of a PUMP, or of a {@code STREAM s AS SELECT}. */
final class PumpEntry extends Entry<PumpDeclaration> {

    /** Its query, in which the views that it uses stand as common tables once they have been put there. */
    Query query;

    final List<Clause> clauses;

    /** Null for the pump of a {@code STREAM s AS SELECT}. */
    final @Nullable PumpTarget intoClause;

    /** The stream that it fills; null where there is no such stream. */
    @Nullable
    Entry<Relation> target;

    /** What its query names in FROM, common tables aside; each once, in the order of the text. */
    final List<Entry<Relation>> reads = new ArrayList<>();

    PumpEntry(
            String name,
            Span span,
            Statement statement,
            Query query,
            List<Clause> clauses,
            @Nullable PumpTarget intoClause) {
        super(name, span, statement);
        this.query = query;
        this.clauses = clauses;
        this.intoClause = intoClause;
    }
}
