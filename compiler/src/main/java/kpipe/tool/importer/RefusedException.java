package kpipe.tool.importer;

import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.tool.description.MalformedException;

/** Ends an import with a diagnostic that says why. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private static final Code MALFORMED = Code.error("K0801", "this cannot be read as {0}: {1}");

    private final transient Diagnostic diagnostic;

    RefusedException(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    /** A text that does not have the form that it should have. */
    static RefusedException of(MalformedException malformed) {
        return new RefusedException(
                Diagnostic.of(MALFORMED, malformed.span(), malformed.format(), malformed.sentence()));
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
