package kpipe.compiler.source;

/**
 * A run of characters of a file.
 *
 * @param start offset of the first character
 * @param end offset behind the last one; equal to {@code start} for a place between characters
 */
public record Span(SourceFile file, int start, int end) {

    public Span {
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException(start + ".." + end + " of " + file);
        }
    }

    /** From the start of the first to the end of the second, which stands behind it in the same file. */
    public static Span of(Span first, Span last) {
        return new Span(first.file, first.start, Math.max(first.end, last.end));
    }

    public String text() {
        return file.text().substring(start, end);
    }

    /** The line of its start, counted from 1. */
    public int line() {
        return file.line(start);
    }

    /** The column of its start, counted from 1. */
    public int column() {
        return file.column(start);
    }

    @Override
    public String toString() {
        return file + ":" + line() + ":" + column();
    }
}
