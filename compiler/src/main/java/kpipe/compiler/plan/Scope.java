package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.model.JoinWindow;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/** What stands in the FROM of one select, by the identity of its nodes. */
final class Scope {

    /** The name of the column that holds the time of the rows of a stream. */
    static final String ROWTIME = "ROWTIME";

    /**
     * Something in FROM.
     *
     * @param alias its name in the planned query; no two are alike
     * @param columns the names of its columns in the planned query, no two alike, ROWTIME not among them
     * @param stream whether its rows are those of a stream, and so have ROWTIME
     * @param called as the text calls it
     * @param span where it stands in the text
     * @param window for how long its rows are held to be joined; null where the text does not say
     */
    record Source(
            String alias,
            List<String> columns,
            boolean stream,
            String called,
            Span span,
            @Nullable JoinWindow window) {}

    private final Map<TableReference, Source> sources = new IdentityHashMap<>();
    private final List<Source> streams = new ArrayList<>();
    private final List<TableReference> references = new ArrayList<>();

    void add(TableReference reference, Source source) {
        sources.put(reference, source);
        references.add(reference);
        if (source.stream()) {
            streams.add(source);
        }
    }

    void addAll(Scope other) {
        sources.putAll(other.sources);
        streams.addAll(other.streams);
        references.addAll(other.references);
    }

    /** What stands in it, in the order of the text. */
    List<TableReference> references() {
        return List.copyOf(references);
    }

    void clear() {
        sources.clear();
        streams.clear();
        references.clear();
    }

    Source source(TableReference reference) {
        Source source = sources.get(reference);
        if (source == null) {
            throw new IllegalStateException("not in FROM: " + reference.span());
        }
        return source;
    }

    /** The streams, in the order of the text. */
    List<Source> streams() {
        return streams;
    }

    int size() {
        return sources.size();
    }

    /** The stream that is read, the first of several, or null where only tables are. */
    @Nullable
    Source stream() {
        return streams.isEmpty() ? null : streams.get(0);
    }
}
