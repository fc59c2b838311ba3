package kpipe.tool;

import kpipe.compiler.source.Span;

/** A test that cannot be run as it is written. */
final class WrongTestException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongTestException(Span span, String sentence) {
        super(span + ": " + sentence, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
