package kpipe.compiler.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
     */
    record Source(String alias, List<String> columns, boolean stream) {}

    private final Map<TableReference, Source> sources = new IdentityHashMap<>();
    private @Nullable Source stream;
    private int streams;

    void add(TableReference reference, Source source) {
        sources.put(reference, source);
        if (source.stream()) {
            stream = source;
            streams++;
        }
    }

    void addAll(Scope other) {
        other.sources.forEach(this::add);
    }

    Source source(TableReference reference) {
        Source source = sources.get(reference);
        if (source == null) {
            throw new IllegalStateException("not in FROM: " + reference.span());
        }
        return source;
    }

    /** How many streams there are. */
    int streams() {
        return streams;
    }

    int size() {
        return sources.size();
    }

    /** The stream that is read, or null where only tables are. */
    @Nullable
    Source stream() {
        return stream;
    }
}
