package kpipe.data;

/**
 * An expression that cannot be computed for one row: overflow, division by zero, a bad cast, NULL into a NOT NULL column. It costs that row, which goes to
 * {@code error_stream} with this reason, never the pipeline. It has no stack trace, so that a stream of bad rows stays cheap.
 */
public final class RowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * @param name the ERROR_NAME of {@code error_stream}: at most 32 characters, stable, in capitals, such as {@code DIVISION_BY_ZERO}
     * @param message one plain sentence for the user
     */
    public RowException(String name, String message) {
        super(message, null, false, false);
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? name : message;
    }
}
