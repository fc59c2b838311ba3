package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.model.PatternSearch;

/**
 * A MATCH_RECOGNIZE, for lowering. It stands around the time of its results, whose operands are behind that time the conditions of those variables that have one, the columns of PARTITION BY, and the keys of ORDER BY.
 *
 * @param defined which variables have a condition, in the order of the operands
 * @param keys how many columns PARTITION BY has
 * @param descending whether ORDER BY has a key that is DESC
 */
public record MatchedQuery(PatternSearch search, boolean allRows, List<Integer> defined, int keys, boolean descending) {
    public MatchedQuery {
        defined = List.copyOf(defined);
    }
}
