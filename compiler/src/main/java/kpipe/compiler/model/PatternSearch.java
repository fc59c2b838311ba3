package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.pipeline.Operator.Match.Skip;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What a MATCH_RECOGNIZE says.
 *
 * @param variables the names of the variables of the pattern, by their numbers
 * @param conditions of the variables; null where all rows can be one
 * @param skipTo the variables to which the search goes on, a bit for each
 * @param within in milliseconds; {@link Long#MAX_VALUE} where the text does not say
 * @param span the words and what stands in parentheses
 */
public record PatternSearch(
        List<String> variables,
        List<@Nullable Expr> conditions,
        MatchPattern pattern,
        Skip skip,
        long skipTo,
        long within,
        Span span) {}
