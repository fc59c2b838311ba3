package kpipe.compiler.plan.lower;

/** A plan holds what lowering does not know. What the translation lets through never leads here; a caller reports the query as a whole. */
public final class UnsupportedPlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedPlanException(String what) {
        super(what);
    }
}
