package kpipe.compiler.resolve;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.FormatUse;
import kpipe.compiler.model.StreamStorage;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.SourceConnector;
import org.jspecify.annotations.Nullable;

/** How a stream with SHARDS is stored: ON DEMAND, START AT, ENCRYPTED, and the FORMAT of what clients put where it is read FROM nothing. */
final class StoreStreams {

    private static final Code NOT_STORED =
            Code.error("K0271", "{0} is about what a stream stores, and `{1}` has no SHARDS");
    private static final Code NO_PLACE = Code.error("K0272", "START AT takes TRIM_HORIZON, LATEST or a TIMESTAMP");

    private static final Set<String> BEGINNINGS = Set.of("BEGINNING", "TRIM_HORIZON", "EARLIEST");

    private StoreStreams() {}

    /** What the clauses say; null for a stream without SHARDS. */
    static @Nullable StreamStorage of(
            Workspace workspace, String stream, List<Clause> clauses, List<ColumnDeclaration> columns) {
        Clause.Shards shards = Clause.find(clauses, Clause.Shards.class).orElse(null);
        Clause.StartAt start = Clause.find(clauses, Clause.StartAt.class).orElse(null);
        Clause.Encrypted encrypted =
                Clause.find(clauses, Clause.Encrypted.class).orElse(null);
        long startAt = start == null ? Long.MIN_VALUE : place(workspace, start.position());
        if (shards == null) {
            if (start != null && startAt != Long.MIN_VALUE && !startsAnywhere(workspace, clauses)) {
                notStored(workspace, stream, start, "START AT");
            }
            if (encrypted != null) {
                notStored(workspace, stream, encrypted, "ENCRYPTED");
            }
            return null;
        }
        Template key = encrypted == null ? null : workspace.values.template(encrypted.key());
        return new StreamStorage(shards.count() == null, startAt, key, format(workspace, clauses, columns));
    }

    /** Whether what it is read FROM can begin elsewhere than with what is oldest: then START AT is about that. */
    private static boolean startsAnywhere(Workspace workspace, List<Clause> clauses) {
        return Clause.find(clauses, Clause.From.class)
                .map(from -> from.connector().name())
                .map(name -> workspace.catalog.source(name.name()))
                .map(SourceConnector::startOption)
                .isPresent();
    }

    /** A place as connectors take it, or null where it is none. */
    static @Nullable String words(Expr position) {
        if (position instanceof Literal.DateTime time) {
            return time.text().value();
        }
        if (position instanceof Expr.ColumnReference reference
                && reference.name().simple()) {
            String word = reference.name().last().name().toUpperCase(Locale.ROOT);
            return BEGINNINGS.contains(word) ? "TRIM_HORIZON" : word.equals("LATEST") ? word : null;
        }
        return null;
    }

    private static void notStored(Workspace workspace, String stream, Clause clause, String words) {
        workspace.reports.report(Diagnostic.of(NOT_STORED, clause.span(), words, stream)
                .withFix(Fix.replace("such as `SHARDS 1`", clause.span().after(), " SHARDS 1")));
    }

    private static long place(Workspace workspace, Expr position) {
        if (position instanceof Expr.ColumnReference reference
                && reference.name().simple()) {
            String word = reference.name().last().name().toUpperCase(Locale.ROOT);
            if (BEGINNINGS.contains(word)) {
                return Long.MIN_VALUE;
            }
            if (word.equals("LATEST")) {
                return Long.MAX_VALUE;
            }
        }
        if (position instanceof Literal.DateTime
                && Constants.of(position, Type.of(Kind.TIMESTAMP, false)) instanceof Constants.Known known
                && known.value() instanceof Long millis) {
            return millis;
        }
        if (!(position instanceof Expr.Erroneous)) {
            workspace.reports.report(NO_PLACE, position.span());
        }
        return Long.MIN_VALUE;
    }

    /** Of what clients put; what is read FROM a source has a FORMAT of its own. */
    private static @Nullable FormatUse format(
            Workspace workspace, List<Clause> clauses, List<ColumnDeclaration> columns) {
        Clause.Format format = Clause.find(clauses, Clause.Format.class).orElse(null);
        if (format == null || Clause.find(clauses, Clause.From.class).isPresent()) {
            return null;
        }
        return ResolveSource.format(
                workspace, format.format(), format.options(), format.span(), ResolveColumns.schema(columns), true);
    }
}
