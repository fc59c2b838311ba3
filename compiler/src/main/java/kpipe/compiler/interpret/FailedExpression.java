package kpipe.compiler.interpret;

import kpipe.data.RowException;

/** Carries the reason why an expression failed, and its line, out of the evaluation of a row. */
final class FailedExpression extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final transient RowException reason;

    FailedExpression(int line, RowException reason) {
        super(reason.getMessage(), reason, false, false);
        this.line = line;
        this.reason = reason;
    }

    int line() {
        return line;
    }

    RowException reason() {
        return reason;
    }
}
