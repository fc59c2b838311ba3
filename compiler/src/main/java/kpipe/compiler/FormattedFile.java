package kpipe.compiler;

/**
 * A file in its canonical form.
 *
 * @param text the canonical text; the text as it was where the report holds an error
 * @param changed whether that is not the text as it was
 * @param report what is wrong with its syntax
 */
public record FormattedFile(String text, boolean changed, Report report) {}
