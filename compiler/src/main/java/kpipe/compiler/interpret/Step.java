package kpipe.compiler.interpret;

/** One operator at work. Rows and watermarks come in order, and go on to the next step. */
interface Step {

    /** Takes a row. */
    void row(Row row);

    /** The watermark has reached {@code watermark}. */
    void time(long watermark);

    /** A new call of the kernel begins: reference tables may have been refreshed. */
    void begin();
}
