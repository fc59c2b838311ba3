package kpipe.compiler.resolve;

/** The words by which streams are read that no statement declares. */
final class SystemStreamNames {

    /** The stream of all errors. */
    static final String ERROR_STREAM = "error_stream";

    /** Behind the name of a stream with a source. */
    static final String ERRORS = "errors";

    /** Behind the name of a pump. */
    static final String LATE = "late";

    private SystemStreamNames() {}
}
