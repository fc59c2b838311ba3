package kpipe.tool.description;

import kpipe.compiler.source.Span;

/** A text that does not have the form that it should have. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String format;
    private final transient Span span;

    /**
     * @param format what the text should be, such as {@code JSON}
     * @param span where it is not
     * @param sentence what is wrong there, without a full stop
     */
    public MalformedException(String format, Span span, String sentence) {
        super(sentence, null, false, false);
        this.format = format;
        this.span = span;
    }

    /** What the text should be, such as {@code JSON}. */
    public String format() {
        return format;
    }

    /** Where it is not. */
    public Span span() {
        return span;
    }

    /** What is wrong there, without a full stop. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
