package kpipe.runtime.operator;

import kpipe.data.SimilarPattern;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/** The compiled pattern of one place of the text; it is compiled again only when the pattern is another. Not thread-safe. */
public final class PatternCache {

    private @Nullable LikePattern like;
    private @Nullable SimilarPattern similar;
    private @Nullable Text pattern;
    private @Nullable Text escape;

    /** For a pattern that is always the same. */
    public LikePattern likeConstant(Text newPattern, @Nullable Text newEscape) {
        LikePattern compiled = like;
        return compiled == null ? like(newPattern, newEscape) : compiled;
    }

    public SimilarPattern similarConstant(Text newPattern, @Nullable Text newEscape) {
        SimilarPattern compiled = similar;
        return compiled == null ? similar(newPattern, newEscape) : compiled;
    }

    public LikePattern like(Text newPattern, @Nullable Text newEscape) {
        LikePattern compiled = like;
        if (compiled == null || !isSame(newPattern, newEscape)) {
            compiled = LikePattern.of(newPattern, newEscape);
            like = compiled;
            remember(newPattern, newEscape);
        }
        return compiled;
    }

    public SimilarPattern similar(Text newPattern, @Nullable Text newEscape) {
        SimilarPattern compiled = similar;
        if (compiled == null || !isSame(newPattern, newEscape)) {
            compiled = SimilarPattern.of(newPattern, newEscape);
            similar = compiled;
            remember(newPattern, newEscape);
        }
        return compiled;
    }

    private boolean isSame(Text newPattern, @Nullable Text newEscape) {
        Text knownPattern = pattern;
        Text knownEscape = escape;
        boolean sameEscape =
                newEscape == null ? knownEscape == null : knownEscape != null && newEscape.equals(knownEscape);
        return knownPattern != null && newPattern.equals(knownPattern) && sameEscape;
    }

    private void remember(Text newPattern, @Nullable Text newEscape) {
        pattern = newPattern.copy();
        escape = newEscape == null ? null : newEscape.copy();
    }
}
