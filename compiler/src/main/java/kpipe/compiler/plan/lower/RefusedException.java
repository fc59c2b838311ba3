package kpipe.compiler.plan.lower;

/** Lowering stops because something has been reported. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException() {
        super(null, null, false, false);
    }
}
